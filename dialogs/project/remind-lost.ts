/** Reminders that could not be brought to a person are shown to them at their next message: never a silent loss. */
import { shanghaiDay } from '#knowledge/law/units.ts'
import type { Reply, Step } from '../conversation.ts'
import { remindIn } from '../wording/remind.ts'
import type { LostNotice } from './agenda.ts'
import { plain } from './ask.ts'

/** The step with what was lost told first, and noted as told. */
export function withLostNotices(step: Step, lost: readonly LostNotice[], lang: 'zh' | 'en'): Step {
  if (lost.length === 0) return step
  const changes = { ...step.changes, lostTold: lost.map(({ message }) => message) }
  return { ...step, replies: [lostReply(lost, lang), ...step.replies], changes }
}

function lostReply(lost: readonly LostNotice[], lang: 'zh' | 'en'): Reply {
  const words = remindIn(lang)
  const lines = lost.map(({ at, summary, forSecond }) => {
    const day = shanghaiDay(new Date(at))
    return words.lostLine(words.day(day, day), forSecond ? words.lostSecond(summary) : summary)
  })
  const head = lost.every(({ forSecond }) => forSecond) ? words.lostOfSecond(lost.length) : words.lost(lost.length)
  return plain([head, lines.join('\n')].join('\n\n'))
}
