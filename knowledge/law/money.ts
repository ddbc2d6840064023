/** Sums of money in a sentence: what is read as a sum, what is asked back, and what is no sum. */
import { type Exact, readNumber } from './chinese-number.ts'
import { englishNumber, readNumberWords } from './english-number.ts'
import { formatShort } from './money-words.ts'
import { halfWidth, type Span } from './spans.ts'

/** A sum in whole yuan. */
export interface Money extends Span {
  readonly kind: 'money'
  readonly yuan: number
}

/** A sum that is not exact: what is known of it, and the question to ask back. */
export interface VagueMoney extends Span {
  readonly kind: 'vague'
  /** It is at least this, or above it where `lowIncluded` is false. */
  readonly low?: number
  readonly high?: number
  readonly lowIncluded: boolean
  readonly highIncluded: boolean
  readonly question: string
}

const digit = '零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖'
const small = '十百千拾佰仟'
/** Runs of digits are taken whole: to divide one in every way there is would take for ever. */
const arabic = String.raw`(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+(?!\d))(?:\.\d+(?!\d))?`
const big = '[万萬亿億]'
const number = String.raw`(?:${arabic}|[${digit}十拾])(?:\s?${big}|\s?个${big}|${arabic}|[${digit}${small}]|点(?=[${digit}]))*`
const currency = String.raw`(?:元|圆|块钱|(?<!一)块(?![儿屏板])|yuan\b|RMB\b|CNY\b|人民币)`
const front = String.raw`(?<front>(?:人民币|RMB|CNY|[¥￥])\s*)?`
const before =
  '(?<before>不到|不足|未满|小于|低于|少于|不超过|超过|大于|高于|多于|不低于|不少于|至少|最多|将近|接近|近|大概|大约|差不多|约)?'
const after = '(?<after>及以上|以上|以下|以内|之内|左右|上下|出头|开外|不到)?'
/** In this order: «不超过» holds «超过», «不低于» holds «低于». */
const [atMost, atLeast] = [/不超过|最多|以下|以内|之内/u, /不低于|不少于|至少|以上/u]
const [under, over] = [/不到|不足|未满|小于|低于|少于/u, /超过|大于|高于|多于|开外/u]
const thingsCounted =
  '(?!\\s*(?:个(?!亿|万)|[人条次台户份家名套辆件吨张亩字兆步遍篇款项分度米]|平方|公里|用户|并发|小时|千瓦|people|users|records|rows|items|residents))'

const patterns = {
  range: new RegExp(
    `${front}(?<a>${number})(?:元)?\\s*(?:到|至|[-~—–－～])\\s*(?<b>${number})\\s*${currency}?${thingsCounted}`,
    'giu',
  ),
  several: new RegExp(
    `(?<![十百千\\d])(?<lead>好几|几|数|上)(?<unit>[十百千]?[万亿]|[十百千](?=元|块))\\s*${currency}?${thingsCounted}`,
    'gu',
  ),
  twoDigits: new RegExp(
    `(?<a>[一二两三四五六七八])(?<b>[二三四五六七八九])(?<unit>[十百千]?[万亿])\\s*${currency}?${thingsCounted}`,
    'gu',
  ),
  more: new RegExp(
    `${front}${before}(?<number>${number})\\s?(?<vague>来|多|余|几)\\s?个?(?<unit>[万亿])?\\s*(?<back>${currency})?${thingsCounted}`,
    'giu',
  ),
  english: new RegExp(
    `${front}(?<number>${arabic}|${englishNumber})[\\s-]*(?<scale>million|billion|thousand|mn|bn|m|k|w)(?![a-z])\\s*(?<back>yuan\\b|RMB\\b|CNY\\b|元)?${thingsCounted}`,
    'giu',
  ),
  plain: new RegExp(
    `${front}${before}(?<number>${number})\\s*(?<back>${currency})?(?<tail>多)?\\s*(?:整|正)?${after}${thingsCounted}`,
    'giu',
  ),
} as const
const scales: Readonly<Record<string, bigint>> = {
  million: 1_000_000n,
  mn: 1_000_000n,
  m: 1_000_000n,
  billion: 1_000_000_000n,
  bn: 1_000_000_000n,
  thousand: 1000n,
  k: 1000n,
  w: 10_000n,
}

