/** What is said beside a document that is made with a measure out of force. The document itself says nothing of it. */
import type { Measure } from '#knowledge/law/measure.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { validityOn } from '../check-validity.ts'
import { type Block, type CoverNote, words } from './filing.ts'
import { body } from './fill-part.ts'
import { formatDay } from './values.ts'

/** @returns undefined where the measure is in force */
export function coverNoteOf(
  title: string,
  measure: Measure,
  articleLabel: string,
  today: IsoDate,
): CoverNote | undefined {
  const { status, from, to, note } = validityOn(measure, today, 'today')
  if (status === 'in-force') return undefined
  const number = measure.documentNumber === undefined ? '' : `（${measure.documentNumber}）`
  const life =
    status === 'expired' && to !== null
      ? `依${articleLabel}，该办法有效期至${formatDay(to)}，截至${formatDay(today)}已经失效。`
      : `依${articleLabel}，该办法自${formatDay(from)}起施行，截至${formatDay(today)}尚未施行。`
  const ask =
    status === 'expired'
      ? `报送前请向${measure.contact.zh}确认该办法是否已经延长有效期，或者已由新的规定取代，并以现行规定要求的材料和格式为准。`
      : `报送前请向${measure.contact.zh}确认本阶段适用的规定。`
  return {
    title: '关于所依据办法效力的说明',
    paragraphs: [
      `所附《${title}》依据《${measure.title}》${number}编制。${life}`,
      ...(note === undefined ? [] : [`附注：${note}。`]),
      ask,
      '本说明仅供编制单位核对使用，不是所附材料的组成部分，报送时请取下。',
    ],
  }
}

export function coverNoteBlocks(note: CoverNote): Block[] {
  return note.paragraphs.map((text) => body([words(text)]))
}
