/** Places in a text. */

export interface Span {
  /** Offsets in the text as it was given, `[start, end)`. */
  readonly start: number
  readonly end: number
  /** The words there, as they were given. */
  readonly text: string
}

/**
 * Full-width letters and digits made half-width, one character for one, so that places stay what they were.
 * A full-width comma is punctuation and stays, except inside a number of full-width digits.
 */
export function halfWidth(text: string): string {
  return text
    .replace(/(?<=[０-９]{1,3})，(?=[０-９]{3}(?![０-９]))/gu, ',')
    .replace(/[！-～]/gu, (character) =>
      character === '，' ? character : String.fromCharCode(character.charCodeAt(0) - 0xfee0),
    )
    .replace(/\u3000/gu, ' ')
}
