/** Every figure in a text, however it is written: 10个工作日, 叁佰万元整, １５％, 百分之十五, two weeks, 每季度末, 第十八条. */
import { readNumber } from '#knowledge/law/chinese-number.ts'
import { englishNumber, readNumberWords } from '#knowledge/law/english-number.ts'
import { readEnglishNumber } from '#knowledge/law/numerals.ts'
import { halfWidth, type Span } from '#knowledge/law/spans.ts'

/** Which side of a figure is meant, and whether the figure itself belongs to it. */
export type Bound = 'over' | 'at-least' | 'under' | 'at-most' | 'included' | 'excluded' | 'exactly' | 'none'

export interface Figure extends Span {
  /** What it counts: only like is held against like. */
  readonly kind: string
  readonly value: string
  readonly bound: Bound
}

/** Words that hold a numeral and count nothing. */
const idioms =
  /(?:多久|多长时间|几年|几个月|几天|多少[天年])(?:报|做|搞|办|评|查)?一[次回]|一律|一般|统一|一体|一致|唯一|万一|十分|一定|一些|进一步|同一|之一|一旦|一并|一起|一样|单一|一切|第三方|第三者|一经|一直|一下|一边|一方面|一站式|一网|一票|专一|一贯|逐一|不一|一同|一道|一线|一流|一窗|一概|一举|统筹统一|四舍五入|百姓|千方百计|两化|半成品|[一二三]是(?!\d)|三重一大|[Oo]ne (?:of|another)|(?:no|any|every|each|the|that|this|which) one\b|三同步|五统一|九江|几/gu

const numerals = '零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟廿卅'
const arabic = String.raw`\d+(?:,\d{3})*(?:\.\d+)?`
const chinese = `[${numerals}]+(?:点[${numerals}]+)?`
const run = String.raw`(?:(?:${arabic}|${chinese})(?:\s?[万亿萬億](?:[${numerals}\d.]+)?)*(?:[${numerals}]*[万亿])?)`

const units: readonly (readonly [RegExp, string, number])[] = [
  [/^\s*个?(?:工作日|workdays?|working[\s-]days?|business[\s-]days?)/iu, 'working-days', 1],
  [/^\s*(?:个)?(?:日历)?(?:天|calendar days?|days?\b)|^\s*-days?\b|^\s*日(?:内|之内|以内|起|前)/iu, 'days', 1],
  [/^\s*个?(?:星期|礼拜|周)|^[\s-]*weeks?\b/iu, 'weeks', 1],
  [/^\s*个季度|^\s*quarters?\b/iu, 'months', 3],
  [/^\s*个月|^[\s-]*months?\b/iu, 'months', 1],
  [/^\s*周?年(?!度|底|初|末)|^[\s-]*years?\b/iu, 'months', 12],
  [/^\s*(?:小时|hours?\b)/iu, 'hours', 1],
  [/^\s*(?:%|percent\b|per cent\b|个百分点|个点)/iu, 'share', 1],
  [/^\s*成(?![为立果员本功])/u, 'share', 10],
  [/^\s*‰/u, 'share', 0.1],
]

interface Pattern {
  readonly pattern: RegExp
  readonly read: (match: RegExpExecArray, text: string) => readonly Omit<Figure, 'bound'>[]
}

const month =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'
const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const day = `[${numerals}\\d]{1,3}`

