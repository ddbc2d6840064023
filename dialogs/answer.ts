/** Question → Answer: tools first, then the article itself; or the one question back, or an honest end. */
import { findArticle, findMeasure } from '#knowledge/law/load.ts'
import type { Citation, Measure } from '#knowledge/law/measure.ts'
import { validityOn } from '#tools/check-validity.ts'
import { answerFromArticle } from './answer-article.ts'
import { answerByDeadline } from './answer-by-deadline.ts'
import { answerByRules } from './answer-by-rules.ts'
import { answerComparison } from './answer-comparison.ts'
import { answerValidity } from './answer-validity.ts'
import { holdsAsked } from './asked-kind.ts'
import { composeText, fitConclusion } from './compose.ts'
import type { Answer } from './conversation.ts'
import { type Draft, draftOf, type Found } from './draft.ts'
import { askPlace, notCovered } from './ends.ts'
import { factsSaid } from './facts-said.ts'
import { askingParts } from './parts.ts'
import type { Ports } from './ports.ts'
import { citeWhole } from './quoting.ts'
import { type Question, type Told, understand } from './understand.ts'
import { wordsIn } from './wording/words-in.ts'

/** Below this the measure is taken not to answer; `knowledge/retrieval/README.md` has the curve it was chosen on. */
const answerableFrom = 0.5
/** A part of a question is answered for itself where the measure answers it at least this surely. */
const partAnswerableFrom = 0.6
const articlesFound = 5

export async function answerTold(told: Told, ports: Ports): Promise<Answer> {
  return answerQuestion(understand(ports.law, told), ports)
}

async function answerQuestion(question: Question, ports: Ports): Promise<Answer> {
  if (question.intent === 'small-talk')
    return { ...draftOf('answer', wordsIn(question.lang).smallTalk), text: wordsIn(question.lang).smallTalk }
  if (question.intent === 'compare') return answerComparison(question, ports)
  const measure = findMeasure(ports.law, question.measures[0] ?? '')
  if (measure === undefined) return askPlace(question, ports)
  const draft = await draftFor(question, measure, ports)
  return { ...draft, text: composeText(draft, question.lang, ports.law) }
}

async function draftFor(question: Question, measure: Measure, ports: Ports): Promise<Draft> {
  const whole = await find(question, measure, ports)
  const named =
    question.article === undefined || question.intent !== 'article'
      ? undefined
      : findArticle(measure, question.article.ref)
  if (named !== undefined && named.text !== '') {
    const own = answerFromArticle(question, { ...whole, result: { ...whole.result, hits: [] } }, named, ports)
    return valid({ ...own, citations: [citeWhole(named)] }, question, measure, ports)
  }
  const parts = await findParts(question, whole, ports)
  const settled =
    parts.length > 1 ? await answerParts(parts, ports) : await settle(question, mostAnswerable(whole, parts), ports)
  return settled === undefined ? notCovered(question, whole, ports) : valid(settled, question, measure, ports)
}

interface Part {
  readonly question: Question
  readonly found: Found
}

/** Parts that ask for different articles, each answered surely. */
async function findParts(question: Question, whole: Found, ports: Ports): Promise<Part[]> {
  const texts = askingParts(question.query, question.lang)
  if (texts.length < 2)
    return texts.length === 1 && texts[0] !== question.query
      ? [await findPart(texts[0] ?? '', question, whole.measure, ports)]
      : []
  const found = await Promise.all(texts.map((text) => findPart(text, question, whole.measure, ports)))
  const sure = found.filter((part) => part.found.result.answerable >= partAnswerableFrom)
  return sure.filter((part, i) => sure.findIndex((other) => articleOf(other.found) === articleOf(part.found)) === i)
}

function findPart(text: string, question: Question, measure: Measure, ports: Ports): Promise<Part> {
  const part: Question = {
    ...question,
    text,
    query: text,
    facts: { ...question.facts, ...factsSaid(question.text).facts },
  }
  return find(part, measure, ports).then((found) => ({ question: part, found }))
}

/** What surrounds a question («喂就是说我们…») makes it strange as a whole; the part that asks tells whether it is answered. */
function mostAnswerable(whole: Found, parts: readonly Part[]): Found {
  const surest = parts.find(
    (part) => articleOf(part.found) === articleOf(whole) && part.found.result.answerable > whole.result.answerable,
  )
  return surest === undefined
    ? whole
    : { ...whole, result: { ...whole.result, answerable: surest.found.result.answerable } }
}

function articleOf(found: Found) {
  return found.result.hits[0]?.article
}

async function answerParts(parts: readonly Part[], ports: Ports): Promise<Draft | undefined> {
  const drafts: Draft[] = []
  for (const part of parts) {
    const draft = await settle(part.question, part.found, ports)
    if (draft !== undefined) drafts.push(draft)
  }
  const [first] = drafts
  if (first === undefined || drafts.length === 1) return first
  const room = Math.floor(196 / drafts.length)
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
  if (result.answerable < answerableFrom) return undefined
  const decided = (await answerByDeadline(question, found, ports)) ?? (await answerByRules(question, found, ports))
  if (decided !== undefined) return decided
  if (holdsAsked(question.text, article.text).holding === 'absent') return undefined
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
