/** What an outline is filled with: the project, the measure, its findings and the days. */
import type { WorkCalendar } from '#knowledge/calendar/calendar.ts'
import type { Facts } from '#knowledge/law/facts.ts'
import { findArticle } from '#knowledge/law/load.ts'
import type { ArticleRef, Citation, Measure } from '#knowledge/law/measure.ts'
import { cite } from '#knowledge/law/quotes.ts'
import type { Rule } from '#knowledge/law/rule.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { type Finding, findingsOf } from '../check-thresholds.ts'
import type { Project } from '../project.ts'

export interface FillContext {
  readonly measure: Measure
  readonly project: Project
  readonly facts: Facts
  readonly calendar: WorkCalendar
  readonly today: IsoDate
  /** @returns what a rule says of this project */
  finding(rule: string): Finding
  /** @returns what a rule asks of this project, whether or not it is said to be done */
  requirement(rule: string): Finding
  /** Every finding that was asked for so far. */
  findingsTold(): readonly Finding[]
  /** 第十八条, 附件2 */
  articleLabel(ref: ArticleRef): string
  citation(place: Rule['cites']): Citation
}

export function fillContext(
  measure: Measure,
  project: Project,
  given: { readonly calendar: WorkCalendar; readonly today: IsoDate },
): FillContext {
  const facts = project.facts ?? {}
  const found = new Map<string, Finding>()
  const asked = new Map<string, Finding>()
  const { confirmed: _done, grounds: _against, ...plain } = facts
  const lookUp = (rule: string, known: Map<string, Finding>, given: Facts, on: IsoDate): Finding => {
    const finding = known.get(rule) ?? findingsOf(measure, given, on, [rule])[0]
    if (finding === undefined) throw new Error(`${rule} is no rule of ${measure.id}; the law would not have loaded`)
    known.set(rule, finding)
    return finding
  }
  const article = (ref: ArticleRef) => {
    const wanted = findArticle(measure, ref)
    if (wanted === undefined) throw new Error(`${measure.id} has no article ${ref}; the law would not have loaded`)
    return wanted
  }
  return {
    measure,
    project,
    facts,
    ...given,
    finding: (rule) => lookUp(rule, found, facts, given.today),
    requirement: (rule) => lookUp(rule, asked, plain, given.today),
    findingsTold: () => [...found.values(), ...asked.values()],
    articleLabel: (ref) => article(ref).label,
    citation: (place) => cite(article(place.article), place.quote),
  }
}