/** In this order: what one has read, the next does not see. */
const patterns: readonly Pattern[] = [
  // 第二十八条第二款第（三）项
  simple(new RegExp(`第?\\s*(${day})\\s*(条|款|章|节|编)(?!件|例|线)`, 'gu'), ([, count = '', unit = '']) => [
    ordinals[unit] ?? unit,
    whole(count),
  ]),
  simple(new RegExp(`第?\\s*[（(]\\s*(${day})\\s*[)）]\\s*项?|第\\s*(${day})\\s*项`, 'gu'), ([, a, b]) => [
    'item',
    whole(a ?? b ?? ''),
  ]),
  simple(new RegExp(`附件\\s*(${day})|\\bannex(?:es)?\\s*(\\d+|[ivx]+)\\b`, 'giu'), ([, a, b]) => [
    'annex',
    whole(a ?? b ?? ''),
  ]),
  simple(/\bart(?:icles?|s?\.)?\s*(\d+|[ivxl]+)\b/giu, ([, count = '']) => ['article', whole(count)]),
  simple(/\b(paragraph|chapter|section|item|clause)\s*(\d+|[ivxl]+)\b/giu, ([, unit = '', count = '']) => [
    unit.toLowerCase(),
    whole(count),
  ]),
  simple(/第[零〇一二两三四五六七八九十百\d]+(?=[^\s，。；：、])/gu, ([all]) => ['ordinal', whole(all.slice(1))]),
  simple(/[①-⑳]/gu, ([sign]) => ['ordinal', String((sign.codePointAt(0) ?? 0) - 0x245f)]),
  simple(/\b(\d+)(?:st|nd|rd|th)\b/giu, ([, count = '']) => ['ordinal', count]),
  // 2024年5月24日, 2024-05-24, 24 May 2024
  simple(/(\d{4})[-./](\d{1,2})[-./](\d{1,2})/gu, ([, y, m, d]) => ['date', `${y}-${Number(m)}-${Number(d)}`]),
  simple(
    new RegExp(`([\\d二〇零一三四五六七八九]{4})\\s*年(?:\\s*(${day})\\s*月)?(?:\\s*(${day})\\s*[日号])?`, 'gu'),
    ([, y = '', m, d]) => [
      'date',
      [whole(y), m, d].flatMap((each) => (each === undefined ? [] : [whole(each)])).join('-'),
    ],
  ),
  simple(new RegExp(`(${day})\\s*月\\s*(${day})\\s*[日号]`, 'gu'), ([, m = '', d = '']) => [
    'date',
    `-${whole(m)}-${whole(d)}`,
  ]),
  simple(new RegExp(`(?<!个)(${day})\\s*月(?:份)?([底初末中上下]旬?)?(?!度)`, 'gu'), ([, m = '', end = '']) => [
    'date',
    `-${whole(m)}${end.replace('末', '底')}`,
  ]),
  simple(new RegExp(`\\b(\\d{1,2})\\s+(${month})\\.?,?\\s+(\\d{4})\\b`, 'giu'), ([, d, m = '', y]) => [
    'date',
    `${y}-${monthOf(m)}-${Number(d)}`,
  ]),
  simple(new RegExp(`\\b(${month})\\.?\\s+(\\d{1,2}),?\\s+(\\d{4})\\b`, 'giu'), ([, m = '', d, y]) => [
    'date',
    `${y}-${monthOf(m)}-${Number(d)}`,
  ]),
  simple(new RegExp(`\\bend of (${month})\\b`, 'giu'), ([, m = '']) => ['date', `-${monthOf(m)}底`]),
  // how often, and days without a number
  simple(
    /每(?:个)?(季度|半年|季|年度?|月|周|日|天)|\b(annual|quarterly|monthly|weekly|daily|yearly)(?:ly)?\b|\b(?:every|each|per|once a) (year|quarter|month|week|day)\b/giu,
    ([, a, b, c]) => ['every', often(a ?? b ?? c ?? '')],
  ),
  simple(
    /次日|当日|当天|翌日|次月|次年|翌年|下个?月|明年|今年|去年|当年|季度末|年度?底|年度?末|月底|月末|年初/gu,
    ([all]) => ['when', all.replace('年度', '年').replace('末', '底')],
  ),
  simple(/半年/gu, () => ['months', '6']),
  simple(/半个月/gu, () => ['days', '15']),
  simple(/(?:一|两|三)?倍/gu, ([all]) => ['times', all]),
  // 百分之十五, 三分之一
  simple(new RegExp(`百分之(${arabic}|${chinese})`, 'gu'), ([, count = '']) => ['share', decimal(count)]),
  simple(new RegExp(`([${numerals}]+)分之([${numerals}]+)|(\\d+)\\s*/\\s*(\\d+)`, 'gu'), ([all]) => ['fraction', all]),
  simple(/一半|\bhalf\b|\bdozens?\b|\bthird of\b|\bquarter of\b/giu, ([all]) => ['fraction', all.toLowerCase()]),
  { pattern: new RegExp(run, 'gu'), read: (match, text) => [counted(match, text)] },
  { pattern: new RegExp(`${englishNumber}(?:[\\s-]+(?:million|billion|thousand|hundred))*`, 'giu'), read: readEnglish },
]

const ordinals: Readonly<Record<string, string>> = { 条: 'article', 款: 'paragraph', 章: 'chapter', 节: 'section' }

function simple(pattern: RegExp, value: (match: RegExpExecArray) => readonly [kind: string, value: string]): Pattern {
  return {
    pattern,
    read: (match) => {
      const [kind, own] = value(match)
      return [{ kind, value: own, start: match.index, end: match.index + match[0].length, text: match[0] }]
    },
  }
}

const places: ReadonlySet<string> = new Set(['article', 'paragraph', 'chapter', 'section', 'item', 'clause', 'annex'])

