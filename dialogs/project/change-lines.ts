/** A correction told back: what was, what is, and what that changes. */
import { facts as factList, factNames } from '#knowledge/law/facts.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { wordsIn } from '../wording/words-in.ts'
import { differences, routeChange } from './differences.ts'
import { factsOf, type ProjectRecord } from './record.ts'
import { sayValue } from './say.ts'

export function changeLines(before: ProjectRecord, after: ProjectRecord, measure: Measure, today: IsoDate): string[] {
  const [was, is] = [factsOf(before), factsOf(after)]
  const changed = factNames.filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]))
  const lines = changed.map((name) =>
    was[name] === undefined
      ? zh.noted(`${factList[name].zh}：${sayValue(name, is[name], measure)}`)
      : zh.changed(factList[name].zh, sayValue(name, was[name], measure), sayValue(name, is[name], measure)),
  )
  const renamed =
    before.project.name !== after.project.name && before.project.name !== undefined
      ? [zh.changed(zh.nameLabel, before.project.name, after.project.name ?? zh.unnamed)]
      : []
  if (changed.length === 0) return renamed
  const route = routeChange(measure, was, is, today)
  const consequences = [
    ...(route.added.length === 0 ? [] : [zh.routeAdded(route.added.join('、'))]),
    ...(route.dropped.length === 0 ? [] : [zh.routeDropped(route.dropped.join('、'))]),
    ...differences(measure, was, is, today).map(({ before: from, after: to }) =>
      zh.consequence(to.title.zh, from.outcome.zh, to.outcome.zh, wordsIn('zh').articleLabel(to.citation.article)),
    ),
  ]
  return [
    [...renamed, ...lines].join(''),
    consequences.length === 0 ? zh.noConsequence : [zh.consequences, ...consequences].join('\n'),
  ]
}
