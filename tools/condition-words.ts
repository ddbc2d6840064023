/** Sentences for one plain condition: what is so, held against what the law says, and how far it is from the limit. */

import type { FactUnit } from '#knowledge/law/fact-kinds.ts'
import { type FactName, facts as factList } from '#knowledge/law/facts.ts'
import type { Compare, Comparison, Ratio, Since } from '#knowledge/law/rule.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import type { Fraction } from '#knowledge/law/written-number.ts'

export interface Words {
  readonly zh: string
  readonly en: string
}

const usualWords: Readonly<Record<Comparison, string>> = {
  'at-least': '以上',
  'more-than': '超过',
  'at-most': '以下',
  'less-than': '不满',
}
const englishWords: Readonly<Record<Comparison, readonly [met: string, unmet: string]>> = {
  'at-least': ['at least', 'less than'],
  'more-than': ['more than', 'not more than'],
  'at-most': ['at most', 'more than'],
  'less-than': ['less than', 'not less than'],
}
const unmetWords: Readonly<Record<Comparison, string>> = {
  'at-least': '不足',
  'more-than': '未超过',
  'at-most': '超过',
  'less-than': '已达到',
}
const units: Partial<Record<FactUnit, Words>> = {
  yuan: { zh: '元', en: ' yuan' },
  months: { zh: '个月', en: ' months' },
  'working-days': { zh: '个工作日', en: ' working days' },
}
/** 民法典 第1259条 names these words; others are read by their plain meaning. */
const codified = /^(?:及?以上|以下|以内|超过|不满|以外)$/u

export function describeChoice(name: FactName, value: unknown): Words {
  const { zh, en, options } = factList[name]
  const option = options?.find((candidate) => candidate.value === value)
  if (option !== undefined) return { zh: `${zh}：${option.zh}`, en: `${en}: ${option.en}` }
  if (typeof value === 'boolean') return { zh: `${zh}：${value ? '是' : '否'}`, en: `${en}: ${value ? 'yes' : 'no'}` }
  return { zh: `${zh}${measured(name, String(value)).zh}`, en: `${en} ${measured(name, String(value)).en}` }
}

export function describeNumber(
  leaf: Compare,
  name: FactName,
  value: bigint,
  limit: bigint,
  holds: boolean,
): Words & { distance: Words } {
  const { zh, en } = factList[name]
  const told = measured(name, grouped(value))
  const bound = writtenLimit(leaf.value, name)
  const atLimit = value === limit ? equalToLimit(leaf) : { zh: '', en: '' }
  return {
    zh: `${zh}${told.zh}，${held(leaf, bound, holds)}${atLimit.zh}`,
    en: `${en} ${told.en}, ${englishWords[leaf.is][holds ? 0 : 1]} ${measured(name, grouped(limit)).en}${atLimit.en}`,
    distance: describeDistance(leaf.is, value - limit, (sum) => measured(name, grouped(sum))),
  }
}

/** The share as a sum (5 % of 1,000,000 is 50,000): a rounded percentage could hide which side of the limit it is on. */
export function describeShare(
  leaf: Ratio,
  partName: FactName,
  wholeName: FactName,
  sums: { readonly part: bigint; readonly whole: bigint; readonly bound: Fraction },
  holds: boolean,
): Words & { distance: Words } {
  const bound = exactDecimal(sums.bound)
  const equal = sums.part * sums.bound.denominator === sums.bound.numerator
  const atLimit = equal ? equalToLimit(leaf) : { zh: '', en: '' }
  const part = measured(partName, grouped(sums.part))
  const whole = measured(wholeName, grouped(sums.whole))
  // The nearest whole sum that counts: up for a least share, down for a largest.
  const floor = sums.bound.numerator / sums.bound.denominator
  const nearest = leaf.is === 'at-least' && floor * sums.bound.denominator !== sums.bound.numerator ? floor + 1n : floor
  return {
    zh: `${factList[partName].zh}${part.zh}，${factList[wholeName].zh}${whole.zh}的${leaf.value}为${bound}元，${held(leaf, leaf.value, holds)}${atLimit.zh}`,
    en: `${factList[partName].en} ${part.en}; ${leaf.value} of the ${factList[wholeName].en} of ${whole.en} is ${bound} yuan: ${englishWords[leaf.is][holds ? 0 : 1]} ${leaf.value}${atLimit.en}`,
    distance: describeDistance(leaf.is, sums.part - nearest, (sum) => measured(partName, grouped(sum))),
  }
}