/** @returns figures in order; none overlaps another */
export function figuresIn(given: string): Figure[] {
  let text = halfWidth(given).replace(idioms, (words) => ' '.repeat(words.length))
  const found: Omit<Figure, 'bound'>[] = []
  for (const { pattern, read } of patterns) {
    const own = [...text.matchAll(pattern)].flatMap((match) => read(match, text))
    found.push(...own)
    for (const { start, end } of own) text = text.slice(0, start) + ' '.repeat(end - start) + text.slice(end)
  }
  const words = halfWidth(given)
  return found
    .map((figure) => ({
      ...figure,
      text: given.slice(figure.start, figure.end),
      // «Under Article 30» limits nothing.
      bound: places.has(figure.kind) ? 'none' : boundOf(words, figure),
    }))
    .sort((a, b) => a.start - b.start)
}

/** A text without «（第四十四条）»: where a rule stands is nothing of what it says, and no line is its source for holding it. */
export function withoutPlaces(given: string): string {
  const named = figuresIn(given).filter(({ kind }) => places.has(kind) && kind !== 'item')
  let text = given
  for (const { start, end } of named.toReversed()) text = text.slice(0, start) + text.slice(end)
  return text.replace(/[（(][\s、,，]*[）)]/gu, '')
}

/** The same amount of the same thing; a bare year holds its days. */
export function isSameFigure(figure: Figure, other: Figure): boolean {
  if (figure.kind === other.kind) {
    if (figure.value === other.value) return true
    return figure.kind === 'date' && other.value.startsWith(`${figure.value}-`)
  }
  const isCount = (kind: string) => kind.startsWith('count ')
  return (
    figure.value === other.value &&
    isCount(figure.kind) &&
    isCount(other.kind) &&
    (figure.kind === 'count ' || other.kind === 'count ')
  )
}

/** A run of numerals with what it counts: money, a share, a period, things. */
function counted(match: RegExpExecArray, text: string): Omit<Figure, 'bound'> {
  const start = match.index
  const digits = match[0]
  const rest = text.slice(start + digits.length)
  // «6至12个月»: what the second counts, the first counts too.
  const range = new RegExp(`^\\s*(?:至|到|[-–—~～])\\s*${run}`, 'u').exec(rest)
  const after = range === null ? rest : rest.slice(range[0].length)
  for (const [unit, kind, factor] of units) {
    const found = unit.exec(after)
    if (found === null) continue
    const half = /^(?:半)/u.exec(after.slice(found[0].length))
    const count = Number(decimal(digits)) * factor + (half === null ? 0 : factor / 2)
    const end = start + digits.length + (range === null ? found[0].length + (half?.[0].length ?? 0) : 0)
    return { kind, value: String(count), start, end, text: '' }
  }
  const scale = /^\s*(million|billion|thousand|mn|bn|k|w|m)\b/iu.exec(after)
  const money = /^\s*(?:余)?(?:元(?:整)?|圆(?:整)?|块钱?|yuan\b|RMB\b|CNY\b)/iu.exec(
    after.slice(scale?.[0].length ?? 0),
  )
  if (scale !== null || money !== null || /[万亿萬億]/u.test(digits)) {
    const value = Number(decimal(digits)) * (scales[scale?.[1]?.toLowerCase() ?? ''] ?? 1)
    const end = start + digits.length + (range === null ? (scale?.[0].length ?? 0) + (money?.[0].length ?? 0) : 0)
    return { kind: 'money', value: String(value), start, end, text: '' }
  }
  const thing =
    /^\s*(个|家|种|样|项|份|次|处|地|人|名|年|类|套|轮|期|级|方面|方|阶段|环节|情形|条件|关|步|遍|回|号|部分|字|页|条)/u.exec(
      after,
    )
  const kind = thing === null ? 'number' : `count ${thing[1] === '个' ? '' : thing[1]}`
  return {
    kind,
    value: decimal(digits),
    start,
    end: start + digits.length + (range === null ? (thing?.[0].length ?? 0) : 0),
    text: '',
  }
}

const scales: Readonly<Record<string, number>> = {
  million: 1e6,
  mn: 1e6,
  m: 1e6,
  billion: 1e9,
  bn: 1e9,
  thousand: 1e3,
  k: 1e3,
  w: 1e4,
}

function readEnglish(match: RegExpExecArray, text: string): Omit<Figure, 'bound'>[] {
  const [all] = match
  if (/^(?:and|point|a|hundred and)$/iu.test(all.trim())) return []
  const [, words = '', scale = ''] =
    /^(.*?)[\s-]*(million|billion|thousand)?$/iu.exec(
      all.replace(/^(?:and|a)\s+/iu, '').replace(/\s+(?:and|a)$/iu, ''),
    ) ?? []
  const read = readNumberWords(words.trim())
  if (read === undefined)
    return words.trim() === ''
      ? []
      : [{ kind: 'unread', value: all.toLowerCase(), start: match.index, end: match.index + all.length, text: '' }]
  const value = (Number(read.numerator) / Number(read.denominator)) * (scales[scale.toLowerCase()] ?? 1)
  const figure = counted(
    Object.assign([String(value)], { index: match.index }) as unknown as RegExpExecArray,
    `${' '.repeat(match.index)}${String(value)}${text.slice(match.index + all.length)}`,
  )
  const tail = figure.end - match.index - String(value).length
  return [
    {
      ...figure,
      kind: scale !== '' && figure.kind === 'number' ? 'money' : figure.kind,
      end: match.index + all.length + tail,
    },
  ]
}

