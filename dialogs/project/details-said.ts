/** Parties, the person in charge and budget lines, told in plain words at any time: «承建单位是山东某某公司». */
import type { Step } from '../conversation.ts'
import { isQuestion } from './asking.ts'
import { type Detail, tellDetail } from './details.ts'
import { goOn } from './interview.ts'
import { readBudget, tellsBudget } from './read-budget.ts'
import { type Field, mayChange, type ProjectRecord, tell } from './record.ts'
import { sayTold } from './say-told.ts'
import { projectSpokenOf } from './spoken-of.ts'
import { sumLines } from './sum-lines.ts'
import { sourceOf, type Talk } from './talk.ts'

/** Something told of a project under its own name. */
export type SaidDetail = Detail | SaidField
interface SaidField {
  readonly name: Extract<Field, 'unit' | 'contact' | 'place'>
  readonly value: string
}

const body =
  /(?:公司|集团|中心|院|所|大学|学院|局|厅|委|办|处|站|社|厂|联合体|联通|移动|电信|广电)(?:[（(][^（）()]*[)）])?$/u
const labels: readonly (readonly [RegExp, Exclude<SaidDetail['name'], 'contents' | 'budget'>, RegExp])[] = [
  [/承建(?:单位|方|商)|承建|施工单位|builder/iu, 'parties.builder', body],
  [/监理(?:单位|方|公司|机构)?|supervisor/iu, 'parties.supervisor', body],
  [/(?:中标|成交)?供应商|(?:中标|成交)(?:单位|方|人)|supplier/iu, 'parties.supplier', body],
  [/(?:项目)?负责人职务/u, 'owner.title', /^\p{Script=Han}{2,12}$/u],
  [/(?:项目)?(?:负责人|责任人)/u, 'owner.name', /^[\p{Script=Han}·]{2,6}$/u],
  [/(?:项目)?(?:建设|申报|业主)单位/u, 'unit', body],
  [/联系(?:方式|电话)/u, 'contact', /^[^，。]*\d{4}[^，。]*$/u],
  [/(?:项目)?建设地点/u, 'place', /^[^？?]{2,60}$/u],
]
const said =
  /^(?:我们的?|这个项目的?|本项目的?|项目的|把|将|the )*(?<label>[^，,：:]{2,10}?)(?:现在)?(?:就?是|为|叫|定了?是?|定为|确定为|改成|改为|换成|is|[：:])\s*(?<value>.+)$/iu

/** @returns what is told, all of it; nothing where a part of the words tells something else */
export function detailsSaid(text: string): readonly SaidDetail[] {
  const words = text.trim().replace(/[。.！!]+$/u, '')
  if (tellsBudget(words)) {
    const read = readBudget(words)
    return read?.kind === 'lines' ? [{ name: 'budget', value: read.lines }] : []
  }
  if (isQuestion(words)) return []
  const read = words.split(/[，,；;\n]+/u).map((clause) => readClause(clause.trim()))
  const found = read.filter((each) => each !== undefined)
  return found.length === read.length ? found : []
}

function readClause(clause: string): SaidDetail | undefined {
  const { label = '', value = '' } = said.exec(clause)?.groups ?? {}
  const found = labels.find(([pattern]) => pattern.exec(label)?.[0] === label)
  const plain = value.replace(/^[“"《]|[”"》]$/gu, '').trim()
  if (found === undefined || !found[2].test(plain) || [...plain].length > 100) return undefined
  // «承建单位是有资质的公司» says what it must be, not which it is.
  if (/的(?:公司|单位|机构|企业)$|必须|应[当该]|需要|可以|不[能得]/u.test(plain)) return undefined
  return { name: found[1], value: plain }
}

export function tellSaid(record: ProjectRecord, details: readonly SaidDetail[], talk: Talk): ProjectRecord {
  return details.reduce((told, detail) => {
    const source = sourceOf(talk)
    if (!isFieldSaid(detail)) return tellDetail(told, detail, source)
    return tell(told, { facts: {}, fields: { [detail.name]: detail.value } }, source)
  }, record)
}

function isFieldSaid(detail: SaidDetail): detail is SaidField {
  const { name } = detail
  return name === 'unit' || name === 'contact' || name === 'place'
}

/** Taken down for the project spoken of. @returns undefined where nothing of the kind is told, or of no project */
export function takeDetails(talk: Talk, text: string): Promise<Step> | undefined {
  const details = detailsSaid(text)
  const known = details.length === 0 ? undefined : projectSpokenOf(talk)
  if (known === undefined || !mayChange(known)) return undefined
  const after = tellSaid(known.record, details, talk)
  const names = details.map(({ name }) => name)
  const told = sayTold(known.record, after, names, talk.lang)
  const sums = names.includes('budget') ? sumLines(after.project, totalSaid(text), talk.lang) : []
  return goOn(talk, after, [told, ...sums])
}

function totalSaid(text: string): number | undefined {
  const read = readBudget(text)
  return read?.kind === 'lines' ? read.total : undefined
}
