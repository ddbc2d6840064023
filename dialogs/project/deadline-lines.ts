/** A project's deadlines as they are read: by when, on which article, whom they bind. */
import type { IsoDate } from '#knowledge/law/units.ts'
import { resultsIn } from '../wording/project-results.ts'
import { articleLink } from './article-link.ts'
import type { ProjectDeadline } from './deadlines.ts'

type Lang = 'zh' | 'en'

/** Deadlines that are told at once; the timeline has all of them. */
const deadlinesShown = 6

/** @param were the same before what was just told: a day that moved is told with the one it had */
export function deadlineLines(
  deadlines: readonly ProjectDeadline[],
  today: IsoDate,
  lang: Lang,
  were: readonly ProjectDeadline[] = [],
): string[] {
  return deadlines
    .filter((each) => !each.closed)
    .slice(0, deadlinesShown)
    .map((each) => `- ${deadlineLine(each, today, lang, dayBefore(each, were))}`)
}

function dayBefore(now: ProjectDeadline, were: readonly ProjectDeadline[]): IsoDate | undefined {
  const old = were.find((each) => each.deadline === now.deadline && !each.closed)
  return old?.due == null || old.due === now.due || now.recurs !== undefined ? undefined : old.due
}

export function deadlineLine(each: ProjectDeadline, today: IsoDate, lang: Lang, before?: IsoDate): string {
  const words = resultsIn(lang)
  const days = [
    ...(each.earliest === undefined ? [] : [words.earliest(each.earliest)]),
    ...(each.due === null ? [] : [words.due(each.due)]),
    ...(each.advised === null || each.advised === each.due || each.advised < today
      ? []
      : [words.advised(each.advised)]),
  ]
  const marks = [
    articleLink(each.citation, lang),
    ...(before === undefined ? [] : [words.wasDue(before)]),
    ...(each.binds === 'authority' ? [words.authority] : []),
    ...(each.due !== null && each.due < today ? [words.past] : []),
    ...(each.planned ? [words.planned] : []),
    ...(each.projected ? [words.projected] : []),
  ]
  const comma = lang === 'zh' ? '，' : ', '
  return `${each.title}${words.colon}${days.join(comma)}${words.bracket(marks.join(comma))}`
}
