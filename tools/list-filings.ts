import { z } from 'zod'
import { factsSchema } from '#knowledge/law/facts.ts'
import { findArticle } from '#knowledge/law/load.ts'
import type { Citation, Measure, Validity } from '#knowledge/law/measure.ts'
import { cite } from '#knowledge/law/quotes.ts'
import type { Rule } from '#knowledge/law/rule.ts'
import { checkIds } from './check-thresholds.ts'
import { validityOn } from './check-validity.ts'
import { parseBindingMeasure } from './deadline-input.ts'
import { type DueStatus, dueOf } from './filing/due.ts'
import { projectEvents } from './project.ts'
import { day } from './schemas.ts'
import { defineTool } from './tool.ts'

export interface FilingListed {
  readonly filing: string
  readonly title: string
  readonly citation: Citation
  readonly due: DueStatus
  /** Facts, or events, that would decide it. */
  readonly missing: readonly string[]
  /** When it is asked for, in words. */
  readonly when: string
  /** It is asked for only if this happens. */
  readonly occasion?: string
  readonly deadline?: string
  readonly addressee?: string
  /** Whether its outline is the measure's own or a conventional one. */
  readonly basis: 'measure' | 'custom'
  readonly note?: string
}

export interface FilingList {
  readonly filings: readonly FilingListed[]
  readonly validity: readonly Validity[]
}

export const listFilings = defineTool({
  name: 'list_filings',
  description:
    'Every document a measure asks for: id, title, whether it is due for this project, what would decide it, article. 列出某办法要求的全部申报材料及其状态。',
  schema: z.strictObject({
    measure: z.string().describe('measure id, e.g. jining-htz-2024'),
    facts: factsSchema.optional().describe('what is known of the project; leave out what is not known'),
    events: projectEvents.optional().describe('what has happened or is planned, with its day'),
    today: day.optional().describe('the day judged, YYYY-MM-DD; today where absent'),
    lang: z.enum(['zh', 'en']).optional().describe('language of the titles'),
  }),
  run: ({ measure: id, facts = {}, events = [], today: given, lang: asked }, { law, today: now }): FilingList => {
    const measure = parseBindingMeasure(law, id)
    checkIds(measure, facts)
    const lang = asked ?? (measure.id === id ? 'zh' : 'en')
    const today = given ?? now
    const filings = measure.filings.map((outline): FilingListed => {
      const { due, addressee, note } = outline
      return {
        filing: outline.id,
        title: outline.title[lang],
        citation: citationIn(measure, outline.cites),
        ...dueOf(outline, { facts, events, rules: measure.rules, today }),
        when: due.words[lang],
        ...(due.occasion === undefined ? {} : { occasion: due.occasion[lang] }),
        ...(due.deadline === undefined ? {} : { deadline: due.deadline }),
        ...(addressee === undefined ? {} : { addressee: addressee[lang] }),
        basis: outline.basis,
        ...(note === undefined ? {} : { note: note[lang] }),
      }
    })
    return { filings, validity: [validityOn(measure, today, 'today', lang)] }
  },
})

function citationIn(measure: Measure, place: Rule['cites']): Citation {
  const article = findArticle(measure, place.article)
  if (article === undefined) throw new Error(`${measure.id} has no article ${place.article}`)
  return cite(article, place.quote)
}
