/** A classified project: nothing is taken down, what is held is wiped, and the article and the body to turn to are named. */

import { findArticle } from '#knowledge/law/load.ts'
import type { ArticleRef, Measure } from '#knowledge/law/measure.ts'
import { cite } from '#knowledge/law/quotes.ts'
import type { Conversation, Reply, Step } from '../conversation.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { wordsIn } from '../wording/words-in.ts'

/** Said of a project at hand; «不涉密», «非涉密» and questions are no such sign. */
const sign = /涉密|涉及国家秘密|国家秘密|机密级|绝密|秘密级|\bclassified\b|state secret/iu
const denied =
  /(?:不|非|没有?|无|未)\s*(?:是|属于?|涉及?)?\s*(?:个|任何)?\s*(?:涉密|国家秘密|密级)|not classified|non-?classified|unclassified/giu
const asking =
  /[?？]|吗|么$|是否|算不算|怎么|什么|哪|谁|如何|多少|\b(?:what|who|how|which)\b|^(?:is|are|do|does|can)\b/iu

/** While a project is being spoken of, any statement that it is secret is a sign. */
export function isClassifiedSign(text: string): boolean {
  return sign.test(text.replaceAll(denied, '')) && !asking.test(text)
}

/** «非涉密» said outright, and nothing to the contrary. */
export function isSaidUnclassified(text: string): boolean {
  return text.replaceAll(denied, '') !== text && !isClassifiedSign(text) && !asking.test(text)
}

/** «说错了，不涉密» */
export function isTakenBack(text: string): boolean {
  return (
    /说错|弄错|搞错|口误|写错|误会|不是涉密|不涉密|非涉密|by mistake|not classified/iu.test(text) &&
    !isClassifiedSign(text)
  )
}

/** Where a measure speaks of classified projects. */
export function classifiedPlace(measure: Measure): { readonly article: ArticleRef; readonly quote: string } {
  const places = measure.rules.flatMap((rule) => [
    ...(rule.id.endsWith('.classified') ? [rule.cites] : []),
    ...(rule.id.endsWith('.scope') ? [rule.cites] : []),
    ...(rule.kind === 'choice' ? rule.branches.flatMap((branch) => branch.cites ?? []) : []),
  ])
  const own = places.find((place) =>
    measure.rules.some((rule) => rule.id.endsWith('.classified') && rule.cites === place),
  )
  const found = own ?? places.find((place) => /涉密|国家秘密/u.test(place.quote))
  const [first] = measure.articles
  return found ?? { article: first?.ref ?? 1, quote: first?.text ?? '' }
}

/** Stops, forgets the project and wipes the conversation's texts. @param forget the projects of which nothing is kept */
export function stopClassified(
  conversation: Conversation,
  measure: Measure | undefined,
  forget: readonly string[],
  lang: 'zh' | 'en',
): Step {
  const { id, measure: own } = conversation
  const place = measure === undefined ? undefined : classifiedPlace(measure)
  const article = place === undefined || measure === undefined ? undefined : findArticle(measure, place.article)
  const citations = article === undefined || place === undefined ? [] : [cite(article, place.quote)]
  const basis =
    article === undefined || place === undefined
      ? []
      : [zh.quoted(`《${measure?.title ?? ''}》${article.label}`, place.quote)]
  const whom = measure === undefined ? [] : bodyOf(measure)
  const text = [wordsIn(lang).classified, ...basis, ...whom, zh.wiped].join('\n\n')
  const reply: Reply = { text, summary: wordsIn(lang).classified, ...(citations.length === 0 ? {} : { citations }) }
  return {
    replies: [reply],
    conversation: { id, ...(own === undefined ? {} : { measure: own }), lang, recent: [], stopped: true },
    changes: { wipe: true, ...(forget.length === 0 ? {} : { forget }) },
  }
}

/** The body that the measure itself names for secrecy. */
function bodyOf(measure: Measure): string[] {
  for (const article of measure.articles) {
    const body = /(?:市委保密机要局|市国家保密局|省国家保密局)/u.exec(article.text)?.[0]
    if (body !== undefined) return [zh.turnTo(body, article.label)]
  }
  return []
}
