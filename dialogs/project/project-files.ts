/** A project's deadlines as files: a calendar to import, a picture to look at. */

import { drawTimeline, type TimelineMark } from '#tools/draw-timeline.ts'
import { type CalendarEntry, writeCalendar } from '#tools/write-calendar.ts'
import type { Reply } from '../conversation.ts'
import type { Ports } from '../ports.ts'
import { resultsIn } from '../wording/project-results.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { wordsIn } from '../wording/words-in.ts'
import { deadlinesOf, type ProjectDeadline } from './deadlines.ts'
import { measureOf } from './questions.ts'
import type { ProjectRecord } from './record.ts'

export const projectFiles = {
  'deadlines.ics': 'text/calendar; charset=utf-8',
  'timeline.png': 'image/png',
  'timeline.svg': 'image/svg+xml',
} as const
export type ProjectFileName = keyof typeof projectFiles
/** Written here; the PNG is painted from the SVG by whoever serves it. */
export type ProjectTextName = Exclude<ProjectFileName, 'timeline.png'>

/** What a chat is offered: a PNG is shown everywhere, an SVG is not. */
const offered = ['deadlines.ics', 'timeline.png'] as const

type Lang = 'zh' | 'en'

/** @returns the file's text; undefined where the project has no deadline to show */
export async function projectFile(
  record: ProjectRecord,
  name: ProjectTextName,
  ports: Ports,
  now: string,
  lang: Lang = 'zh',
): Promise<string | undefined> {
  const measure = measureOf(record, ports.law)
  if (measure === undefined || record.status === 'draft') return undefined
  const { deadlines } = await deadlinesOf(record, measure, ports, lang)
  const title = `${record.project.name ?? zh.unnamed}${resultsIn(lang).colon}${resultsIn(lang).timeline}`
  const marks = deadlines.flatMap((each) => markOf(each, ports, lang))
  if (marks.length === 0) return undefined
  if (name === 'timeline.svg') return drawTimeline(title, marks, ports.today)
  return writeCalendar(
    title,
    deadlines.flatMap((each) => entryOf(each, record, lang)),
    now,
  )
}

function markOf(each: ProjectDeadline, ports: Ports, lang: Lang): TimelineMark[] {
  const day = each.due ?? each.earliest
  if (day === undefined) return []
  const state = each.closed ? 'met' : each.binds === 'authority' ? 'authority' : day < ports.today ? 'late' : 'open'
  const place = wordsIn(lang).articleLabel(each.citation.article)
  return [{ title: each.title, due: day, state, place, ...(each.from === null ? {} : { from: each.from }) }]
}

/** What is met is done with; what binds the authority is no duty of the unit's. */
function entryOf(each: ProjectDeadline, record: ProjectRecord, lang: Lang): CalendarEntry[] {
  const day = each.due ?? each.earliest
  if (day === undefined || each.closed || each.binds === 'authority') return []
  const words = resultsIn(lang)
  const details = [
    `${wordsIn(lang).articleLabel(each.citation.article)}${words.colon}${each.citation.quote}`,
    ...(each.advised === null || each.advised === each.due ? [] : [words.advised(each.advised)]),
    ...(each.planned ? [words.planned] : []),
    ...(each.projected ? [words.projected] : []),
  ]
  const title = `${record.project.name ?? zh.unnamed}${words.colon}${each.title}`
  return [{ uid: `${record.id}-${each.deadline}@govit-policy-assistant`, title, on: day, details: details.join('\n') }]
}

/** The files to offer with a timeline. @param shown what the picture shows, in words */
export function filesOf(record: ProjectRecord, shown: string): NonNullable<Reply['files']> {
  return offered.map((name) => ({
    name,
    mime: projectFiles[name].split(';')[0] ?? '',
    path: `/projects/${encodeURIComponent(record.id)}/${name}`,
    ...(projectFiles[name].startsWith('image/') ? { alt: shown } : {}),
  }))
}
