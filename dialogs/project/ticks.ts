/** Lists: what is ticked, in words or on a card, and what that tells of the project. */
import { type FactName, type Facts, facts as factList, isFactName } from '#knowledge/law/facts.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import type { ButtonPayload } from '../conversation.ts'
import type { Ports } from '../ports.ts'
import { itemsOf, type ListItem } from './ask.ts'
import { readAnswer } from './read-answer.ts'
import { factsOf, type ProjectRecord } from './record.ts'

type ListKey = 'circumstances' | 'checklist'

/** How staff name a circumstance. */
const spoken: Partial<Record<FactName, RegExp>> = {
  urgent: /急需|追加|临时/u,
  emergency: /突发|紧急/u,
  upperLevel: /上级/u,
  newCivilWorks: /土建/u,
  highEnergyUse: /高耗能|能耗/u,
  simpleOrEquipmentOnly: /单一|简单|单纯设备/u,
  enforcementSystem: /执法|监管系统/u,
  majorDeployment: /重大部署/u,
  approvedBeforeMeasure: /出台前|之前(?:就)?(?:已经?)?批/u,
  similarCasesExist: /同类|类似/u,
  centralBudgetFunds: /中央/u,
  inPlan: /规划/u,
  inLibrary: /入库|项目库|储备库/u,
  reviewed: /评审|论证过/u,
  preliminaryArgumentPassed: /初步论证/u,
  hasResourceCatalogue: /目录/u,
}

const negated = /不|没|未|非/u

/** @returns ids of what is ticked; undefined where the words name nothing of the list */
export function readTicks(text: string, items: readonly ListItem[]): ReadonlySet<string> | undefined {
  const words = text.trim()
  if (
    /^(?:以上)?(?:都|全|一个都|全都|统统)?(?:没有|不是|不属于|不涉及|没|无|不符合|none|no)(?:了|的)?[。.！!]*$|都没有|都不/iu.test(
      words,
    )
  )
    return new Set()
  if (/^(?:全部|都|全都)(?:做到|办|有|是|完成|好)/u.test(words))
    return new Set(items.filter((item) => item.list !== 'grounds').map((item) => item.id))
  const numbers = [...words.matchAll(/\d{1,2}/gu)].map((match) => Number(match[0]))
  if (/^[\d\s,，、;；和及第项条.。]+$/u.test(words) && numbers.length > 0) {
    if (numbers.some((number) => number < 1 || number > items.length)) return undefined
    return new Set(numbers.flatMap((number) => items[number - 1]?.id ?? []))
  }
  const named = items.filter((item) => words.includes(item.title) || isSpoken(item, words))
  return named.length === 0 || negated.test(words) ? undefined : new Set(named.map((item) => item.id))
}

function isSpoken(item: ListItem, words: string): boolean {
  return isFactName(item.id) && spoken[item.id]?.test(words) === true
}

/** What a card sent back. Inputs that a channel left out count as nothing ticked. */
export function ticksOf(args: ButtonPayload['args']): ReadonlySet<string> {
  const lists = ['in.duties', 'in.facts', 'in.grounds'].map((id) => String(args[id] ?? ''))
  return new Set(lists.flatMap((list) => list.split(',')).filter((id) => id !== ''))
}

/** Numbers filled in on a card, or told in words («3家报价»). */
export function countsOf(args: ButtonPayload['args']): Facts {
  const told = Object.entries(args).flatMap(([id, value]) => {
    const name = id.replace(/^in\.count\./u, '')
    if (!id.startsWith('in.count.') || !isFactName(name) || String(value).trim() === '') return []
    const count = Number(value)
    return factList[name].schema.safeParse(count).success ? [[name, count]] : []
  })
  return Object.fromEntries(told)
}

export function countsSaid(text: string, ports: Ports): Facts {
  const quotes =
    /(?:(\d+|[一二两三四五六七八九十])\s*家[^，。]{0,6}报价|报价[^，。\d]{0,4}(\d+|[一二两三四五六七八九十])\s*家)/u.exec(
      text,
    )
  const contracts =
    /(?:(\d+|[一二两三四五六七八九十])\s*[份个][^，。]{0,8}合同|合同[^，。\d]{0,4}(\d+|[一二两三四五六七八九十])\s*[份个])/u.exec(
      text,
    )
  const read = (name: FactName, match: RegExpExecArray | null): Facts => {
    const answer = match === null ? undefined : readAnswer(name, match[1] ?? match[2] ?? '', ports.today)
    return answer?.kind === 'value' ? answer.facts : {}
  }
  return { ...read('vendorQuotes', quotes), ...read('comparableContracts', contracts) }
}

/**
 * What ticks tell: of circumstances, what is not ticked is not so; of duties and states it stays open, unless it had
 * been ticked before; of grounds, the list is whole.
 */
export function factsTicked(
  record: ProjectRecord,
  key: ListKey,
  ticked: ReadonlySet<string>,
  measure: Measure,
  ports: Ports,
): Facts {
  const items = itemsOf(record, key, measure, ports)
  const before = factsOf(record)
  const of = (list: ListItem['list']) => items.filter((item) => item.list === list)
  const states = of('facts').flatMap((item): [string, boolean][] => {
    if (ticked.has(item.id)) return [[item.id, true]]
    return key === 'circumstances' || item.ticked ? [[item.id, false]] : []
  })
  const told: Facts = Object.fromEntries(states)
  if (key === 'circumstances') return told
  const shown = new Set(items.map((item) => item.id))
  const merged = (list: readonly string[] | undefined, kind: ListItem['list']) => [
    ...(list ?? []).filter((id) => !shown.has(id)),
    ...of(kind).flatMap((item) => (ticked.has(item.id) ? [item.id] : [])),
  ]
  const confirmed = merged(before.confirmed, 'duties')
  return {
    ...told,
    ...(confirmed.length === 0 && before.confirmed === undefined ? {} : { confirmed }),
    ...(of('grounds').length === 0 && before.grounds === undefined
      ? {}
      : { grounds: merged(before.grounds, 'grounds') }),
  }
}