export function describeTime(
  leaf: Since,
  name: FactName,
  since: IsoDate,
  complete: IsoDate,
  today: IsoDate,
): Words & { distance: Words } {
  const zhState = today < complete ? '未满' : today > complete ? '已满' : '恰满'
  const enState = today < complete ? 'not yet' : today > complete ? 'over' : 'exactly'
  return {
    zh: `${factList[name].zh}${since}，至${today}${zhState}${leaf.value}${today === complete ? '（当日是否计为届满，条文未明）' : ''}`,
    en: `${factList[name].en} ${since}: by ${today} ${enState} ${leaf.value}${today === complete ? ' (the text leaves open whether it is complete on the day itself)' : ''}`,
    distance: { zh: `满${leaf.value}之日为${complete}`, en: `${leaf.value} is complete on ${complete}` },
  }
}

/** 以上 stands behind its number, 超过 and 不低于 before it. */
function held(leaf: Compare | Ratio, limit: string, holds: boolean): string {
  const word = leaf.word ?? usualWords[leaf.is]
  if (!holds) return `${unmetWords[leaf.is]}${limit}`
  return /以[上下内外]$/u.test(word) ? `在${limit}${word}` : `${word}${limit}`
}

function equalToLimit(leaf: Compare | Ratio): Words {
  const word = leaf.word ?? usualWords[leaf.is]
  const included = leaf.is === 'at-least' || leaf.is === 'at-most'
  const authority = codified.test(word) ? '参照民法典第一千二百五十九条' : '按文义'
  return {
    zh: `（恰等于该数：“${word}”${included ? '包含' : '不包含'}本数，${authority}）`,
    en: ` (exactly at the number: «${word}» ${included ? 'includes' : 'excludes'} it, ${codified.test(word) ? 'by analogy with Civil Code Art. 1259' : 'by its plain meaning'})`,
  }
}

/** @param over the number less its limit */
function describeDistance(is: Comparison, over: bigint, write: (sum: bigint) => Words): Words {
  if (over === 0n) return describeAtLimit(is, write(1n))
  if (over > 0n) return { zh: `已超出限额${write(over).zh}`, en: `${write(over).en} above the limit` }
  const short = write(-over)
  if (is === 'at-least') return { zh: `距限额还差${short.zh}`, en: `${short.en} short of the limit` }
  const more = write(1n - over)
  if (is === 'more-than') return { zh: `再增加${more.zh}即超过限额`, en: `${more.en} more exceeds the limit` }
  return { zh: `低于限额${short.zh}`, en: `${short.en} below the limit` }
}

function describeAtLimit(is: Comparison, one: Words): Words {
  if (is === 'more-than')
    return { zh: `恰在限额，再增加${one.zh}即超过`, en: `exactly at the limit; ${one.en} more exceeds it` }
  if (is === 'less-than')
    return { zh: `恰在限额，减少${one.zh}即低于`, en: `exactly at the limit; ${one.en} less is below it` }
  return { zh: '恰在限额', en: 'exactly at the limit' }
}

function writtenLimit(value: string, name: FactName): string {
  const written = value.replace(/\s/gu, '')
  return factList[name].unit === 'yuan' && !written.endsWith('元') ? `${written}元` : written
}

function measured(name: FactName, number: string): Words {
  const unit = units[factList[name].unit]
  return { zh: `${number}${unit?.zh ?? ''}`, en: `${number}${unit?.en ?? ''}` }
}

function grouped(value: bigint): string {
  return value.toString().replace(/\B(?=(\d{3})+$)/gu, ',')
}

/** Percents of whole yuan end after two decimals, so nothing is rounded. */
function exactDecimal({ numerator, denominator }: Fraction): string {
  const integer = grouped(numerator / denominator)
  let rest = numerator % denominator
  let decimals = ''
  while (rest !== 0n && decimals.length < 6) {
    decimals += ((rest * 10n) / denominator).toString()
    rest = (rest * 10n) % denominator
  }
  return decimals === '' ? integer : `${integer}.${decimals}`
}
