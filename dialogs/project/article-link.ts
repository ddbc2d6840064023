/** `[第十八条](…)`: an article's number, a link to its words. */
import type { Citation } from '#knowledge/law/measure.ts'
import { articlePath } from '../reply-of-answer.ts'
import { wordsIn } from '../wording/words-in.ts'

export function articleLink(citation: Citation, lang: 'zh' | 'en'): string {
  return `[${wordsIn(lang).articleLabel(citation.article)}](${articlePath(citation.measure, citation.article)})`
}
