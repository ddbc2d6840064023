/** Words → the fact that was asked for. What is not exact is asked back; what cannot be read is said to be so. */
import { findAmounts, readSum } from '#knowledge/law/amounts.ts'
import { readWhole } from '#knowledge/law/chinese-number.ts'
import { findDays } from '#knowledge/law/days-in-words.ts'
import { type FactName, type Facts, facts as factList } from '#knowledge/law/facts.ts'
import type { IsoDate } from '#knowledge/law/units.ts'

export type ReadAnswer =
  | { readonly kind: 'value'; readonly facts: Facts }
  /** It may be several things: the question that settles it, and exact values to press where there are any. */
  | {
      readonly kind: 'vague'
      readonly question: string
      readonly choices: readonly { title: string; value: number | string }[]
    }
  | { readonly kind: 'unread' }

const unread: ReadAnswer = { kind: 'unread' }
const longestYesNo = 12

const yes =
  /^(?:是的?|对的?|嗯+|有的?|要的?|会的?|涉及|属于|需要|可以|能|好的?|没错|当然|已经|合格|通过了?|纳入了?|yes|y|yeah|yep|true|ok)(?:[，,。.!！\s].*)?$/iu
const no = /^(?:不|没|否|无|非|未|别|从来没|no\b|n$|not|false|nope)/iu

/** Other words for a choice's value than its own. */
const choiceWords: Partial<Record<FactName, readonly (readonly [RegExp, string | number])[]>> = {
  procurement: [
    [/运维|维护|operation/iu, 'operation'],
    [/服务|租|service/iu, 'service'],
    [/设备|硬件|采购|equipment/iu, 'equipment'],
    [/建设|自建|新建|开发|construct|build/iu, 'construction'],
  ],
  category: [
    [/基础设施|机房|网络|infrastructure/iu, 'infrastructure'],
    [/跨部门|跨层级|集成|cross/iu, 'cross-department'],
    [/其他|其它|别的|都不是|业务系统|单部门|other/iu, 'other'],
  ],
  level: [
    [/省|province/iu, 'province'],
    [/县|区级|区的|街道|乡镇|county|district/iu, 'county'],
    [/市|city|municipal/iu, 'city'],
  ],
  ownerType: [
    [/国企|国资|企业|公司|集团|soe|enterprise|company/iu, 'state-owned-enterprise'],
    [/机关|局|委|办|厅|事业|政府|组织|agency|bureau/iu, 'agency'],
  ],
  audience: [
    [/公众|群众|百姓|市民|企业|社会|public|citizen/iu, 'public'],
    [/公职|内部|干部|机关|自己|单位|工作人员|official|staff/iu, 'officials'],
  ],
  ownConstructionGround: [
    [/涉密|classified/iu, 3],
    [/部委|规划要求|特殊/u, 2],
    [/党中央|国务院|省委|省政府|安排部署/u, 1],
    [/都不|不符合|没有|无|none|no\b/iu, 0],
  ],
}

export function readAnswer(name: FactName, text: string, today: IsoDate): ReadAnswer {
  const { unit } = factList[name]
  switch (unit) {
    case 'yuan':
      return readYuan(name, text)
    case 'months':
      return readMonths(name, text)
    case 'working-days':
    case 'count':
      return readCount(name, text)
    case 'day':
      return readDay(name, text, today)
    case 'yes-no':
      return readYesNo(name, text)
    case 'choice':
      return readChoice(name, text)
    case 'rules':
      return unread
  }
}

/** The number of an option, or its words. «1», «第一个», «选2» */
export function readOrdinalChoice(text: string, count: number): number | undefined {
  const match = /^(?:选|第|选第|就|option\s*)?\s*([1-9]|[一二三四五六七八九])\s*(?:个|项|种)?[。.)）、\s]*$/iu.exec(
    text.trim(),
  )
  const index = match?.[1] === undefined ? undefined : readWhole(match[1])
  return index === undefined || index < 1 || index > count ? undefined : index - 1
}

