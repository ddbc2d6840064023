/** What a sentence tells of a project beside its questions: its name, the facts in it, the unit that speaks. */
import type { Facts } from '#knowledge/law/facts.ts'
import { factsSaid, type SaidFacts } from '../facts-said.ts'
import { isSaidUnclassified } from './classified.ts'

const things =
  '系统|监控(?!系统|平台|中心|项目)|平台|项目|工程|网站|门户|小程序|大屏|机房|数据中心|中心|专网|网络|云|APP|数据库|模块'
/** «想建一个300万的视频会议系统» → 视频会议系统 */
const named = new RegExp(
  `(?:建设|新建|建|做|上线|上|搞|弄|申报|开发|购买|采购|买|升级|改造|叫|名为|名称是|名称为)(?:一个|一套|一批|个|套|下)?(?:大概|大约|约)?(?:[\\d.,，]*[\\d零一二三四五六七八九十百千]+(?:来|多|几)?(?:万|亿|千万|百万)?元?(?:左右|上下)?的)?[“《「]?(?!一[个套批])([^，。,.；;！!？?“”《》「」的]{1,24}?(?:${things})+)[”》」]?`,
  'u',
)
const quoted = /[“《「]([^”》」]{2,40})[”》」]/u

/** Who speaks, by the unit's kind: 局 and 厅 are agencies, 市局 stands for a city. */
const speakers: readonly [RegExp, Facts][] = [
  [
    /(?:省(?!我|本|咱|俺)[^，。的市州县区]{0,8}?(?:厅|局|委)|(?:我们?|本|咱们?|俺们?)厅)/u,
    { level: 'province', ownerType: 'agency' },
  ],
  [
    /(?:县|区)(?:(?!我|本|咱|俺)[^，。的]{0,6}?(?:局|委|办)|直(?:部门|单位))/u,
    { level: 'county', ownerType: 'agency' },
  ],
  [/市(?:(?!我|本|咱|俺)[^，。的县区]{0,6}?(?:局|委|办)|直(?:部门|单位)?)/u, { level: 'city', ownerType: 'agency' }],
  [/(?:我们?|本|咱们?|俺们?)(?:局|委|办)/u, { ownerType: 'agency' }],
]

/** Circumstances said outright: what may be ticked later is not asked again. */
const circumstances: readonly [RegExp, Facts][] = [
  [/(?<!未|没|没有|不)(?:已经?|都)?(?:纳入|列入|进)了?[^，。]{0,8}规划(?!.{0,2}吗)/u, { inPlan: true }],
  [/突发事件|紧急建设/u, { emergency: true }],
  [/(?:使用|申请|用)中央预算内/u, { centralBudgetFunds: true }],
]

/** @param whole with the names of places, of which `text` may be free: 吉林省教育厅 is a unit of the province */
export function projectSaid(text: string, whole = text): { readonly name?: string; readonly said: SaidFacts } {
  const said = factsSaid(text)
  const speaker = speakers.find(([pattern]) => pattern.test(whole))?.[1] ?? {}
  const name = nameSaid(text)
  const found = circumstances.filter(([pattern]) => pattern.test(text)).map(([, fact]) => fact)
  const secrecy: Facts = isSaidUnclassified(text) ? { classified: false } : {}
  const facts: Facts = Object.assign({}, speaker, secrecy, ...found, said.facts)
  return { ...(name === undefined ? {} : { name }), said: { ...said, facts } }
}

function nameSaid(text: string): string | undefined {
  const found = quoted.exec(text)?.[1]?.trim() ?? thingWanted(text)
  // «一个新项目» names a kind, not a thing.
  if (
    found === undefined ||
    /^(?:一|两|个|新|的|这|那|本|该|某|政务|信息化|数字化|信息)*(?:项目|系统|平台|工程)$/u.test(found)
  )
    return undefined
  return found
}

/** In «住建局要建一个平台» the first 建 is a syllable of the unit's name: what follows the wish counts. */
function thingWanted(text: string): string | undefined {
  const wish =
    /(?:要|想|拟|打算|准备|计划|需要?)(?=(?:再|重新)?(?:建|做|上|搞|弄|申报|开发|购买|采购|买|升级|改造))/u.exec(text)
  const after = wish === null ? undefined : named.exec(text.slice(wish.index))?.[1]
  return (after ?? named.exec(text)?.[1])?.trim()
}
