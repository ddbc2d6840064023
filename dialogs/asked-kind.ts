/** What kind of thing is asked for, and whether an article holds one: a figure that is not there is never answered with another. */

interface Kind {
  readonly asked: RegExp
  readonly held: RegExp
  /** Words the law uses instead of a figure. */
  readonly vague: RegExp
}

const kinds: readonly Kind[] = [
  {
    asked:
      /多久|几天|多少天|几个?工作日|多少个?工作日|多长时间|几个月|多少个月|几年内|时限|how (?:long|soon|many (?:working )?(?:days|months|years))|within how/iu,
    held: /\d+个?(?:工作日|日|天|月|年)|[一二两三四五六七八九十]+个?(?:工作日|月|年|日)|\d+至\d+|每年|每季度|季度末|底前|有效期|超过\d/u,
    vague: /定期|及时|限期|适时|按期|同步|随时|事先/u,
  },
  {
    asked: /多少钱|几块钱|多少元|收费|罚款?多少|罚几|劳务费|how much (?:is|does|money)|fine\b|how many yuan/iu,
    held: /\d+(?:\.\d+)?\s*万|万元|\d元/u,
    vague: /$^/u,
  },
  {
    asked: /百分之几|百分之多少|几个点|比例(?:是|要|多)|占多少|几成|what percent|which percentage/iu,
    held: /\d+\s*[%％]/u,
    vague: /$^/u,
  },
  {
    asked: /几次|多少次|多久一次|how often|how many times/iu,
    held: /每年|每季度|每月|一次|\d+次/u,
    vague: /定期|适时|随时/u,
  },
]

export type Holding = 'held' | 'vague' | 'absent' | 'not-asked'

/** @returns `vague` where the law has only a word like 定期, which is then the answer; `vagueWord` is that word */
export function holdsAsked(question: string, text: string): { holding: Holding; vagueWord?: string } {
  const asked = kinds.filter((kind) => kind.asked.test(question))
  if (asked.length === 0) return { holding: 'not-asked' }
  if (asked.some((kind) => kind.held.test(text))) return { holding: 'held' }
  const vagueWord = asked.map((kind) => kind.vague.exec(text)?.[0]).find((word) => word !== undefined)
  return vagueWord === undefined ? { holding: 'absent' } : { holding: 'vague', vagueWord }
}
