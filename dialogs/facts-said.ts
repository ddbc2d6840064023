/** Facts of a project as they are said in a question: sums, periods, level, kind. What is vague stays a range; nothing is guessed. */
import { findAmounts } from '#knowledge/law/amounts.ts'
import { mostYuan } from '#knowledge/law/fact-kinds.ts'
import type { FactName, Facts } from '#knowledge/law/facts.ts'
import { isDenied } from './denied.ts'

export interface SaidFacts {
  readonly facts: Facts
  /** Facts said as a number: rules that ask them can be decided. */
  readonly measured: readonly FactName[]
  /** A sum that was said vaguely (三百来万): both ends, and the question that would settle it. */
  readonly vague?: {
    readonly fact: FactName
    readonly low: number
    readonly high: number
    readonly said: string
    readonly question: string
  }
}

type YuanFact =
  | 'totalInvestmentYuan'
  | 'securityBudgetYuan'
  | 'totalBudgetYuan'
  | 'adjustmentYuan'
  | 'approvedEstimateYuan'

/** Which sum is meant, by the nearest of these words before it; a sum with none of them is the investment. */
const sums: readonly [RegExp, YuanFact][] = [
  [
    /安全(?:预算|经费|投入|这块)|网络?安(?:全)?(?:预算|的钱)|网络安全(?:只|才|就|大概|约|大约)?(?:列|安排|占|是|为|有|花)?了?$|security budget/iu,
    'securityBudgetYuan',
  ],
  [/总预算|项目预算|total budget/iu, 'totalBudgetYuan'],
  [/概算|批复(?:投资|金额)|approved estimate/iu, 'approvedEstimateYuan'],
  [/(?<![协空强])调(?![研试度查用解取配])|变更|追加|adjust/iu, 'adjustmentYuan'],
]

const budgetBefore = /(?:^|[^全])预算(?:是|为|共|总共|一共|有)?$/u

const periods: readonly [RegExp, FactName][] = [
  [/质保|保修|维保|guarantee|warrant/iu, 'warrantyMonths'],
  [/实施周期|实施期|工期|合同期|implementation/iu, 'implementationMonths'],
  [/建设期|建设周期|construction period/iu, 'constructionMonths'],
]

const kinds: readonly [RegExp, Facts][] = [
  [/我们?县|县里的?|县级|县局|县直|咱县|区县|county/iu, { level: 'county' }],
  [/市级项目|市直|市本级|我们市局|市级单位|city-level/iu, { level: 'city' }],
  [/购买服务|买服务|服务类|租用?服务|purchase of services|service (?:project|contract)/iu, { procurement: 'service' }],
  [/设备采购|采购设备|买设备|设备购置|equipment/iu, { procurement: 'equipment' }],
  [/运维类|运维项目|纯运维|光运维|operation and maintenance project/iu, { procurement: 'operation' }],
  [/建设类|建设项目|construction project/iu, { procurement: 'construction' }],
  [/基础设施类|基础设施项目|infrastructure/iu, { category: 'infrastructure' }],
  [/跨部门|跨层级|cross-department/iu, { category: 'cross-department' }],
  [/单部门|其他类|业务系统/u, { category: 'other' }],
  [/国企|国资|国有企业|state-owned/iu, { ownerType: 'state-owned-enterprise' }],
  [/(?:面向|服务|给|为)(?:广大)?(?:社会)?(?:公众|群众|老百姓|百姓|市民)/u, { audience: 'public' }],
  [/面向(?:机关|干部|公职人员|工作人员)|(?:给|供)(?:机关|干部|公职人员|内部)|内部办公/u, { audience: 'officials' }],
  [/新建|新上|new build/iu, { newBuild: true }],
  [/升级|改造|老系统|upgrade/iu, { upgrade: true, newBuild: false }],
]

/** Conditions with a branch on either side: said to be absent they decide, as a sum does, lest the other side be told. */
const conditions: readonly [RegExp, FactName][] = [[/中央预算|中央资金|central budget/iu, 'centralBudgetFunds']]

export function factsSaid(text: string): SaidFacts {
  let facts: Facts = {}
  const measured: FactName[] = []
  let vague: SaidFacts['vague']
  let budget: number | undefined
  for (const [pattern, said] of kinds) if (pattern.test(text)) facts = { ...said, ...facts }
  for (const [pattern, fact] of conditions) {
    if (!isDenied(text, pattern)) continue
    measured.push(fact)
    facts = { [fact]: false, ...facts }
  }
  for (const amount of findAmounts(text)) {
    const before = text.slice(Math.max(0, amount.start - 12), amount.start)
    if (amount.kind === 'money' && amount.yuan > 0) {
      const fact = nearest(sums, before) ?? 'totalInvestmentYuan'
      if (fact === 'totalInvestmentYuan' && budgetBefore.test(before)) budget ??= amount.yuan
      if (facts[fact] === undefined) measured.push(fact)
      facts = { [fact]: amount.yuan, ...facts }
    } else if (amount.kind === 'vague') {
      const fact = nearest(sums, before) ?? 'totalInvestmentYuan'
      const low = amount.low === undefined ? 1 : amount.low + (amount.lowIncluded ? 0 : 1)
      const high = amount.high === undefined ? mostYuan : amount.high - (amount.highIncluded ? 0 : 1)
      vague ??= { fact, low: Math.max(1, low), high, said: amount.text, question: amount.question }
    } else if (amount.kind === 'period' && amount.unit === 'months' && amount.count !== undefined) {
      const fact = meant(periods, text)
      if (fact === undefined) continue
      measured.push(fact)
      facts = { [fact]: amount.count, ...facts }
    }
  }
  // «预算600万，网络安全只列了29万»: beside a security budget, the budget meant is the total.
  if (budget !== undefined && facts.securityBudgetYuan !== undefined && facts.totalBudgetYuan === undefined) {
    measured.push('totalBudgetYuan')
    facts = { ...facts, totalBudgetYuan: budget }
  }
  return { facts, measured, ...(vague === undefined ? {} : { vague }) }
}

/** «概算一千万，想调一百四十万»: the last word said before a sum names it; of two that end together the first of the table. */
function nearest<Name>(table: readonly (readonly [RegExp, Name])[], words: string): Name | undefined {
  let best: { readonly name: Name; readonly end: number } | undefined
  for (const [pattern, name] of table) {
    const last = [...words.matchAll(new RegExp(pattern, 'giu'))].at(-1)
    const end = last === undefined ? -1 : last.index + last[0].length
    if (end > (best?.end ?? -1)) best = { name, end }
  }
  return best?.name
}

function meant<Name>(table: readonly (readonly [RegExp, Name])[], words: string): Name | undefined {
  return table.find(([pattern]) => pattern.test(words))?.[1]
}
