/** Places in a text. */

export interface Span {
  /** Offsets in the text as it was given, `[start, end)`. */
  readonly start: number
  readonly end: number
  /** The words there, as they were given. */
  readonly text: string
}

/** Longer than any number is: looked through for sums and days from each of its places, it would hold up a server. */
const noNumber = /[\d,.零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖十拾百佰千仟万萬亿億个点]{60,}/gu

/**
 * Full-width letters and digits made half-width, one character for one, so that places stay what they were.
 * A full-width comma is punctuation and stays, except inside a number of full-width digits. A row of digits that is too
 * long for any number is blotted out.
 */
export function halfWidth(text: string): string {
  return text
    .replace(/(?<=[０-９]{1,3})，(?=[０-９]{3}(?![０-９]))/gu, ',')
    .replace(/[！-～]/gu, (character) =>
      character === '，' ? character : String.fromCharCode(character.charCodeAt(0) - 0xfee0),
    )
    .replace(/\u3000/gu, ' ')
    .replace(noNumber, (run) => '\u0000'.repeat(run.length))
}
