/** Question → Answer: tools first, then the article itself; or the one question back, or an honest end. */
import { findDays } from '#knowledge/law/days-in-words.ts'
import { findArticle, findMeasure } from '#knowledge/law/load.ts'
import type { Citation, Measure } from '#knowledge/law/measure.ts'
import { holdsSought } from '#knowledge/retrieval/sought.ts'
import { seeksOf } from '#knowledge/retrieval/telling.ts'
import { validityOn } from '#tools/check-validity.ts'
import { answerFromArticle } from './answer-article.ts'
import { answerByDeadline } from './answer-by-deadline.ts'
import { answerByRules, factsAsked } from './answer-by-rules.ts'
import { answerChapter } from './answer-chapter.ts'
import { answerComparison } from './answer-comparison.ts'
import type { AnswerEnd } from './answer-end.ts'
import { answerValidity } from './answer-validity.ts'
import { composeText, fitConclusion } from './compose.ts'
import type { Answer } from './conversation.ts'
import { type Draft, draftOf, type Found } from './draft.ts'
import { askPlace, classifiedEnd, lostPicture, noSuchArticle, notCovered } from './ends.ts'
import { factsSaid } from './facts-said.ts'
import { askingParts } from './parts.ts'
import type { Ports } from './ports.ts'
import { citeWhole } from './quoting.ts'
import { isSilentTopic } from './silent-topic.ts'
import { stageLines } from './stage-lines.ts'
import { answerUnapprovedBuilding } from './unapproved-building.ts'
import { type Question, saysItsSubject, subjectAlone, type Told, understand } from './understand.ts'
import { wordsIn } from './wording/words-in.ts'

/** Below this the measure is taken not to answer a question, a part of one, or a turn taken alone; `knowledge/retrieval/README.md` has the curve it was chosen on. */
const answerableFrom = 0.5
/** How far the first article of a part stands above the second (natural logarithm, summed over rankers). */
const plainMargin = 2
const doubtlessMargin = 6
/** A turn that finds its own article this plainly stands alone: more is asked of one that points back. */
const aloneIfPointing = { score: 1.5, margin: 6 }
const aloneIfShort = { score: -1, margin: 2 }
const articlesFound = 5

export async function answerTold(told: Told, ports: Ports): Promise<Answer> {
  return answerQuestion(understand(ports.law, told, ports.today), ports)
}

/** A question that was understood. */
export async function answerQuestion(question: Question, ports: Ports): Promise<Answer> {
  if (question.intent === 'small-talk') return wordsAlone('small-talk', wordsIn(question.lang).smallTalk)
  if (question.intent === 'thanks') return wordsAlone('thanks', wordsIn(question.lang).thanks)
  if (question.intent === 'noise') return wordsAlone('clarify-words', wordsIn(question.lang).notRead)
  if (question.intent === 'compare') return answerComparison(question, ports)
  const measure = findMeasure(ports.law, question.measures[0] ?? '')
  if (measure === undefined) return askPlace(question, ports)
  const draft = await draftFor(question, measure, ports)
  return { ...draft, text: composeText(draft, question.lang, ports.law) }
}

function wordsAlone(end: AnswerEnd, text: string): Answer {
  return { ...draftOf(end, text), text }
}

async function draftFor(asked: Question, measure: Measure, ports: Ports): Promise<Draft> {
  const question = await standingAlone(withoutIdleSum(asked, measure), measure, ports)
  const whole = await find(question, measure, ports)
  if (question.intent === 'classified') return valid(classifiedEnd(question, measure, ports), question, measure, ports)
  const named =
    question.article === undefined || question.intent !== 'article'
      ? undefined
      : findArticle(measure, question.article.ref)
  if (question.intent === 'article' && named === undefined && question.article !== undefined)
    return noSuchArticle(question, whole)
  if (named?.text === '') return lostPicture(question, measure, named, whole, ports)
  const chapter = answerChapter(question, measure)
  if (chapter !== undefined) return valid(chapter, question, measure, ports)
  if (named !== undefined) {
    const own = answerFromArticle(question, { ...whole, result: { ...whole.result, hits: [] } }, named, ports)
    return valid({ ...own, citations: [citeWhole(named)] }, question, measure, ports)
  }
  const parts = await findParts(question, whole, ports)
  if (parts.length > 1) {
    const several = await answerParts(parts, ports)
    if (several !== undefined) return valid(several, question, measure, ports)
  }
  const settled = await settle(question, await mostAnswerable(question, whole, ports), ports)
  if (settled === undefined) return notCovered(question, whole, ports)
  const way = stageLines(question, measure)
  const told = way === undefined || settled.details !== undefined ? settled : { ...settled, details: way }
  return valid(told, question, measure, ports)
}

