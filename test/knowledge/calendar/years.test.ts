import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import chineseDays from 'chinese-days'
import chineseDaysTable from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import { LegalHoliday } from 'tyme4ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { daysOf, parseStatutoryFile, parseYearFile, type YearFile } from '#knowledge/calendar/calendar-file.ts'
import { loadCalendar } from '#knowledge/calendar/load.ts'
import { dayFromNumber, dayNumber, dayOf, type IsoDate, weekdayOf, yearOf } from '#knowledge/law/units.ts'

const folder = join(import.meta.dirname, '../../../knowledge/calendar')
const years: YearFile[] = readdirSync(join(folder, 'years')).map((name) =>
  parseYearFile(name, readFileSync(join(folder, 'years', name), 'utf8')),
)
const statutory = parseStatutoryFile('statutory.yaml', readFileSync(join(folder, 'statutory.yaml'), 'utf8'))
const calendar = loadCalendar()

function daysOfYear(year: number): IsoDate[] {
  const first = dayNumber(dayOf(year, 1, 1))
  return Array.from({ length: dayNumber(dayOf(year + 1, 1, 1)) - first }, (_, i) => dayFromNumber(first + i))
}

// Its functions are right only where local time is not west of UTC; its table is right everywhere.
function worksByChineseDays(day: IsoDate): boolean {
  return day in chineseDaysTable.workdays || (weekdayOf(day) % 6 !== 0 && !(day in chineseDaysTable.holidays))
}

describe('the published years', () => {
  test('are 2018 to 2026, one file each', () => {
    expect(years.map((file) => file.year).sort()).toEqual([2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026])
  })

  test.each(years.map((file) => file.year))('every day of %d is as chinese-days and tyme4ts have it', (year) => {
    const differing = daysOfYear(year).filter((day) => {
      const works = calendar.restOn(day) === undefined
      const [y = 0, m = 0, d = 0] = day.split('-').map(Number)
      const legal = LegalHoliday.fromYmd(y, m, d)
      const tyme = legal === null ? weekdayOf(day) % 6 !== 0 : legal.isWork()
      return works !== worksByChineseDays(day) || works !== tyme
    })
    expect(differing).toEqual([])
  })

  // A holiday on a weekend is made up, so what the weekdays lose is what the law gives: 11 days, 13 from 2025; in 2020 two more, when 春节 was extended.
  test.each([
    [2018, 11],
    [2019, 11],
    [2020, 13],
    [2021, 11],
    [2022, 11],
    [2023, 11],
    [2024, 11],
    [2025, 13],
    [2026, 13],
  ])('%d takes its days off by law from the weekdays, net of make-up days: %d', (year, net) => {
    const file = years.find((each) => each.year === year)
    const off = file?.daysOff.flatMap(daysOf).filter((day) => weekdayOf(day) % 6 !== 0).length ?? 0
    expect(off - (file?.makeUpDays.length ?? 0)).toBe(net)
  })

  test('the words of each notice name its make-up days', () => {
    for (const file of years) {
      const named = file.notices.flatMap((notice) => notice.words ?? []).flatMap((words) => workedIn(words, file.year))
      const cancelled = file.year === 2020 ? ['2020-02-01'] : []
      expect([...new Set(named)].filter((day) => !cancelled.includes(day)).sort()).toEqual([...file.makeUpDays].sort())
    }
  })

  test('the changes of 2019 and 2020 stand with both notices', () => {
    expect(calendar.yearsBetween(dayOf(2019, 5, 1), dayOf(2020, 5, 1)).map(({ notice }) => notice)).toEqual([
      '国办发明电〔2018〕15号、国办发明电〔2019〕3号',
      '国办发明电〔2019〕16号、国办发明电〔2020〕1号',
    ])
    expect(calendar.restOn(dayOf(2019, 5, 3))).toBe('劳动节放假（国务院办公厅通知）')
    expect(calendar.restOn(dayOf(2020, 2, 1))).toBe('春节放假（国务院办公厅通知）')
  })

  test('the last days of a year follow the next year’s notice', () => {
    expect(calendar.isMakeUpDay(dayOf(2018, 12, 29))).toBe(true)
    expect(calendar.restOn(dayOf(2018, 12, 29))).toBeUndefined()
    expect(calendar.restOn(dayOf(2018, 12, 31))).toBe('元旦放假（国务院办公厅通知）')
    expect(calendar.restOn(dayOf(2022, 12, 31))).toBe('元旦放假（国务院办公厅通知）')
  })
})

describe('the days off by law of 2027 to 2035', () => {
  // West of UTC the lunar days of chinese-days are a day early.
  const zone = process.env.TZ
  beforeAll(() => {
    process.env.TZ = 'UTC'
  })
  afterAll(() => {
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  })

  test('are 13 a year, fewer only where two holidays meet', () => {
    for (const { year, daysOff } of statutory.years) {
      const all = daysOff.flatMap(daysOf)
      expect(all).toHaveLength(13)
      expect(all.every((day) => yearOf(day) === year)).toBe(true)
    }
    expect(statutory.years.map(({ year }) => year)).toEqual([2027, 2028, 2029, 2030, 2031, 2032, 2033, 2034, 2035])
  })

  test.each(statutory.years.map((each) => [each.year, each.daysOff] as const))(
    'the lunar days of %d are as chinese-days has them',
    (year, daysOff) => {
      const from = (holiday: string) => daysOff.find((each) => each.holiday === holiday)?.from
      const newYear = chineseDays.getSolarDateFromLunar(`${year}-01-01`).date
      expect(from('春节')).toBe(dayFromNumber(dayNumber(newYear as IsoDate) - 1))
      expect(from('端午节')).toBe(chineseDays.getSolarDateFromLunar(`${year}-05-05`).date)
      expect(from('中秋节')).toBe(chineseDays.getSolarDateFromLunar(`${year}-08-15`).date)
      expect(from('清明节')).toBe(chineseDays.getSolarTermDate(year, 4, 'pure_brightness'))
    },
  )
})

function workedIn(words: string, year: number): string[] {
  return [...words.matchAll(/((?:(?:\d{4}年)?\d{1,2}月\d{1,2}日（(?:星期|周)[六日]）、?)+)上班/gu)].flatMap(
    ([, days = '']) =>
      [...days.matchAll(/(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日/gu)].map(
        ([, y, m = '', d = '']) => `${y ?? year}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`,
      ),
  )
}
