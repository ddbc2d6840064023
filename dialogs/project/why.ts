/** Why a question is asked: the rules that wait for the answer, each with its article and its words. */
import { findArticle } from '#knowledge/law/load.ts'
import type { Ports } from '../ports.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { classifiedPlace } from './classified.ts'
import { checklistOf, factsAsked, measureOf, rulesAsking } from './questions.ts'
import type { ProjectRecord, QuestionKey } from './record.ts'
import { rolesPlace } from './roles.ts'

/** Rules named at most; the first is quoted. */
const named = 5

export function why(key: QuestionKey, record: ProjectRecord, ports: Ports): string {
  const measure = measureOf(record, ports.law)
  if (key === 'place' || measure === undefined) return zh.whyPlace
  if (key === 'name' || key === 'review') return zh.whyName
  const roles = key === 'roles' || key === 'counterpart' ? rolesPlace(measure) : undefined
  if (roles !== undefined) return `${zh.whyRoles}${zh.quoted(roles.label, `${roles.applicant}。${roles.owner}`)}`
  if (key === 'fact:classified') {
    const place = classifiedPlace(measure)
    return `${zh.whyClassified}${zh.quoted(findArticle(measure, place.article)?.label ?? '', place.quote)}`
  }
  const rules =
    key === 'checklist'
      ? measure.rules.filter((rule) => checklistRules(record, ports).includes(rule.id))
      : rulesAsking(factsAsked(key, record, measure, ports.today), record, measure, ports.today)
  const titles = rules
    .slice(0, named)
    .map((rule) => `${rule.title.zh}（${findArticle(measure, rule.cites.article)?.label ?? ''}）`)
  const [first] = rules
  const quote =
    first === undefined ? '' : zh.quoted(findArticle(measure, first.cites.article)?.label ?? '', first.cites.quote)
  return `${zh.why(`${titles.join('、')}${rules.length > named ? zh.andMore(rules.length) : ''}`)}${quote}`
}

function checklistRules(record: ProjectRecord, ports: Ports): string[] {
  const measure = measureOf(record, ports.law)
  if (measure === undefined) return []
  const list = checklistOf(record, measure, ports.today)
  return [...list.duties, ...list.grounds].map((finding) => finding.rule)
}