const ownSum =
  /[\d.零〇一二两三四五六七八九十百千]+(?:来|多|几)?[百千]?[万亿]?(?:元|块钱?)?(?:左右|上下)?的(?=(?:小|大)?(?:项目|平台|系统))/gu

/** «300万的项目由谁审批» where no rule asks how large a project is: the sum says nothing and is left out of the search. */
function withoutIdleSum(question: Question, measure: Measure): Question {
  const decides = measure.rules.some((rule) => factsAsked(rule, measure.rules).includes('totalInvestmentYuan'))
  if (decides) return question
  const without = (words: string): string => words.replace(ownSum, '')
  return { ...question, query: without(question.query), bare: without(question.bare), before: without(question.before) }
}

const asksOnlyWhy = /^(?:为什么|为啥|凭什么|依据(?:是)?(?:什么|啥)|why)(?:呢|呀|啊|这样|要这样)?[?？。\s]*$/iu

/** The same question in other words: all that is read from the words is read anew. */
function reworded(question: Question, text: string, ports: Ports): Question {
  const read = { seeks: seeksOf(text), said: factsSaid(text), days: findDays(text, ports.today) }
  return { ...question, text, query: text, bare: text, ...read }
}

/** A turn that finds its own article plainly leaves the turn before out of the search, however it begins («那竣工验收谁来组织»). */
async function standingAlone(question: Question, measure: Measure, ports: Ports): Promise<Question> {
  if (question.leans === 'no') return question
  // The answer before gives its reason: it is given again, by the turn that was asked.
  if (asksOnlyWhy.test(question.bare)) return { ...reworded(question, question.before, ports), before: '', leans: 'no' }
  const subject = subjectAlone(question.bare)
  const query = subject ?? question.bare
  const { hits, answerable } = await ports.search.search(query, { measure: measure.id, limit: 2 })
  const [first, second] = hits
  if (first === undefined) return question
  const margin = first.score - (second?.score ?? first.score)
  const needed = question.leans === 'plainly' && subject === undefined ? aloneIfPointing : aloneIfShort
  const may = question.leans === 'perhaps' || subject !== undefined || saysItsSubject(question.bare)
  const isPlain = first.score >= needed.score && margin >= needed.margin && answerable >= answerableFrom
  return may && isPlain ? { ...question, query, leans: 'no' } : question
}

interface Part {
  readonly question: Question
  readonly found: Found
}

/** Parts that plainly ask for different articles. A turn that leans on another has none. */
async function findParts(question: Question, whole: Found, ports: Ports): Promise<Part[]> {
  const texts = question.leans !== 'no' ? [] : askingParts(question.bare, question.lang)
  if (texts.length < 2) return []
  const found = await Promise.all(texts.map((text) => findPart(text, question, whole.measure, ports)))
  const near = whole.result.hits.map((hit) => hit.article)
  const plain = found.filter(({ found: { result } }) => {
    const [first, second] = result.hits
    if (first === undefined || result.answerable < answerableFrom) return false
    const margin = first.score - (second?.score ?? first.score)
    // The whole, pulled two ways, may not show an article that a part alone leads to beyond doubt.
    return near.includes(first.article) ? margin >= plainMargin : margin >= doubtlessMargin
  })
  const parts = plain.filter(
    (part, i) => plain.findIndex((other) => articleOf(other.found) === articleOf(part.found)) === i,
  )
  return parts.some((part) => articleOf(part.found) === articleOf(whole)) ? parts : []
}

