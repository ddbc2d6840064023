/** Each kind of period, reckoned in steps that a clerk can check by hand, with what is told beside it. */
import { describe, expect, test } from 'vitest'
import { loadCalendar } from '#knowledge/calendar/load.ts'
import { dayOf } from '#knowledge/law/units.ts'
import { calculateDeadline } from '#tools/calculate-deadline.ts'
import { InputError } from '#tools/input-error.ts'
import type { ToolContext } from '#tools/tool.ts'
import { openLaw } from '../support/law.ts'

const context: ToolContext = {
  law: openLaw(),
  calendar: loadCalendar(),
  today: dayOf(2026, 11, 23),
  get search(): never {
    throw new Error('a deadline needs no search')
  },
}
type Told = Omit<Parameters<typeof calculateDeadline.run>[0], 'measure' | 'deadline'>
const measures = {
  jining: 'jining-htz-2024',
  zhucheng: 'zhucheng-2020',
  jiujiang: 'jiujiang-2024',
  jilin: 'jilin-2020',
}
const reckon = (place: keyof typeof measures, deadline: string, told: Told) =>
  calculateDeadline.run({ measure: measures[place], deadline: `${place}.${deadline}`, ...told }, context)

const byAnalogy = '办法没有规定期间的计算方法，参照《民法典》第二百零一条至第二百零三条'

describe('months (诸城第二十二条, 3个月)', () => {
  const application = (told: Told) => reckon('zhucheng', 'completion-acceptance-application', told)
  test('that end on a Saturday roll to Monday, and the Friday before is advised', async () => {
    const { steps, ...found } = await application({ from: '2024-03-15' })
    expect(found).toMatchObject({ due: '2024-06-17', dueNominal: '2024-06-15', advised: '2024-06-14' })
    expect(steps).toEqual([
      '起算：完成项目建设任务之日为2024年3月15日（星期五），开始的当日不计入，自2024年3月16日（星期六）起算（民法典第二百零一条）',
      '届满：3个月，到期月的对应日为2024年6月15日（星期六）（民法典第二百零二条）',
      '顺延：2024-06-15 星期六；2024-06-16 星期日，顺延至其后第一个工作日2024年6月17日（星期一）（民法典第二百零三条）',
      '稳妥：届满日不是工作日或须顺延，建议最迟于2024年6月14日（星期五）办妥',
    ])
  })
  test('without a corresponding day end on the month’s last day; a Saturday that is worked does not roll', async () => {
    const { steps, skipped, notes, recipient } = await application({ from: '2025-11-30' })
    expect(steps.slice(1)).toEqual([
      '届满：3个月，到期月没有对应日，以月末日为2026年2月28日（星期六）（民法典第二百零二条）',
      '顺延：届满日是工作日，不须顺延（民法典第二百零三条）',
    ])
    expect(skipped).toEqual([])
    expect(notes).toEqual(['无法按期验收的，应提出延期验收申请（第二十五条）。', byAnalogy])
    expect(recipient).toBe('市大数据主管部门')
  })
  test('that end on National Day roll over the whole holiday, told in English too', async () => {
    const { due, advised, steps, notes } = await application({ from: '2025-07-01', lang: 'en' })
    expect([due, advised]).toEqual(['2025-10-09', '2025-09-30'])
    expect(steps).toEqual([
      'Start: construction completed on 2025-07-01 (Tuesday); that day is not counted, the count begins on 2025-07-02 (Wednesday) (Civil Code, Article 201)',
      'End: 3个月; the corresponding day is 2025-10-01 (Wednesday) (Civil Code, Article 202)',
      'Rolling: 2025-10-01 to 2025-10-08 National Day, Mid-Autumn Festival (State Council notice); it ends on the next working day, 2025-10-09 (Thursday) (Civil Code, Article 203)',
      'To be safe: be done by 2025-09-30 (Tuesday)',
    ])
    expect(notes.at(-1)).toMatch(/^The measure has no counting rule of its own; Articles 201 to 203/u)
  })
  test('in a year of which nothing is known stay nominal', async () => {
    const { steps, notes, skipped } = await application({ from: '2036-01-15' })
    expect(steps.slice(1)).toEqual([
      '届满：3个月，到期月的对应日为2036年4月15日（星期二）（民法典第二百零二条）',
      '顺延：2036年的放假安排无从知道，不能判断是否顺延',
    ])
    expect(notes.at(-1)).toBe('2036年既无放假通知，也无可推算的法定节假日，不能判断休息日和顺延')
    expect(skipped).toEqual([])
  })
})

