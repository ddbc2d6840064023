import { z } from 'zod'
import type { Citation } from '#knowledge/law/measure.ts'
import { citationOf } from './calculate-deadline.ts'
import { parseBindingMeasure } from './deadline-input.ts'
import { describePeriod } from './deadline-period.ts'
import { defineTool } from './tool.ts'

export interface DeadlineList {
  readonly deadlines: readonly {
    readonly deadline: string
    readonly title: string
    readonly event: string
    readonly andEvent?: string
    readonly period: string
    readonly binds: 'unit' | 'authority'
    readonly actor: string
    readonly citation: Citation
  }[]
}

export const listDeadlines = defineTool({
  name: 'list_deadlines',
  description:
    'Every deadline of a measure: id, event it runs from, period, whom it binds, article. 列出某办法的全部期限。',
  schema: z.strictObject({
    measure: z.string().describe('measure id, e.g. jining-htz-2024'),
    lang: z.enum(['zh', 'en']).optional().describe('language of the titles'),
  }),
  run: ({ measure: id, lang: asked }, { law }): DeadlineList => {
    const measure = parseBindingMeasure(law, id)
    const lang = asked ?? (measure.id === id ? 'zh' : 'en')
    return {
      deadlines: measure.deadlines.map((rule) => ({
        deadline: rule.id,
        title: rule.title[lang],
        event: rule.event,
        ...(rule.andEvent === undefined ? {} : { andEvent: rule.andEvent }),
        period: describePeriod(rule.reckoning),
        binds: rule.binds,
        actor: rule.actor[lang],
        citation: citationOf(measure, rule),
      })),
    }
  },
})
