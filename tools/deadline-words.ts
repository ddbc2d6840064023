/** The steps of a reckoning in words, so that a clerk can check it by hand. */
import type { IsoDate } from '#knowledge/law/units.ts'
import { shiftDays, weekdayOf } from '#knowledge/law/units.ts'
import type { SkippedDay } from './working-days.ts'

export type Lang = 'zh' | 'en'

const weekdays: Readonly<Record<Lang, readonly string[]>> = {
  zh: ['日', '一', '二', '三', '四', '五', '六'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
}

/** 2026年9月18日（星期五） */
export function sayDay(day: IsoDate, lang: Lang): string {
  const name = weekdays[lang][weekdayOf(day)] ?? ''
  if (lang === 'en') return `${day} (${name})`
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日（星期${name}）`
}

/** Days in a row that rest for the same reason are told as one span. */
export function saySkipped(skipped: readonly SkippedDay[], lang: Lang): string {
  const spans: { from: IsoDate; to: IsoDate; why: string }[] = []
  for (const { date, why } of [...skipped].sort((a, b) => (a.date < b.date ? -1 : 1))) {
    const last = spans.at(-1)
    if (last !== undefined && last.why === why && shiftDays(last.to, 1) === date) last.to = date
    else spans.push({ from: date, to: date, why })
  }
  const said = spans.map(({ from, to, why }) => {
    const days = from === to ? from : lang === 'zh' ? `${from}至${to}` : `${from} to ${to}`
    return `${days} ${why}`
  })
  return said.join(lang === 'zh' ? '；' : '; ')
}

export const stepWords = {
  zh: {
    start: (event: string, on: IsoDate) =>
      `起算：${event}之日为${sayDay(on, 'zh')}，开始的当日不计入，自${sayDay(shiftDays(on, 1), 'zh')}起算（民法典第二百零一条）`,
    workingDays: (count: number, excluded: number) =>
      excluded === 0
        ? `期限：${count}个工作日`
        : `期限：${count}个工作日，另加条文不计入的${excluded}个工作日，共数${count + excluded}个工作日`,
    skipped: (days: string, count: number) =>
      count === 0 ? '不计入的日子：其间没有休息日和节假日' : `不计入的日子（共${count}天）：${days}`,
    madeUp: (days: readonly IsoDate[]) => `照常计入的调休上班日：${days.map((day) => sayDay(day, 'zh')).join('、')}`,
    lastWorkingDay: (count: number, due: IsoDate) => `届满：第${count}个工作日为${sayDay(due, 'zh')}`,
    isWorkingDay: () => '顺延：届满日是工作日，不须顺延（民法典第二百零三条）',
    months: (period: string, nominal: IsoDate, corresponds: boolean) =>
      `届满：${period}，到期月${corresponds ? '的对应日' : '没有对应日，以月末日'}为${sayDay(nominal, 'zh')}（民法典第二百零二条）`,
    rolled: (days: string, due: IsoDate) =>
      `顺延：${days}，顺延至其后第一个工作日${sayDay(due, 'zh')}（民法典第二百零三条）`,
    unknownRoll: (years: string) => `顺延：${years}年的放假安排无从知道，不能判断是否顺延`,
    neverRolled: (due: IsoDate) => `顺延：这是固定日期或期限届满日，遇休息日不顺延，以${sayDay(due, 'zh')}为准`,
    fixed: (period: string, due: IsoDate) => `规定：${period}，最后一日为${sayDay(due, 'zh')}，含当日`,
    window: (period: string, earliest: IsoDate, nominal: IsoDate) =>
      `期限：${period}，最早为${sayDay(earliest, 'zh')}，最晚为${sayDay(nominal, 'zh')}（民法典第二百零二条）`,
    notBefore: (period: string, earliest: IsoDate) =>
      `期限：满${period}为${sayDay(earliest, 'zh')}；条文只规定最早日，没有截止日`,
    advised: (day: IsoDate) => `稳妥：届满日不是工作日或须顺延，建议最迟于${sayDay(day, 'zh')}办妥`,
    notApplicable: (words: string) => `不适用：${words}`,
    case: (name: string, period: string) => `适用：${name}，${period}`,
  },
  en: {
    start: (event: string, on: IsoDate) =>
      `Start: ${event} on ${sayDay(on, 'en')}; that day is not counted, the count begins on ${sayDay(shiftDays(on, 1), 'en')} (Civil Code, Article 201)`,
    workingDays: (count: number, excluded: number) =>
      excluded === 0
        ? `Period: ${count} working days`
        : `Period: ${count} working days and ${excluded} that the text leaves out, ${count + excluded} in all`,
    skipped: (days: string, count: number) =>
      count === 0 ? 'Days not counted: none lie between' : `Days not counted (${count}): ${days}`,
    madeUp: (days: readonly IsoDate[]) =>
      `Weekend days that are worked and counted: ${days.map((day) => sayDay(day, 'en')).join(', ')}`,
    lastWorkingDay: (count: number, due: IsoDate) => `End: working day ${count} is ${sayDay(due, 'en')}`,
    isWorkingDay: () => 'Rolling: the last day is a working day, nothing rolls (Civil Code, Article 203)',
    months: (period: string, nominal: IsoDate, corresponds: boolean) =>
      `End: ${period}; the ${corresponds ? 'corresponding day' : "month's last day, there being no corresponding one,"} is ${sayDay(nominal, 'en')} (Civil Code, Article 202)`,
    rolled: (days: string, due: IsoDate) =>
      `Rolling: ${days}; it ends on the next working day, ${sayDay(due, 'en')} (Civil Code, Article 203)`,
    unknownRoll: (years: string) =>
      `Rolling: the days off of ${years} are not known, so whether it rolls cannot be told`,
    neverRolled: (due: IsoDate) => `Rolling: a fixed day or an expiry does not roll; it stays ${sayDay(due, 'en')}`,
    fixed: (period: string, due: IsoDate) => `Rule: ${period}; the last day is ${sayDay(due, 'en')}, included`,
    window: (period: string, earliest: IsoDate, nominal: IsoDate) =>
      `Period: ${period}; earliest ${sayDay(earliest, 'en')}, latest ${sayDay(nominal, 'en')} (Civil Code, Article 202)`,
    notBefore: (period: string, earliest: IsoDate) =>
      `Period: ${period} is complete on ${sayDay(earliest, 'en')}; the text sets an earliest day and no latest one`,
    advised: (day: IsoDate) => `To be safe: be done by ${sayDay(day, 'en')}`,
    notApplicable: (words: string) => `Does not apply: ${words}`,
    case: (name: string, period: string) => `Case: ${name}, ${period}`,
  },
} as const