describe('an expiry (九江第十一条, 两年有效)', () => {
  const expiry = (told: Told) => reckon('jiujiang', 'reserve-library-expiry', told)
  test('of 29 February ends on 28 February and never rolls', async () => {
    const { due, advised, steps, skipped, recipient } = await expiry({ from: '2024-02-29' })
    expect([due, advised]).toEqual(['2026-02-28', '2026-02-28'])
    expect(steps.slice(1)).toEqual([
      '届满：两年，到期月没有对应日，以月末日为2026年2月28日（星期六）（民法典第二百零二条）',
      '顺延：这是固定日期或期限届满日，遇休息日不顺延，以2026年2月28日（星期六）为准',
    ])
    expect([skipped, recipient]).toEqual([[], undefined])
  })
  test('on a Sunday stays there, with the Friday before advised', async () => {
    const { due, advised, steps, calendar } = await expiry({ from: '2024-05-17' })
    expect([due, advised, calendar]).toEqual(['2026-05-17', '2026-05-15', 'official'])
    expect(steps.slice(1)).toEqual([
      '届满：两年，到期月的对应日为2026年5月17日（星期日）（民法典第二百零二条）',
      '顺延：这是固定日期或期限届满日，遇休息日不顺延，以2026年5月17日（星期日）为准',
      '稳妥：届满日不是工作日或须顺延，建议最迟于2026年5月15日（星期五）办妥',
    ])
  })
  test('in a year of which nothing is known still stands, without advice', async () => {
    const { due, advised, calendar, steps, notes } = await expiry({ from: '2034-05-06' })
    expect([due, advised, calendar]).toEqual(['2036-05-06', null, 'none'])
    expect(steps).toHaveLength(3)
    expect(notes.at(-1)).toContain('2036年既无放假通知')
  })
})

describe('a window (诸城第二十七条, 12至24个月)', () => {
  test('has its earliest day unrolled and its latest rolled', async () => {
    const found = await reckon('zhucheng', 'self-evaluation', { from: '2024-05-05' })
    expect(found).toMatchObject({ earliest: '2025-05-05', dueNominal: '2026-05-05', due: '2026-05-06' })
    expect(found.steps).toEqual([
      '起算：通过竣工验收之日为2024年5月5日（星期日），开始的当日不计入，自2024年5月6日（星期一）起算（民法典第二百零一条）',
      '期限：12至24个月，最早为2025年5月5日（星期一），最晚为2026年5月5日（星期二）（民法典第二百零二条）',
      '顺延：2026-05-05 劳动节放假（国务院办公厅通知），顺延至其后第一个工作日2026年5月6日（星期三）（民法典第二百零三条）',
      '稳妥：届满日不是工作日或须顺延，建议最迟于2026年4月30日（星期四）办妥',
    ])
    expect(found.notes).toEqual(['2025-05-05当日终了期间才届满，稳妥起见自次日起办理', byAnalogy])
  })
})

describe('«not before» (九江第二十二条第七项, 未满一年)', () => {
  test('has an earliest day and no last one', async () => {
    const found = await reckon('jiujiang', 'upgrade-eligibility', { from: '2024-02-29' })
    expect(found).toMatchObject({ due: null, dueNominal: null, advised: null, earliest: '2025-02-28', skipped: [] })
    expect(found.steps).toEqual([
      '起算：通过竣工验收之日为2024年2月29日（星期四），开始的当日不计入，自2024年3月1日（星期五）起算（民法典第二百零一条）',
      '期限：满一年为2025年2月28日（星期五）；条文只规定最早日，没有截止日',
    ])
  })
})