function readYuan(name: FactName, text: string): ReadAnswer {
  if (
    factList[name].schema.safeParse(0).success &&
    /^(?:没有|无|零|0|没安排|none|no)(?:元)?[。.]?$/iu.test(text.trim())
  )
    return value(name, 0)
  const sum =
    readSum(text) ??
    readSum(findAmounts(text).find((each) => each.kind === 'money' || each.kind === 'vague')?.text ?? '')
  if (sum === undefined) return unread
  if (sum.kind === 'money') return value(name, sum.yuan)
  return {
    kind: 'vague',
    question: sum.question,
    choices: exactEnds(sum.low, sum.high, sum.lowIncluded, sum.highIncluded),
  }
}

/** «300» may be 300 yuan or 300万; «500来万» may be exactly that. */
function exactEnds(low: number | undefined, high: number | undefined, lowIn: boolean, highIn: boolean) {
  if (low === undefined || high === undefined) return []
  const ends = lowIn && highIn ? [low, high] : !lowIn && !highIn && (low + high) % 2 === 0 ? [(low + high) / 2] : []
  return ends.map((yuan) => ({ title: writeYuan(yuan), value: yuan }))
}

export function writeYuan(yuan: number): string {
  if (yuan >= 10_000 && yuan % 100 === 0) {
    const wan = yuan / 10_000
    return wan >= 10_000 && wan % 100 === 0 ? `${wan / 10_000}亿元` : `${wan}万元`
  }
  return `${yuan.toLocaleString('en-US')}元`
}

function readMonths(name: FactName, text: string): ReadAnswer {
  const periods = findAmounts(text).filter((each) => each.kind === 'period')
  const [period] = periods
  if (periods.length === 1 && period?.kind === 'period' && period.unit === 'months' && period.count !== undefined)
    return value(name, period.count)
  const bare = /^\s*(\d{1,3})\s*(?:个?月|months?)?[。.\s]*$/iu.exec(text)
  return bare?.[1] === undefined ? unread : value(name, Number(bare[1]))
}

function readCount(name: FactName, text: string): ReadAnswer {
  if (/^(?:没有|无|还没|没|none|no)/iu.test(text.trim())) return value(name, 0)
  const match = /(\d{1,5}|[零〇一二两三四五六七八九十百]{1,5})/u.exec(text)
  const count = match?.[1] === undefined ? undefined : readWhole(match[1])
  return count === undefined ? unread : value(name, count)
}

function readDay(name: FactName, text: string, today: IsoDate): ReadAnswer {
  const [found, ...more] = findDays(text, today)
  if (found === undefined || more.length > 0) return unread
  if (found.kind === 'day') return value(name, found.day)
  return {
    kind: 'vague',
    question: found.question,
    choices: found.candidates.map((day) => ({ title: day, value: day })),
  }
}

function readYesNo(name: FactName, text: string): ReadAnswer {
  const words = text.trim()
  const index = readOrdinalChoice(words, 2)
  if (index !== undefined) return value(name, index === 0)
  // A long sentence that begins so («没进规划的项目…») tells something else.
  if ([...words].length > longestYesNo) return unread
  if (no.test(words)) return value(name, false)
  if (yes.test(words)) return value(name, true)
  return unread
}

function readChoice(name: FactName, text: string): ReadAnswer {
  const options = factList[name].options ?? []
  const index = readOrdinalChoice(text, options.length)
  if (index !== undefined) return value(name, options[index]?.value)
  const named = options.filter((option) => text.includes(option.zh) || text.toLowerCase() === option.en.toLowerCase())
  const [only] = named
  if (named.length === 1 && only !== undefined) return value(name, only.value)
  const spoken = (choiceWords[name] ?? []).filter(([pattern]) => pattern.test(text))
  return spoken.length === 0 ? unread : value(name, spoken[0]?.[1])
}

function value(name: FactName, given: unknown): ReadAnswer {
  const parsed = factList[name].schema.safeParse(given)
  return parsed.success ? { kind: 'value', facts: { [name]: given } as Facts } : unread
}
