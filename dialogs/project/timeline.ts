/** All deadlines of a project at once. */
import type { Step } from '../conversation.ts'
import { resultsIn } from '../wording/project-results.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { plain } from './ask.ts'
import { deadlineLine } from './deadline-lines.ts'
import { deadlinesOf, type ProjectDeadline } from './deadlines.ts'
import { filesOf } from './project-files.ts'
import { measureOf } from './questions.ts'
import type { ProjectRecord } from './record.ts'
import { say, type Talk } from './talk.ts'

/** What the picture says to those who do not see it. */
function pictureInWords(record: ProjectRecord, deadlines: readonly ProjectDeadline[], lang: 'zh' | 'en'): string {
  const words = resultsIn(lang)
  const days = deadlines.flatMap(({ title, due, earliest }) => {
    const day = due === null ? (earliest === undefined ? undefined : words.earliest(earliest)) : words.due(due)
    return day === undefined ? [] : [`${title} ${day}`]
  })
  return `${record.project.name ?? zh.unnamed}${words.colon}${words.timeline}${words.bracket(days.join(words.comma))}`
}

export async function timelineReply(talk: Talk, record: ProjectRecord): Promise<Step> {
  const { ports, lang } = talk
  const words = resultsIn(lang)
  const measure = measureOf(record, ports.law)
  if (measure === undefined) return say(talk, [plain(zh.gone)])
  const { deadlines, notes } = await deadlinesOf(record, measure, ports, lang)
  const lines = deadlines.map(
    (each) => `- ${deadlineLine(each, ports.today, lang)}${each.closed ? words.bracket(words.done) : ''}`,
  )
  const head = `**${record.project.name ?? zh.unnamed}${words.colon}${words.timeline}**`
  const told = lines.length > 0 ? [lines.join('\n')] : notes.length > 0 ? [] : [words.noDates]
  const reply = plain([head, ...told, ...notes.map((note) => `- ${note}`)].join('\n\n'))
  const files =
    lines.length === 0 || record.status === 'draft'
      ? {}
      : { files: filesOf(record, pictureInWords(record, deadlines, lang)) }
  return say(talk, [{ ...reply, ...files }], undefined, record.id)
}
