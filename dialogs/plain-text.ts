/** What a person typed as another person sees it: hidden signs gone, digits of other alphabets as plain ones. */

/** Text that an override turns round is read in the order in which it is shown. */
const turnedRound = /\u202e([^\u202c\u2069\n]*)[\u202c\u2069]?/gu
/** Marks without width, marks of direction, tags; line breaks and tabs are none of them. */
const hidden = /\p{Cf}|[\ufe00-\ufe0f]|\u20e3|(?![\n\r\t])\p{Cc}|(?<!\p{Script=Han})[\u{e0100}-\u{e01ef}]/gu
const foreignDigit = /(?![0-9０-９])\p{Nd}/gu
/** 1 000 000 with blanks that do not break the line. */
const groupGap = /(?<=\d)[\u00a0\u2007\u2009\u202f](?=\d{3}(?!\d))/gu

/**
 * So that a sum or a day is read as it is seen, and a name holds nothing that cannot be seen. What looks like a digit and
 * is none (a Cyrillic З, a circled ③) stays: nobody can say that it was meant as one.
 * A link in markdown is taken apart: shown again in an answer, to others too, it would seem to be ours.
 */
export function readableText(text: string): string {
  return text
    .replace(turnedRound, (_, turned: string) => [...turned].reverse().join(''))
    .replace(hidden, '')
    .replace(foreignDigit, (digit) => String(digitValue(digit.codePointAt(0) ?? 0)))
    .replace(groupGap, '')
    .replaceAll('](', '] (')
}

/** Digits of one alphabet stand together in tens, from nought on; mathematical ones in several tens without a gap. */
function digitValue(code: number): number {
  let first = code
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1
  return (code - first) % 10
}
