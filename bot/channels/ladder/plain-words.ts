/** Markdown of ours → words for a place where nothing is known to be read as markup. Pure. */
import { withoutMarkdown } from './plain-markdown.ts'

export function toPlainWords(text: string): string {
  // Where markup may be read after all, none of it is ours.
  const tagless = text.replace(/<(?=[a-z/!?])/gi, '＜')
  return withoutMarkdown(tagless, linkInWords).trim()
}

/** A client that makes links by itself would take the Chinese punctuation behind an address for a part of it. */
function linkInWords(name: string, address: string): string {
  return name === address ? `${address} ` : `${name}（${address} ）`
}
