import { z } from 'zod'
import { authoritative } from '#knowledge/law/load.ts'
import type { Measure, Validity } from '#knowledge/law/measure.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { parseMeasure } from './parse-measure.ts'
import { day } from './schemas.ts'
import { defineTool } from './tool.ts'

/** Whether a measure binds on a day. Its last valid day still counts. */
export function validityOn(measure: Measure, on: IsoDate, why: Validity['why'], lang: 'zh' | 'en' = 'zh'): Validity {
  const { from, to, note } = measure.life
  const status = on < from ? 'not-yet' : to !== null && on > to ? 'expired' : 'in-force'
  return { measure: measure.id, on, why, status, from, to, ...(note === undefined ? {} : { note: note[lang] }) }
}

export const checkValidity = defineTool({
  name: 'check_validity',
  description: 'Whether a measure is in force on a day. 查询某办法在某一天是否有效。',
  schema: z.strictObject({
    measure: z.string().describe('measure id, e.g. jining-htz-2024'),
    on: day.describe('the day judged, YYYY-MM-DD'),
  }),
  run: ({ measure, on }, { law, today }) => {
    const found = authoritative(law, parseMeasure(law, measure).id)
    return { validity: found === undefined ? [] : [validityOn(found, on, on === today ? 'today' : 'event')] }
  },
})