async function findPart(text: string, question: Question, measure: Measure, ports: Ports): Promise<Part> {
  // What the whole says of the project holds for each part, unless the part says otherwise.
  const facts = { ...question.facts, ...question.said.facts }
  const part: Question = { ...reworded(question, text, ports), facts }
  return { question: part, found: await find(part, measure, ports) }
}

/**
 * What surrounds a question («喂就是说我们…»), or the turn it leans on, makes it strange as a whole: where a part of it
 * alone leads to the same article, that part tells how surely the measure answers.
 */
async function mostAnswerable(question: Question, whole: Found, ports: Ports): Promise<Found> {
  if (whole.result.answerable >= answerableFrom) return whole
  const texts = question.leans !== 'no' ? [question.before, question.bare] : askingParts(question.bare, question.lang)
  const results = await Promise.all(
    texts
      .filter((text) => text !== question.query)
      .map((text) => ports.search.search(text, { measure: whole.measure.id, limit: 1 })),
  )
  const same = results
    .filter((result) => result.hits[0]?.article === articleOf(whole))
    .map((result) => result.answerable)
  return { ...whole, result: { ...whole.result, answerable: Math.max(whole.result.answerable, ...same) } }
}

function articleOf(found: Found) {
  return found.result.hits[0]?.article
}

async function answerParts(parts: readonly Part[], ports: Ports): Promise<Draft | undefined> {
  const drafts: Draft[] = []
  const room = Math.floor(196 / parts.length)
  for (const part of parts) {
    const draft = await settle({ ...part.question, room }, part.found, ports)
    if (draft !== undefined) drafts.push(draft)
  }
  const [first] = drafts
  if (first === undefined || drafts.length === 1) return first
  const lang = parts[0]?.question.lang ?? 'zh'
  return {
    ...first,
    conclusion: drafts.map((draft) => fitConclusion(draft.conclusion, room)).join(lang === 'zh' ? '' : ' '),
    citations: firstOfEach(drafts.map((draft) => draft.citations)),
    tools: drafts.flatMap((draft) => draft.tools),
    options: drafts.flatMap((draft) => draft.options),
  }
}

/** The deciding citation of each part first, then the rest. */
function firstOfEach(lists: readonly (readonly Citation[])[]): Citation[] {
  const all = [...lists.flatMap((list) => list.slice(0, 1)), ...lists.flatMap((list) => list.slice(1))]
  return all.filter(
    (citation, i) =>
      all.findIndex((other) => other.article === citation.article && other.quote === citation.quote) === i,
  )
}

/** @returns undefined where the measure does not answer */
async function settle(question: Question, found: Found, ports: Ports): Promise<Draft | undefined> {
  const { measure, result } = found
  const article = findArticle(measure, result.hits[0]?.article ?? 0)
  if (article === undefined || article.text === '') return undefined
  const validity = answerValidity(question, found, ports)
  if (validity !== undefined) return validity
  // What says how long the measure lives says it of nothing else.
  if (question.asksValidity === 'of-another' && article.ref === measure.life.article) return undefined
  if (result.answerable < answerableFrom || isSilentTopic(question, measure, ports)) return undefined
  const decided =
    answerUnapprovedBuilding(question, found, ports) ??
    (await answerByDeadline(question, found, ports)) ??
    (await answerByRules(question, found, ports))
  if (decided !== undefined) return decided
  if (holdsSought(question.text, article.text).holding === 'absent') return undefined
  return answerFromArticle(question, found, article, ports)
}

async function find(question: Question, measure: Measure, ports: Ports): Promise<Found> {
  const result = await ports.search.search(question.query, { measure: measure.id, limit: articlesFound })
  const hits = result.hits.map((hit) => ({ article: hit.article, score: hit.score }))
  return {
    measure,
    result,
    tool: {
      name: 'search_provisions',
      input: { query: question.query, measure: measure.id },
      output: { hits, answerable: result.answerable },
    },
  }
}

function valid(draft: Draft, question: Question, measure: Measure, ports: Ports): Draft {
  return draft.validity.length > 0
    ? draft
    : { ...draft, validity: [validityOn(measure, ports.today, 'today', question.lang)] }
}