/** The sums in a text, in order, each with its place. */
export function findMoney(text: string): (Money | VagueMoney)[] {
  const plainText = halfWidth(text)
  const found: (Money | VagueMoney)[] = []
  const readers: readonly (readonly [RegExp, (groups: Groups, span: Span) => Money | VagueMoney | undefined])[] = [
    [patterns.range, readRange],
    [patterns.twoDigits, readTwoDigits],
    [patterns.more, readMore],
    [patterns.several, readSeveral],
    [patterns.english, readEnglish],
    [patterns.plain, readPlain],
  ]
  for (const [pattern, read] of readers) {
    for (const match of plainText.matchAll(pattern)) {
      const span = {
        start: match.index,
        end: match.index + match[0].trimEnd().length,
        text: text.slice(match.index, match.index + match[0].trimEnd().length),
      }
      if (isPartOfWord(plainText, span) || found.some((other) => other.start < span.end && span.start < other.end))
        continue
      const sum = read(match.groups ?? {}, span)
      if (sum !== undefined) found.push(sum)
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

type Groups = Readonly<Record<string, string | undefined>>

/** 3O0万, З00万, ③00万, 3·5万: a sign before that may have been meant as a digit, or as a point between digits. */
const likeDigit = /(?![A-Za-z〇])(?:\p{N}|\p{M}|(?!\p{Script=Han})\p{L})$|(?<![A-Za-z])[OoIl|]$|\d\s?[·・٫٬․⁄∕]\s?$/u

/** 第300万, 〔2019〕57, 0537-2345678, 十万火急: digits that go on to either side belong to something else. */
function isPartOfWord(text: string, { start, end }: Span): boolean {
  const before = text.slice(0, start)
  return (
    /[第〔\d.-]$/u.test(before) ||
    likeDigit.test(before) ||
    /^0\d/u.test(text.slice(start)) ||
    /^(?:号|条|年|月|日|火急|分之|%)/u.test(text.slice(end)) ||
    /\d\d$/u.test(text.slice(end - 1, end + 1))
  )
}

const hasBig = (text: string) => /[万萬亿億]/u.test(text)

function readRange({ front, a = '', b = '' }: Groups, span: Span): VagueMoney | undefined {
  if (front === undefined && !hasBig(b) && !new RegExp(`${currency}$`, 'iu').test(span.text)) return undefined
  const unit = hasBig(a) ? '' : (/[万萬亿億]$/u.exec(b)?.[0] ?? '')
  const high = toYuan(readNumber(squeezed(b))) ?? 0
  // 三百到五百万 is 300万 to 500万; 5000到1万 can only be 5000元.
  const low = [squeezed(a) + unit, squeezed(a)]
    .map((text) => toYuan(readNumber(text)))
    .find((sum) => sum !== undefined && sum < high)
  if (low === undefined) return undefined
  return {
    ...span,
    kind: 'vague',
    low,
    high,
    lowIncluded: true,
    highIncluded: true,
    question: `是${formatShort(low)}到${formatShort(high)}之间的多少元？请给出准确数额。`,
  }
}

function readSeveral({ lead, unit = '' }: Groups, span: Span): VagueMoney | undefined {
  const one = toYuan(readNumber(`一${unit}`))
  if (one === undefined) return undefined
  const low = lead === '上' ? one : one * 2
  return vague(span, { low, high: lead === '上' ? undefined : one * 10, lowIncluded: true })
}

function readTwoDigits({ a = '', b = '', unit = '' }: Groups, span: Span): VagueMoney | undefined {
  const [low, high] = [toYuan(readNumber(a + unit)), toYuan(readNumber(b + unit))]
  if (low === undefined || high === undefined || high <= low) return undefined
  return vague(span, { low, high, lowIncluded: true, highIncluded: true })
}

/** 三百多万, 500来万, 十几万 */
function readMore(
  { front, before, number: digits = '', vague: how, unit = '', back }: Groups,
  span: Span,
): VagueMoney | undefined {
  if (!hasBig(digits + unit) && front === undefined && back === undefined) return undefined
  const yuan = toYuan(readNumber(squeezed(digits) + unit))
  if (yuan === undefined) return undefined
  const [low, high] = how === '来' ? [yuan - placeOf(yuan), yuan + placeOf(yuan)] : [yuan, yuan + placeOf(yuan)]
  if (before !== undefined && (atMost.test(before) || under.test(before))) return vague(span, { high })
  if (before !== undefined && (atLeast.test(before) || over.test(before))) return vague(span, { low })
  return how === '来' || before !== undefined ? about(span, yuan) : vague(span, { low, high })
}

function readEnglish(
  { front, number: digits = '', scale = '', back }: Groups,
  span: Span,
): Money | VagueMoney | undefined {
  const short = scale.length === 1 && scale.toLowerCase() !== 'w'
  if (short && front === undefined && back === undefined) return undefined
  const read = readNumber(digits) ?? readNumberWords(digits)
  const by = scales[scale.toLowerCase()]
  if (read === undefined || by === undefined) return undefined
  return exactly(span, { numerator: read.numerator * by, denominator: read.denominator })
}

function readPlain(
  { front, before, number: digits = '', back, tail, after }: Groups,
  span: Span,
): Money | VagueMoney | undefined {
  if (front === undefined && back === undefined && !hasBig(digits) && !/^\d{1,3}(?:,\d{3}){2,}$/u.test(digits))
    return undefined
  const read = readNumber(squeezed(digits))
  if (read === undefined) return unreadable(span)
  const yuan = toYuan(read)
  if (yuan === undefined || (before === undefined && tail === undefined && after === undefined))
    return exactly(span, read)
  const words = `${before ?? ''}${after ?? ''}`
  if (atMost.test(words)) return vague(span, { high: yuan, highIncluded: true })
  if (atLeast.test(words)) return vague(span, { low: yuan, lowIncluded: true })
  if (under.test(words)) return vague(span, { high: yuan })
  if (over.test(words)) return vague(span, { low: yuan })
  if (/近/u.test(words)) return vague(span, { low: yuan - placeOf(yuan), high: yuan })
  if (tail !== undefined || after === '出头') return vague(span, { low: yuan, high: yuan + placeOf(yuan) })
  return about(span, yuan)
}

function exactly(span: Span, read: Exact): Money | VagueMoney {
  const yuan = toYuan(read)
  if (yuan !== undefined) return { ...span, kind: 'money', yuan }
  const low = Number(read.numerator / read.denominator)
  if (!Number.isSafeInteger(low + 1)) return unreadable(span)
  return {
    ...span,
    kind: 'vague',
    low,
    high: low + 1,
    lowIncluded: false,
    highIncluded: false,
    question: `金额按整元填写：是${low}元还是${low + 1}元？`,
  }
}

function vague(
  span: Span,
  known: { low?: number; high?: number | undefined; lowIncluded?: boolean; highIncluded?: boolean },
): VagueMoney {
  const { low, high, lowIncluded = false, highIncluded = false } = known
  const limits = [
    ...(low === undefined ? [] : [`${lowIncluded ? '不少于' : '高于'}${formatShort(low)}`]),
    ...(high === undefined ? [] : [`${highIncluded ? '不超过' : '低于'}${formatShort(high)}`]),
  ]
  const question = `“${span.text}”只知道${limits.join('、')}，准确是多少元？`
  return {
    ...span,
    kind: 'vague',
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    lowIncluded,
    highIncluded,
    question,
  }
}

/** 500来万: it may be exactly that, more or less. */
function about(span: Span, yuan: number): VagueMoney {
  const question = `是${formatShort(yuan)}整，还是高于或低于${formatShort(yuan)}？请给出准确数额。`
  return {
    ...span,
    kind: 'vague',
    low: yuan - placeOf(yuan),
    high: yuan + placeOf(yuan),
    lowIncluded: false,
    highIncluded: false,
    question,
  }
}

function unreadable(span: Span): VagueMoney {
  return {
    ...span,
    kind: 'vague',
    lowIncluded: false,
    highIncluded: false,
    question: `没能读懂“${span.text}”，准确是多少元？例如300万元。`,
  }
}

/** 3000000 → 1000000: what a «more than» of its last told digit may come to. */
function placeOf(yuan: number): number {
  if (yuan === 0) return 0
  let place = 1
  while (yuan % (place * 10) === 0) place *= 10
  return place
}

function toYuan(read: Exact | undefined): number | undefined {
  if (read === undefined || read.numerator % read.denominator !== 0n) return undefined
  const yuan = read.numerator / read.denominator
  return yuan < BigInt(Number.MAX_SAFE_INTEGER) ? Number(yuan) : undefined
}

function squeezed(text: string): string {
  return text.replace(/[\s个]/gu, '')
}
