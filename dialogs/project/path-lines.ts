/** The stages of a project as they are read: who and by when; what is done in each where it is asked for. */
import type { Measure } from '#knowledge/law/measure.ts'
import { phases } from '#knowledge/law/stage.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { type StageFound, stagesOf } from '#tools/plan-stages.ts'
import type { Step } from '../conversation.ts'
import { resultsIn } from '../wording/project-results.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { articleLink } from './article-link.ts'
import { option, plain } from './ask.ts'
import type { ProjectDeadline } from './deadlines.ts'
import { measureOf } from './questions.ts'
import { factsOf, type ProjectRecord } from './record.ts'
import { actorIn } from './roles.ts'
import { say, type Talk } from './talk.ts'

type Lang = 'zh' | 'en'

/** Steps to the approval, each in a line; what follows it in one line. */
export function pathLines(
  record: ProjectRecord,
  measure: Measure,
  deadlines: readonly ProjectDeadline[],
  today: IsoDate,
  lang: Lang,
): string[] {
  const words = resultsIn(lang)
  const stages = routeOf(record, measure, today)
  const current = stages.find((found) => found.status === 'next')
  const lastPhase = Math.max(phases.indexOf('approve'), current === undefined ? 0 : phases.indexOf(current.stage.phase))
  const shown = stages.filter((found) => phases.indexOf(found.stage.phase) <= lastPhase)
  const later = stages.filter((found) => !shown.includes(found))
  const lines = shown.map((found, i) => `${i + 1}. ${stageLine(found, record, deadlines, lang)}`)
  const rest =
    later.length === 0
      ? []
      : [`${words.after}${words.colon}${later.map((found) => found.stage.title[lang]).join(' → ')}`]
  return [...lines, ...(rest.length === 0 ? [] : ['', ...rest])]
}

function routeOf(record: ProjectRecord, measure: Measure, today: IsoDate): StageFound[] {
  return stagesOf(measure, factsOf(record), record.project.events ?? [], today).filter(
    (found) => found.status !== 'left-out',
  )
}

/** `2. 技术评审：项目建设单位报，党政办公室（大数据）组织（第六条）`; of the step at hand also what is done in it */
function stageLine(
  found: StageFound,
  record: ProjectRecord,
  deadlines: readonly ProjectDeadline[],
  lang: Lang,
): string {
  const words = resultsIn(lang)
  const { stage } = found
  const due = (stage.deadlines ?? [])
    .flatMap((id) => deadlines.filter((each) => each.deadline === id && each.due !== null && !each.closed))
    .flatMap((each) => (each.due === null ? [] : [words.due(each.due)]))[0]
  const marks = [
    articleLink(found.citation, lang),
    // Of a stage that merely lies behind nobody said that it was done.
    ...(found.doneOn === undefined ? (due === undefined ? [] : [due]) : [words.done2(found.doneOn)]),
    ...(found.status === 'undecided' ? [words.undecided] : []),
  ]
  const isNext = found.status === 'next'
  const title = isNext ? `**${stage.title[lang]}**` : stage.title[lang]
  const does = isNext ? `${words.stop}${stage.does[lang]}` : ''
  const mark = words.bracket(marks.join(lang === 'zh' ? '，' : ', '))
  return `${title}${words.colon}${actorIn(stage.actor[lang], record.roles)}${mark}${does}`
}

/** Every step from the one at hand on: what is done in it. */
export function stepsReply(talk: Talk, record: ProjectRecord): Step {
  const { ports, lang } = talk
  const words = resultsIn(lang)
  const measure = measureOf(record, ports.law)
  if (measure === undefined) return say(talk, [plain(zh.gone)])
  const stages = routeOf(record, measure, ports.today).filter((found) => found.status !== 'done')
  const lines = stages.slice(0, stepsShown).map(({ stage, citation }) => {
    const who = actorIn(stage.actor[lang], record.roles)
    return `- **${stage.title[lang]}**${words.bracket(articleLink(citation, lang))}${words.colon}${stage.does[lang]}${words.stop}${who}`
  })
  const rest = stages.slice(stepsShown).map(({ stage }) => stage.title[lang])
  const text = [
    `**${record.project.name ?? zh.unnamed}${words.colon}${words.steps}**`,
    lines.join('\n'),
    ...(rest.length === 0 ? [] : [`${words.furtherOn}${words.colon}${rest.join(' → ')}`]),
  ].join('\n\n')
  return say(talk, [plain(text, [option(words.timeline, 'timeline', { project: record.id })])], undefined, record.id)
}

/** Steps explained at once; the others are named. */
const stepsShown = 8

/** The step a project is in, with what is done in it. */
export function stageNow(record: ProjectRecord, measure: Measure, today: IsoDate): StageFound | undefined {
  return stagesOf(measure, factsOf(record), record.project.events ?? [], today).find((found) => found.status === 'next')
}
