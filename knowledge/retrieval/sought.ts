/** What kind of thing a question asks for (a period, a sum, a share, a count), and whether some words hold one. */

interface Kind {
  readonly sought: RegExp
  readonly held: RegExp
  /** Words the law uses instead of a figure. */
  readonly vague: RegExp
  readonly isSum?: true
}

const nothing = /$^/u
const anyPeriod =
  /\d+个?(?:工作日|日|天|月|年)|[一二两三四五六七八九十]+个?(?:工作日|日|天|月|年)|每年|季度|底前|有效期/u
const vaguePeriod = /定期|及时|限期|适时|按期|同步|随时|事先/u

const kinds: readonly Kind[] = [
  {
    sought: /几个?工作日|多少个?工作日|几天|多少天|几日|多少日|how many (?:working |business )?days/iu,
    held: /\d+个?(?:工作日|日|天)|[一二两三四五六七八九十]+个?(?:工作日|日|天)/u,
    vague: vaguePeriod,
  },
  {
    sought: /几个月|多少个?月|how many months/iu,
    held: /\d+个月|[一二两三四五六七八九十]+个月|\d+年|[一二两三]年/u,
    vague: vaguePeriod,
  },
  {
    sought: /几年|多少年|how many years/iu,
    held: /\d+年|[一二两三四五六七八九十]年|有效期|\d+个月/u,
    vague: vaguePeriod,
  },
  {
    sought: /多久|多长时间|期限|时限|最迟|最晚|how (?:long|soon)|deadline|within how/iu,
    held: anyPeriod,
    vague: vaguePeriod,
  },
  {
    sought:
      /哪天|啥时候|什么时候|何时|几月|几号|(?:^|[,;:.]\s*|\b(?:and|by|since|until|from)\s+)when\b|\bwhen (?:after|before|do|does|did|is|are|was|were|must|should|can|may|will|shall|has|have|would|to)\b/iu,
    held: /\d+个?(?:工作日|月|年)|[一二两三四五六七八九十]+个?(?:工作日|月|年)|每年|季度|起施行|有效期|[前后时]/u,
    vague: vaguePeriod,
  },
  {
    sought:
      /多少钱|几块|多少元|收费|费用标准|几万|多少万|什么价|金额|多大的项目|罚款?多少|违约金|滞纳金|劳务费|how much|how many yuan|\bfees?\b|\bfine\b|\b(?:daily|late) penalt|liquidated damages/iu,
    held: /\d+(?:\.\d+)?\s*万|万元|\d元/u,
    vague: nothing,
    isSum: true,
  },
  {
    sought: /百分之|几个点|比例|占比|几成|percent|share of/iu,
    held: /\d+\s*[%％]/u,
    vague: nothing,
  },
  {
    sought: /几次|多少次|几回|多少回|频次|多久一次|how often|how many times/iu,
    held: /每年|每季度|每月|一次|\d+次/u,
    vague: /定期|适时|随时/u,
  },
  {
    sought: /几家|多少家|几个人|多少人|几名|几位|几份|how many/iu,
    held: /[三两几]\s*[家种名份]|\d+\s*[家种名份人个]|不少于/u,
    vague: nothing,
  },
]

/** «哪几家», «分哪几块» ask which, not how many or how much. */
const whichOnes = /[哪分](?:成|为)?几[家个名位份块](?!钱|月|工作日)/gu
/** A sum in the question: a share of it is then a sum too. */
const baseTold = /[\d零〇一二两三四五六七八九十百千.]+\s*[万亿]|\d[\d,]{4,}|\bmillion\b/iu
const share = /\d+\s*[%％]|百分之/u

export type Holding = 'held' | 'vague' | 'absent' | 'not-sought'

/** @returns `vague` where the law has only a word like 定期, which is then the answer; `vagueWord` is that word */
export function holdsSought(question: string, text: string): { holding: Holding; vagueWord?: string } {
  const words = question.replace(whichOnes, '')
  const sought = kinds.filter((kind) => kind.sought.test(words))
  if (sought.length === 0) return { holding: 'not-sought' }
  if (
    sought.some((kind) => kind.held.test(text) || (kind.isSum === true && baseTold.test(question) && share.test(text)))
  )
    return { holding: 'held' }
  const vagueWord = sought.map((kind) => kind.vague.exec(text)?.[0]).find((word) => word !== undefined)
  return vagueWord === undefined ? { holding: 'absent' } : { holding: 'vague', vagueWord }
}
