/** [28] ⇄ citation: what a model is shown, numbered, and what each number stands for. */
import { findArticle, findMeasure, type Law, translationOf } from '#knowledge/law/load.ts'
import type { ArticleRef, Citation, Measure, MeasureId } from '#knowledge/law/measure.ts'
import { valuesIn } from './by-model/values.ts'
import { notesOf, placeOf, validityLine } from './compose.ts'
import type { Answer, ToolUse } from './conversation.ts'
import { citeWhole } from './quoting.ts'
import type { Question } from './understand.ts'
import { wordsIn } from './wording/words-in.ts'

/** A measure longer than this, in characters, is shown by the articles found only. */
const wholeUpTo = 16_000
const toolCharactersAtMost = 1500

/** One numbered source. */
export interface Handle {
  readonly id: number
  /** Undefined for what belongs to no one measure. */
  readonly measure?: MeasureId
  readonly article?: ArticleRef
  /** `《…办法》第二十八条`, or the name of a tool. */
  readonly label: string
  /** Its words as a model sees them. */
  readonly text: string
  /** What else it vouches for: its label, the translation, the words of our own answer. */
  readonly further: readonly string[]
  /** How its article is cited; tools have none. */
  readonly citation?: Citation
}

/** All that one draft may draw on. */
export interface Handles {
  readonly all: readonly Handle[]
  /** Ids of the sources that decide the answer, the first one first. */
  readonly deciding: readonly number[]
  /** `28a` → the words it stands for. */
  readonly values: ReadonlyMap<string, string>
}

/**
 * Articles of a measure keep their numbers: `[28]` is article 28. What a model is told of a measure is thus the same for
 * every question, and its server need not read it anew.
 */
export function handlesOf(question: Question, answer: Answer, law: Law): Handles {
  const measures = [...new Set(answer.citations.map((citation) => citation.measure))]
  const [only] = measures
  const measure = measures.length === 1 && only !== undefined ? findMeasure(law, only) : undefined
  const whole = measure !== undefined && lengthOf(measure) <= wholeUpTo ? articlesOf(measure, question, law) : []
  const taken = new Set(whole.map((handle) => handle.id))
  const deciding: number[] = []
  const cited: Handle[] = []
  for (const citation of answer.citations) {
    const known = [...whole, ...cited].find(
      (handle) => handle.measure === citation.measure && handle.article === citation.article,
    )
    const handle = known ?? ofCitation(citation, freeId(taken), question, law)
    if (known === undefined) cited.push(handle)
    if (!deciding.includes(handle.id)) deciding.push(handle.id)
  }
  const told = ofAnswer(answer, freeId(taken), question, law)
  const tools = answer.tools.flatMap((use) => (isShown(use) ? [ofTool(use, freeId(taken))] : []))
  const lead = new Set(deciding)
  const all = [...whole, ...cited, told, ...tools].map((handle) =>
    lead.has(handle.id) ? { ...handle, further: [...handle.further, answer.conclusion] } : handle,
  )
  return { all, deciding: [...deciding, told.id], values: valuesOf(all, lead) }
}

/** One source more, found while a draft was written. */
export function withTool(handles: Handles, use: ToolUse): { handles: Handles; handle: Handle } {
  const handle = ofTool(use, freeId(new Set(handles.all.map((each) => each.id))))
  return { handles: { ...handles, all: [...handles.all, handle] }, handle }
}

export function findHandle(handles: Handles, id: number): Handle | undefined {
  return handles.all.find((handle) => handle.id === id)
}

function lengthOf(measure: Measure): number {
  return measure.articles.reduce((sum, article) => sum + article.text.length, 0)
}

function articlesOf(measure: Measure, question: Question, law: Law): Handle[] {
  return measure.articles.flatMap((article) => {
    if (article.text === '') return []
    const id = typeof article.ref === 'number' ? article.ref : 90 + Number(article.ref.slice('annex-'.length))
    return [ofCitation({ ...citeWhole(article), quote: article.text }, id, question, law)]
  })
}

function ofCitation(citation: Citation, id: number, { lang }: Question, law: Law): Handle {
  const { measure: measureId, article: ref } = citation
  const measure = findMeasure(law, measureId)
  const article = measure === undefined ? undefined : findArticle(measure, ref)
  const translation = translationOf(law, measureId)
  const translated = translation === undefined ? undefined : findArticle(translation, ref)?.text
  const english = lang === 'en' && translated !== undefined ? [translated] : []
  const { paragraph: _paragraph, item: _item, ...whole } = citation
  return {
    id,
    measure: measureId,
    article: ref,
    label: placeOf(whole, lang, law),
    text: [article?.text ?? citation.quote, ...english].join('\n'),
    further: [
      article?.label ?? '',
      article?.title ?? '',
      wordsIn('zh').articleLabel(ref),
      ...(translated === undefined ? [] : [translated]),
      ...notesOf(citation, lang, law),
    ],
    citation: article === undefined ? citation : citeWhole(article),
  }
}

/** What was answered already, by code: its sums and days, and how long the measure is in force. */
function ofAnswer(answer: Answer, id: number, { lang }: Question, law: Law): Handle {
  const [first] = answer.citations
  const validity = answer.validity.map((each) => validityLine(each, lang, law))
  return {
    id,
    ...(first === undefined || new Set(answer.citations.map((each) => each.measure)).size > 1
      ? {}
      : { measure: first.measure }),
    label: lang === 'zh' ? '现有答复' : 'answer as it stands',
    text: [answer.conclusion, ...(answer.details === undefined ? [] : [answer.details]), ...validity].join('\n'),
    further: [],
  }
}

/** A search tells a model nothing that the articles do not. */
function isShown(use: ToolUse): boolean {
  return use.name !== 'search_provisions' && use.name !== 'compare_measures'
}

function ofTool(use: ToolUse, id: number): Handle {
  const { measure } = (typeof use.input === 'object' && use.input !== null ? use.input : {}) as { measure?: unknown }
  const text = JSON.stringify(use.output).slice(0, toolCharactersAtMost)
  return { id, ...(typeof measure === 'string' ? { measure } : {}), label: use.name, text, further: [] }
}

function freeId(taken: Set<number>): number {
  let id = 101
  while (taken.has(id)) id++
  taken.add(id)
  return id
}

const letters = 'abcdefghijklmnopqrstuvwxyz'

function valuesOf(all: readonly Handle[], lead: ReadonlySet<number>): Map<string, string> {
  return new Map(
    all
      .filter((handle) => lead.has(handle.id) || handle.id > 100)
      .flatMap((handle) =>
        valuesIn(handle.text)
          .slice(0, letters.length)
          .map((value, i): [string, string] => [`${handle.id}${letters.charAt(i)}`, value]),
      ),
  )
}