function decimal(text: string): string {
  const read = readNumber(text.replace(/[\s,]/gu, '').replaceAll('廿', '二十').replaceAll('卅', '三十'))
  return read === undefined ? `?${text}` : String(Number(read.numerator) / Number(read.denominator))
}

function whole(text: string): string {
  const roman = /^[ivxl]+$/iu.test(text) ? readEnglishNumber(text.toUpperCase()) : undefined
  return roman === undefined ? decimal(text) : String(roman)
}

function monthOf(name: string): number {
  return months.indexOf(name.slice(0, 3).toLowerCase()) + 1
}

function often(word: string): string {
  if (/^(?:年|annual|year)/iu.test(word)) return 'year'
  if (/^(?:季|quarter)/iu.test(word)) return 'quarter'
  return word
    .toLowerCase()
    .replace(/^(?:月|month).*/u, 'month')
    .replace(/ly$/u, '')
}

/** What may stand between a bound and its figure: «不超过概算总投资15%». */
const between = String.raw`(?:[\p{Script=Han}]{0,8}|\s*(?:the |a |RMB ?|CNY ?|[¥￥])?)$`
const bounds: readonly (readonly [words: string, bound: Bound])[] = [
  [
    String.raw`不得?超过|不超(?!过)|未超过|没有?超过|不大于|不高于|不多于|不得多于|最多|至多|不晚于|最迟|\bat most|\b(?:no|not) more than|\bnot exceed(?:ing)?|\bup to|\bwithin|\bno later than`,
    'at-most',
  ],
  [
    String.raw`不低于|不少于|不小于|不得低于|不得少于|至少|最少|\bat least|\b(?:no|not) (?:be )?(?:less|fewer|lower) than|\bminimum of`,
    'at-least',
  ],
  [
    String.raw`超过|(?<!不)超(?![过出])|大于|高于|多于|超出|\bmore than|\bover|\babove|\bexceed(?:s|ing)?|\bgreater than|\bbeyond`,
    'over',
  ],
  [String.raw`低于|小于|少于|不足|不满|未满|不到|\bless than|\bunder|\bbelow|\bfewer than`, 'under'],
]
const adjacent: readonly (readonly [words: RegExp, bound: Bound])[] = [
  [/(?:正好|恰好|刚好|刚刚好|恰等于|exactly)\s*$/iu, 'exactly'],
  // «限额是1000万元»: the line itself, without saying what lies on either side.
  [/(?:限额|门槛|界限|分界线)(?:是|为|即)?\s*$/u, 'exactly'],
  [/不(?:包)?含\s*$/u, 'excluded'],
  [/含\s*$/u, 'included'],
  [/(?:未达到?|没到|[未不]满)\s*$/u, 'under'],
  [/(?:达到?|满)\s*$/u, 'at-least'],
]
const before: readonly (readonly [RegExp, Bound])[] = [
  ...adjacent,
  ...bounds.map(([words, bound]): [RegExp, Bound] => [new RegExp(`(?:${words})${between}`, 'iu'), bound]),
]
const after: readonly (readonly [RegExp, Bound])[] = [
  [/^\s*(?:\(含[^)]*\))?(?:及?以上|\s*and (?:above|over|more)|\s*or (?:more|above|over))/iu, 'at-least'],
  [/^\s*(?:及?以下|以内|之内|内(?!容|部)|\s*or less|\s*and below)/iu, 'at-most'],
  [/^\s*的?(?:下限|底线|起步)/u, 'at-least'],
  [/^\s*的?(?:上限|封顶|红线)/u, 'at-most'],
  // Named as a limit, without saying what lies on either side.
  [/^(?:[、和及与或\d.万亿元\s])*的?(?:金额|投资|限额)?(?:线|门槛|档|标准|界限|限额)/u, 'exactly'],
]

function boundOf(text: string, { start, end }: Pick<Span, 'start' | 'end'>): Bound {
  const head = text.slice(Math.max(0, start - 24), start)
  const tail = text.slice(end, end + 16)
  return after.find(([words]) => words.test(tail))?.[1] ?? before.find(([words]) => words.test(head))?.[1] ?? 'none'
}
