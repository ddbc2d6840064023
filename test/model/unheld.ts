/**
 * Numbers, dates, article numbers and offices of a text that no source holds. Written apart from the product's own check
 * of drafts, and sharing nothing with it: what one overlooks the other must not.
 */

export interface Unheld {
  readonly kind: 'number' | 'date' | 'article' | 'office'
  readonly words: string
}

export interface Sources {
  /** Articles cited, whole, with their translations; what tools gave; what the measures are called and how long they hold. */
  readonly texts: readonly string[]
  /** Articles cited: `18`, `annex-2`. */
  readonly articles: readonly string[]
}

const numeral = (words: string, from: number): [string, number][] => [...words].map((sign, i) => [sign, from + i])
const signs = new Map([
  ...numeral('零一二三四五六七八九', 0),
  ...numeral('壹贰叁肆伍陆柒捌玖', 1),
  ['〇', 0],
  ['两', 2],
])
const scales = new Map(
  [...'十百千万亿'].flatMap((sign, i): [string, number][] => [
    [sign, [10, 100, 1000, 1e4, 1e8][i] ?? 1],
    ['拾佰仟萬億'.charAt(i), [10, 100, 1000, 1e4, 1e8][i] ?? 1],
  ]),
)
const english =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  )
const tens: Readonly<Record<string, number>> = { thirty: 30, forty: 40, fifty: 50, sixty: 60, ninety: 90 }

const figure =
  '(?:\\d[\\d,]*(?:\\.\\d+)?|[零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟]+)(?:\\s*[十百千]?[万亿])*'
/** A unit, and how it is counted: money, share, days … */
const units: readonly (readonly [string, string, number])[] = [
  ['个?工作日|(?:working|business) days?', 'workday', 1],
  ['日内|日历?天|天|日(?=[以之内起])|(?:calendar )?days?', 'day', 1],
  ['个?(?:周|星期)|weeks?', 'week', 1],
  ['个月|months?', 'month', 1],
  ['个?季度|quarters?', 'month', 3],
  ['周?年(?![\\d一二三四五六七八九十])|years?', 'month', 12],
  ['[%％]|percent|per cent|个百分点', 'share', 1],
  ['元|yuan', 'money', 1],
  ['million(?: yuan)?', 'money', 1e6],
  ['家|名|人|份|次|种|类|倍|套|轮|期|处|地', 'thing', 1],
]

export function unheldIn(text: string, sources: Sources): Unheld[] {
  const held = sources.texts.map(plain).join('\n')
  const words = plain(text.replace(/^\d+\. /gmu, ''))
  return [
    ...articlesIn(words)
      .filter(([ref]) => !sources.articles.includes(ref) && !articlesIn(held).some(([other]) => other === ref))
      .map(([, own]): Unheld => ({ kind: 'article', words: own })),
    ...datesIn(words)
      .filter(
        ([day]) =>
          !datesIn(held).some(([other]) => other === day || other.endsWith(`-${day}`) || other.startsWith(`${day}-`)),
      )
      .map(([, own]): Unheld => ({ kind: 'date', words: own })),
    ...unheldNumbers(withoutDates(words), withoutDates(held)).map((own): Unheld => ({ kind: 'number', words: own })),
    ...unheldOffices(words.replaceAll('、', ''), held.replaceAll('、', '')).map(
      (own): Unheld => ({ kind: 'office', words: own }),
    ),
  ]
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/(?<=\p{Script=Han})\s+(?=[\p{Script=Han}\d])|(?<=\d)\s+(?=\p{Script=Han})/gu, '')
}

function readFigure(written: string): number {
  const lower = written.toLowerCase().replaceAll(/[,\s]/g, '')
  if (english.includes(lower)) return english.indexOf(lower)
  if (lower in tens) return tens[lower] ?? Number.NaN
  const [, digits, scale = ''] = /^(\d+(?:\.\d+)?)([十百千万亿]*)$/u.exec(lower) ?? []
  if (digits !== undefined) return [...scale].reduce((value, sign) => value * (scales.get(sign) ?? 1), Number(digits))
  let whole = 0
  let section = 0
  let digit = 0
  for (const sign of lower) {
    const scale = scales.get(sign)
    if (scale === undefined) digit = (signs.get(sign) ?? Number.NaN) + (section === 0 && digit > 0 ? digit * 10 : 0)
    else if (scale >= 1e4) {
      whole = (whole + section + digit) * scale
      section = 0
      digit = 0
    } else {
      section += (digit === 0 ? 1 : digit) * scale
      digit = 0
    }
  }
  return whole + section + digit
}

function articlesIn(text: string): [ref: string, words: string][] {
  return [
    ...[...text.matchAll(/第([零一二三四五六七八九十百\d]+)条/gu)].map((match): [string, string] => [
      String(readFigure(match[1] ?? '')),
      match[0],
    ]),
    ...[...text.matchAll(/\bart(?:icle|\.)\s*(\d+)/giu)].map((match): [string, string] => [match[1] ?? '', match[0]]),
    ...[...text.matchAll(/(?:附件|annex)\s*([一二三四五六\d])/giu)].map((match): [string, string] => [
      `annex-${readFigure(match[1] ?? '')}`,
      match[0],
    ]),
  ]
}

