/** Days in a sentence, as staff say them: 4月26日, 上周五, 月底, September 18, 2026. What is vague is asked back. */
import {
  type Assumed,
  type Found,
  type Groups,
  readAgo,
  readEnglish,
  readEnglishEnd,
  readMonthDay,
  readMonthPart,
  readNamed,
  readPart,
  readSaid,
  readSlashed,
  readVague,
  readWeekday,
  readWritten,
  say,
} from './read-days.ts'
import { halfWidth, type Span } from './spans.ts'
import type { IsoDate } from './units.ts'

/** A day that is sure. */
export interface ReadDay extends Span {
  readonly kind: 'day'
  readonly day: IsoDate
  /** What was not said and is taken from today; to be told with the answer. */
  readonly assumed?: Assumed
}

/** A day that is not sure: the question to ask back, and the days it may be. */
export interface VagueDay extends Span {
  readonly kind: 'vague'
  readonly candidates: readonly IsoDate[]
  readonly question: string
}

export type DayInWords = ReadDay | VagueDay

const cn = '零〇一二两三四五六七八九十'
const yearWord =
  '(?<relative>大前|前|去|上一|今|本|当|明|下一|后)年|(?<year>\\d{4}|\\d{2}|[零〇一二三四五六七八九]{4})年'
const month = `(?<month>\\d{1,2}|[${cn}]{1,3})月`
const date = `(?<date>\\d{1,2}|[${cn}]{1,3})\\s?[日号]`
const monthName =
  '\\b(?<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\b\\.?'

/** In order: the more a pattern says, the earlier it is tried. */
const readers: readonly (readonly [RegExp, (groups: Groups, today: IsoDate) => Found | undefined])[] = [
  [/(?<![\d.-])(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<date>\d{1,2})(?!\d|[OoIl](?![A-Za-z]))/gu, readWritten],
  [/(?<!\d)(?<year>(?:19|20)\d{2})(?<month>\d{2})(?<date>\d{2})(?!\d)/gu, readWritten],
  [new RegExp(`(?:${yearWord})\\s?${month}\\s?${date}`, 'gu'), readNamed],
  [new RegExp(`(?:${yearWord})\\s?${month}(?:份)?(?<part>底|末|初|上旬|中旬|下旬|中)`, 'gu'), readPart],
  [new RegExp(`(?:${yearWord})年?\\s?(?<part>底|末|初|中)`, 'gu'), readPart],
  [/年(?<part>底|末)/gu, readPart],
  [
    new RegExp(
      `(?:${yearWord})?\\s?(?<feast>元旦|春节|过年|除夕|清明节?|五一|劳动节|端午节?|中秋节?|国庆节?|十一)(?:放假)?(?:之?前后?|之?后|期间|那几天|左右|当天)`,
      'gu',
    ),
    readVague,
  ],
  [new RegExp(`(?<!年\\s?|[\\d${cn}])${month}\\s?${date}`, 'gu'), readNamed],
  [new RegExp(`(?<!年\\s?|[\\d${cn}])${month}(?:份)?(?<part>底|末|初|上旬|中旬|下旬|中)`, 'gu'), readPart],
  [new RegExp(`(?<which>上|这|本|下)个?月\\s?${date}`, 'gu'), readMonthDay],
  [
    new RegExp(`(?<![\\d${cn}几]|几个)(?<which>上|这|本|下)?个?月(?<part>底|末|初|上旬|中旬|下旬|中)`, 'gu'),
    readMonthPart,
  ],
  [/(?<which>上上|上|这|本|下下|下)?个?(?:周|星期|礼拜)(?<weekday>[一二三四五六日天])/gu, readWeekday],
  [new RegExp(`(?<count>\\d{1,3}|[${cn}]{1,3})\\s?(?<unit>天|周|个月)(?<side>前|后)(?!年)`, 'gu'), readAgo],
  [
    /前几天|前两天|最近|近期|前阵子|过几天|这几天|上个月(?!\s?\d)|下个月(?!\s?\d)|节前|节后|(?<!个)月内|(?<![\d零〇一二两三四五六七八九十半几])年内|[上中下]旬|年初|月初|年中/gu,
    readVague,
  ],
  [new RegExp(`${monthName}\\s+(?<date>\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s+(?<year>\\d{4}))?\\b`, 'giu'), readEnglish],
  [
    new RegExp(`(?<!\\d)(?<date>\\d{1,2})(?:st|nd|rd|th)?\\s+${monthName}(?:,?\\s+(?<year>\\d{4}))?`, 'giu'),
    readEnglish,
  ],
  [new RegExp(`end of ${monthName}(?:\\s+(?<year>\\d{4}))?`, 'giu'), readEnglishEnd],
  [/\b(?:(?<which>last|this|next)\s+)(?<english>sun|mon|tue|wed|thu|fri|sat)[a-z]*day\b/giu, readWeekday],
  [/(?<![\d/〔-])(?<first>\d{1,2})\/(?<second>\d{1,2})(?![\d/%])/gu, readSlashed],
  [new RegExp(`(?:${yearWord})?\\s?${month}(?!\\s?\\d|内|间|份?[底末初上中下])`, 'gu'), readVague],
  [/^\s*(?<date>\d{1,2})\s?[日号]\s*$/gu, readMonthDay],
  [/(?<said>大前天|大后天|今天|今日|昨天|昨日|前天|明天|明日|后天|\b(?:today|yesterday|tomorrow)\b)/giu, readSaid],
]

/**
 * The days in a text, in order.
 *
 * @param today what 昨天, 上周五 and a day without a year are reckoned from
 */
export function findDays(text: string, today: IsoDate): DayInWords[] {
  const plain = halfWidth(text)
  const found: DayInWords[] = []
  for (const [pattern, reader] of readers) {
    for (const match of plain.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length]
      if (found.some((other) => other.start < end && start < other.end)) continue
      const read = reader(match.groups ?? {}, today)
      if (read !== undefined) found.push(toWords({ start, end, text: text.slice(start, end) }, read))
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

function toWords(span: Span, read: Found): DayInWords {
  if ('day' in read) return { ...span, kind: 'day', ...read }
  const { candidates, why } = read
  return {
    ...span,
    kind: 'vague',
    candidates,
    question:
      candidates.length > 0
        ? `“${span.text}”是${candidates.map(say).join('，还是')}？`
        : `“${span.text}”是哪一天？${why}`,
  }
}
