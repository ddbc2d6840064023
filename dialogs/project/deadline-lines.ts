/** A project's deadlines as they are read: by when, on which article, whom they bind. */
import type { IsoDate } from '#knowledge/law/units.ts'
import { resultsIn } from '../wording/project-results.ts'
import { articleLink } from './article-link.ts'
import type { ProjectDeadline } from './deadlines.ts'

type Lang = 'zh' | 'en'

/** Deadlines that are told at once; the timeline has all of them. */
const deadlinesShown = 6

export function deadlineLines(deadlines: readonly ProjectDeadline[], today: IsoDate, lang: Lang): string[] {
  return deadlines
    .filter((each) => !each.closed)
    .slice(0, deadlinesShown)
    .map((each) => `- ${deadlineLine(each, today, lang)}`)
}

export function deadlineLine(each: ProjectDeadline, today: IsoDate, lang: Lang): string {
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
    ...(each.binds === 'authority' ? [words.authority] : []),
    ...(each.due !== null && each.due < today ? [words.past] : []),
    ...(each.planned ? [words.planned] : []),
    ...(each.projected ? [words.projected] : []),
  ]
  const comma = lang === 'zh' ? '，' : ', '
  return `${each.title}${words.colon}${days.join(comma)}${words.bracket(marks.join(comma))}`
}