const date =
  /(\d{4})[-年/.](\d{1,2})(?:[-月/.](\d{1,2}))?日?|(\d{1,2}|[一二三四五六七八九十]{1,3})月(?:(\d{1,2}|[一二三四五六七八九十]{1,3})[日号]|([底初末]))|(\d{4})年(?!\d)/gu
const months = 'january february march april may june july august september october november december'.split(' ')
const englishDate = new RegExp(`(?:(\\d{1,2}) )?(${months.join('|')})(?: (\\d{1,2})(?!\\d),?)?(?: (\\d{4}))?`, 'giu')

function datesIn(text: string): [day: string, words: string][] {
  return [
    ...[...text.matchAll(date)].map(([all, y, m, d, month, day, end, year]): [string, string] => {
      const parts = year === undefined ? (month === undefined ? [y, m, d] : [month, day ?? end]) : [year]
      return [
        parts
          .flatMap((part) =>
            part === undefined ? [] : [/[底初末]/u.test(part) ? part.replace('末', '底') : String(readFigure(part))],
          )
          .join('-'),
        all,
      ]
    }),
    ...[...text.matchAll(englishDate)].flatMap(([all, before, month = '', behind, year]): [string, string][] => {
      const day = before ?? behind
      if (day === undefined) return []
      return [
        [[year, months.indexOf(month.toLowerCase()) + 1, day].filter((part) => part !== undefined).join('-'), all],
      ]
    }),
  ]
}

function withoutDates(text: string): string {
  return text
    .replace(date, ' ')
    .replace(englishDate, ' ')
    .replace(/第[零一二三四五六七八九十百\d]+[条款项章节]|\bart(?:icle|\.)\s*\d+/giu, ' ')
}

function unheldNumbers(text: string, held: string): string[] {
  const known = new Set(numbersIn(held).map(({ key }) => key))
  // In the output of a tool a number stands without its unit.
  const bare = new Set([...held.matchAll(/"[^"]*":(-?\d+(?:\.\d+)?)/gu)].map(([, value]) => Number(value)))
  const listed = listLengths(held)
  return numbersIn(text)
    .filter(({ key, value }) => !known.has(key) && !bare.has(value) && !(key.startsWith('thing ') && listed.has(value)))
    .map(({ words }) => words)
}

/** «三种»: as many as a source lists one after another. */
function listLengths(held: string): Set<number> {
  const marked = ['(二)', '(三)', '(四)', '(五)', '(六)', '(七)'].flatMap((mark, i) =>
    held.includes(mark) ? [i + 2] : [],
  )
  const named = held.split(/[，,。；;：:！!？?\n]/u).map((line) => line.split(/、|以及|和/u).length)
  return new Set([...marked, ...named])
}

interface Found {
  readonly key: string
  readonly value: number
  readonly words: string
}

function numbersIn(text: string): Found[] {
  const found: Found[] = []
  let rest = text.replace(/百分之([零一二三四五六七八九十百\d]+)/gu, (_all, share: string) => `${readFigure(share)}%`)
  for (const [unit, kind, factor] of units) {
    const counted = new RegExp(
      `(${figure}|\\b(?:${[...english, ...Object.keys(tens)].join('|')})\\b)[\\s-]*(?:余|多)?(?:${unit})`,
      'giu',
    )
    rest = rest.replace(counted, (words, written: string) => {
      const value = readFigure(written) * factor
      if (!(kind === 'thing' && value === 1)) found.push({ key: `${kind} ${value}`, value, words })
      return ' '
    })
  }
  // What is left: digits without a unit that is known, and round sums («300万»).
  for (const [words] of rest.matchAll(/\d[\d,]*(?:\.\d+)?(?:\s*[百千]?[万亿])?/gu)) {
    const value = readFigure(words)
    found.push({ key: `${/[万亿]/u.test(words) ? 'money' : 'bare'} ${value}`, value, words })
  }
  return found
}

const office =
  /(?:委员会|办公室|领导小组|管委会|发改委|部门|政府(?!采购|投资|购买|信息)|(?<=\p{Script=Han})局|(?<=\p{Script=Han})厅|法院|公司|中心|研究院|承诺函|保证书|责任书|保证金)/gu
const joins =
  /[\s，。；：、,;:.（(《“「"由向报经到至给送与和及或是为归请找的被让对同在从应须需要有按凭随先后再也还可且各该本非等以内]/u

function unheldOffices(text: string, held: string): string[] {
  return [...text.matchAll(office)].flatMap((match) => {
    const end = match.index + match[0].length
    let start = match.index
    if (!held.includes(match[0])) return [text.slice(Math.max(0, start - 6), end)]
    while (start > 0 && /\p{Script=Han}/u.test(text.charAt(start - 1)) && held.includes(text.slice(start - 1, end)))
      start--
    const before = text.charAt(start - 1)
    const ownName = end - start - match[0].length >= 2 || before === '' || joins.test(before)
    return ownName && !/[省市区县州]/u.test(before) ? [] : [text.slice(Math.max(0, start - 6), end)]
  })
}
