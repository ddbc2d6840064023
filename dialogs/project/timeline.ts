/** All deadlines of a project at once. */
import type { Step } from '../conversation.ts'
import { resultsIn } from '../wording/project-results.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { plain } from './ask.ts'
import { deadlinesOf } from './deadlines.ts'
import { filesOf } from './project-files.ts'
import { measureOf } from './questions.ts'
import type { ProjectRecord } from './record.ts'
import { deadlineLine } from './result.ts'
import { say, type Talk } from './talk.ts'

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
  const told = lines.length === 0 ? [words.noDates] : [lines.join('\n')]
  const reply = plain([head, ...told, ...notes.map((note) => `- ${note}`)].join('\n\n'))
  const files = lines.length === 0 || record.status === 'draft' ? {} : { files: filesOf(record) }
  return say(talk, [{ ...reply, ...files }], undefined, record.id)
}
