/** Why nobody works on a day, in words. */

export type Lang = 'zh' | 'en'

/** A day off: its holiday, and the year where it rests on the law alone because the notice is not out. */
export interface Holiday {
  readonly holiday: string
  readonly projectedYear?: number
}

const english: Readonly<Record<string, string>> = {
  元旦: "New Year's Day",
  春节: 'Spring Festival',
  清明节: 'Qingming Festival',
  劳动节: 'Labour Day',
  端午节: 'Dragon Boat Festival',
  中秋节: 'Mid-Autumn Festival',
  国庆节: 'National Day',
}
const weekends: Readonly<Record<Lang, Readonly<Record<number, string>>>> = {
  zh: { 0: '星期日', 6: '星期六' },
  en: { 0: 'Sunday', 6: 'Saturday' },
}

/** @param weekday 0 Sunday to 6 Saturday */
export function weekendName(weekday: number, lang: Lang): string | undefined {
  return weekends[lang][weekday]
}

export function describeHoliday({ holiday, projectedYear }: Holiday, lang: Lang): string {
  if (lang === 'zh') {
    return projectedYear === undefined
      ? `${holiday}放假（国务院办公厅通知）`
      : `${projectedYear}年${holiday}法定假日（放假安排尚未公布）`
  }
  const names = holiday
    .split('、')
    .map((name) => english[name] ?? name)
    .join(', ')
  return projectedYear === undefined
    ? `${names} (State Council notice)`
    : `${names} ${projectedYear}, a day off by law (that year's notice is not out)`
}
