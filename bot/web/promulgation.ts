/** The lines before the first chapter: the notice by which a measure was issued, told apart so that it can be set as one. */
import { squeeze } from '#knowledge/law/whitespace.ts'

export interface Promulgation {
  /** Number, issuing office and title, centred. */
  readonly heading: readonly string[]
  /** Whom it is addressed to, and what it says. */
  readonly body: readonly string[]
  /** Office and date, to the right. */
  readonly signature: readonly string[]
  /** `（此件公开发布）` */
  readonly remarks: readonly string[]
}

/** @param lines a measure's title block; its title, which the page shows anyway, is left out */
export function readPromulgation(lines: readonly string[], title: string): Promulgation {
  const own = lines.filter((line) => squeeze(line) !== squeeze(title))
  const dated = own.findIndex((line) => /^\d{4}年\d{1,2}月\d{1,2}日$/u.test(line))
  const addressed = own.findIndex((line) => /[:：]$/u.test(line))
  if (addressed === -1 || dated <= addressed) return { heading: own, body: [], signature: [], remarks: [] }
  return {
    heading: own.slice(0, addressed),
    body: joinBroken(own.slice(addressed, dated - 1)),
    signature: own.slice(dated - 1, dated + 1),
    remarks: own.slice(dated + 1),
  }
}

/** A line that ends without a full stop or colon goes on in the next. */
function joinBroken(lines: readonly string[]): string[] {
  const joined: string[] = []
  for (const line of lines) {
    const last = joined.at(-1)
    if (last !== undefined && !/[。.:：]$/u.test(last)) joined[joined.length - 1] = last + line
    else joined.push(line)
  }
  return joined
}