describe('a day of the calendar', () => {
  test('at the end of May that is a Sunday does not roll, and the Friday before is advised', async () => {
    const { steps, notes, reckonedFrom } = await reckon('jiujiang', 'reserve-needs', { year: 2026 })
    expect(steps).toEqual([
      '规定：每年5月底前，最后一日为2026年5月31日（星期日），含当日',
      '顺延：这是固定日期或期限届满日，遇休息日不顺延，以2026年5月31日（星期日）为准',
      '稳妥：届满日不是工作日或须顺延，建议最迟于2026年5月29日（星期五）办妥',
    ])
    expect(notes).toEqual(['这是市数字政府领导小组办公室征集需求的时限；各地各部门按其通知的时间报送。'])
    expect(reckonedFrom).toMatchObject({ event: 'any', on: '2026-05-31' })
  })
  test('at the end of a quarter counts from the day named', async () => {
    const { due, steps, reckonedFrom } = await reckon('zhucheng', 'quarterly-report', { from: '2026-09-18' })
    expect(due).toBe('2026-09-30')
    expect(steps[0]).toBe('规定：每季度末，最后一日为2026年9月30日（星期三），含当日')
    expect(reckonedFrom.on).toBe('2026-09-18')
  })
  test('at a year’s end within construction, and at the end of construction itself', async () => {
    const report = await reckon('jilin', 'annual-performance-report', {
      from: '2024-03-01',
      year: 2025,
      facts: { constructionMonths: 24 },
    })
    expect(report.steps[0]).toBe('规定：建设期内每年年底前，最后一日为2025年12月31日（星期三），含当日')
    const accepted = await reckon('jilin', 'preliminary-acceptance', { from: '2026-05-02' })
    expect(accepted).toMatchObject({ due: '2026-05-02', advised: '2026-04-30' })
    expect(accepted.steps[0]).toBe('规定：批复建设期内，最后一日为2026年5月2日（星期六），含当日')
  })
})

describe('an anniversary (济宁第三十六条, 每年开展一次)', () => {
  const yearly = async (told: Told) => (await reckon('jining', 'self-evaluation', told)).notes.slice(2)
  test('names the next one where the first is past', async () => {
    expect(await yearly({ from: '2020-06-03' })).toEqual(['其后每年同日；下一个周年日是2027-06-03'])
    expect((await reckon('jining', 'self-evaluation', { from: '2020-06-03', lang: 'en' })).notes.at(-1)).toBe(
      'Every year on that day; the next is 2027-06-03',
    )
  })
  test('names none where the first is still to come, or a year was asked for', async () => {
    expect(await yearly({ from: '2025-12-03' })).toEqual([])
    expect(await yearly({ from: '2020-06-03', year: 2023 })).toEqual([])
  })
  test('is no matter of other periods, however long past', async () => {
    expect((await reckon('jining', 'sign-contract', { from: '2019-06-03' })).notes).toEqual([byAnalogy])
  })
})

describe('a period that the facts decide', () => {
  test('that is not there says why, in its steps and its notes', async () => {
    const found = await reckon('jiujiang', 'proposal', { from: '2025-03-03', facts: { procurement: 'service' } })
    const words =
      '不适用：只适用于机关业主的建设类项目，投资额小于200万元的直接编制预算（第二十五条末款），国资监管企业不编项目建议书（第二十六条）'
    expect(found).toMatchObject({ due: null, advised: null, skipped: [], steps: [words], notes: [words] })
    expect(found.reckonedFrom.on).toBe('2025-03-03')
  })
  test('that is not there needs no day', async () => {
    const found = await reckon('jiujiang', 'proposal', { facts: { procurement: 'service' } })
    expect(found).toMatchObject({ due: null, reckonedFrom: { on: '2026-11-23' } })
  })
  test('names every fact it hangs on', async () => {
    const error: unknown = await reckon('jiujiang', 'trial-run', {
      from: '2025-03-10',
      facts: { procurement: 'construction' },
    }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(InputError)
    expect(error).toMatchObject({
      code: 'missing-fact',
      path: 'facts.category',
      message:
        'facts.category: jiujiang.trial-run depends on it (限额以上6个月，限额以下3个月); give facts.category and facts.totalInvestmentYuan',
    })
  })
  test('is named as the case it is', async () => {
    const facts = { procurement: 'construction', category: 'other', totalInvestmentYuan: 4_999_999 } as const
    const { steps } = await reckon('jiujiang', 'trial-run', { from: '2025-03-10', facts })
    expect(steps.slice(0, 2)).toEqual([
      '适用：限额以下，3个月',
      '起算：试运行开始之日为2025年3月10日（星期一），开始的当日不计入，自2025年3月11日（星期二）起算（民法典第二百零一条）',
    ])
  })
})
