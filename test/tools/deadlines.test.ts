import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { loadCalendar } from '#knowledge/calendar/load.ts'
import { dayFromNumber, dayNumber, dayOf, shiftDays } from '#knowledge/law/units.ts'
import { calculateDeadline } from '#tools/calculate-deadline.ts'
import { InputError } from '#tools/input-error.ts'
import { listDeadlines } from '#tools/list-deadlines.ts'
import type { Tool, ToolContext } from '#tools/tool.ts'
import { openLaw } from '../support/law.ts'

const calendar = loadCalendar()
const context: ToolContext = {
  law: openLaw(),
  calendar,
  today: dayOf(2026, 11, 23),
  get search(): never {
    throw new Error('a deadline needs no search')
  },
}
type Input = Parameters<typeof calculateDeadline.run>[0]
type Told = Omit<Input, 'measure' | 'deadline'>
const calculate = (input: Input) => calculateDeadline.run(input, context)
const jining = (input: Told) => calculate({ measure: 'jining-htz-2024', deadline: 'jining.sign-contract', ...input })
const jiujiang = (deadline: string, input: Told) =>
  calculate({ measure: 'jiujiang-2024', deadline: `jiujiang.${deadline}`, ...input })

async function errorOf(run: Promise<unknown>): Promise<InputError> {
  const error = await run.then(
    () => undefined,
    (cause: unknown) => cause,
  )
  if (!(error instanceof InputError)) throw new Error(`expected an InputError, got ${String(error)}`)
  return error
}

describe('the contract after an award notice of 18 September 2026', () => {
  test('is due on 9 October, with every day passed over and why', async () => {
    const result = await jining({ from: '2026-09-18' })
    expect(result).toMatchObject({
      due: '2026-10-09',
      dueNominal: '2026-10-09',
      advised: '2026-10-09',
      calendar: 'official',
      binds: 'unit',
      actor: '项目建设单位',
    })
    expect(result.skipped).toHaveLength(11)
    expect(result.skipped.at(-1)).toEqual({ date: '2026-10-07', why: '国庆节放假（国务院办公厅通知）' })
    expect(result.citation).toMatchObject({
      article: 28,
      quote: '在中标（成交）通知书发出之日起10个工作日内签订正式采购合同',
    })
  })
  test('can be checked by hand step by step', async () => {
    const { steps } = await jining({ from: '2026-09-18' })
    expect(steps).toEqual([
      '起算：中标（成交）通知书发出之日为2026年9月18日（星期五），开始的当日不计入，自2026年9月19日（星期六）起算（民法典第二百零一条）',
      '期限：10个工作日',
      '不计入的日子（共11天）：2026-09-19 星期六；2026-09-25至2026-09-27 中秋节放假（国务院办公厅通知）；2026-10-01至2026-10-07 国庆节放假（国务院办公厅通知）',
      '照常计入的调休上班日：2026年9月20日（星期日）',
      '届满：第10个工作日为2026年10月9日（星期五）',
      '顺延：届满日是工作日，不须顺延（民法典第二百零三条）',
    ])
  })
  test('says what it was reckoned from, so that it can be reckoned again', async () => {
    const { reckonedFrom } = await jining({ from: '2026-09-18' })
    expect(reckonedFrom).toMatchObject({
      event: 'award-notice-sent',
      on: '2026-09-18',
      rule: 'jining.sign-contract 10个工作日',
    })
    expect(reckonedFrom.calendar).toEqual([
      { year: 2026, notice: '国办发明电〔2025〕7号', digest: expect.stringMatching(/^[0-9a-f]{16}$/) },
    ])
  })
  test('is told in English where the translation was asked', async () => {
    const result = await calculate({
      measure: 'jining-htz-2024-en',
      deadline: 'jining.sign-contract',
      from: '2026-09-18',
    })
    expect(result).toMatchObject({
      title: 'Sign the procurement contract',
      due: '2026-10-09',
      citation: { measure: 'jining-htz-2024', article: 28 },
    })
    expect(result.steps.join(' ')).not.toMatch(/\p{Script=Han}/u)
  })
})

describe('years without a notice', () => {
  test('are projected and said to be', async () => {
    const result = await jining({ from: '2026-12-25' })
    expect(result.calendar).toBe('projected')
    expect(result.notes.join()).toContain('2027年放假安排尚未公布，按法定节假日暂估')
  })
  test('before 2018 and after 2035 working days are refused by the year', async () => {
    expect((await errorOf(jining({ from: '2017-12-20' }))).message).toContain('2017')
    expect((await errorOf(jining({ from: '2035-12-25' }))).message).toContain('2036')
  })
  test('months there give the nominal day and no more', async () => {
    const result = await calculate({
      measure: 'zhucheng-2020',
      deadline: 'zhucheng.completion-acceptance-application',
      from: '2036-01-15',
    })
    expect(result).toMatchObject({ due: null, dueNominal: '2036-04-15', advised: null, calendar: 'none' })
    expect(result.notes.join()).toContain('2036年')
  })
})

describe('validity', () => {
  test('is judged on the event’s day and on today', async () => {
    const { validity } = await calculate({
      measure: 'zhucheng-2020',
      deadline: 'zhucheng.record-contract',
      from: '2025-11-10',
      today: '2026-01-05',
    })
    expect(validity).toMatchObject([
      { why: 'event', on: '2025-11-10', status: 'in-force' },
      { why: 'today', on: '2026-01-05', status: 'expired' },
    ])
  })
  test('an event before the measure is computed all the same', async () => {
    const { due, validity } = await jining({ from: '2024-01-10' })
    expect(due).toBe('2024-01-24')
    expect(validity[0]).toMatchObject({ status: 'not-yet' })
  })
})

describe('periods that depend on the project', () => {
  test('ask for the fact that decides', async () => {
    const error = await errorOf(
      jiujiang('completion-acceptance-application', {
        from: '2025-06-09',
        facts: { category: 'other', procurement: 'construction' },
      }),
    )
    expect(error).toMatchObject({ code: 'missing-fact', path: 'facts.totalInvestmentYuan' })
    expect(error.message).toContain('限额以上30个工作日，限额以下10个工作日')
  })
  test('name the case in their first step', async () => {
    const { steps } = await jiujiang('trial-run', {
      from: '2025-03-10',
      facts: { procurement: 'construction', category: 'infrastructure', totalInvestmentYuan: 10_000_000 },
    })
    expect(steps[0]).toBe('适用：限额以上，6个月')
  })
  test('below 2 million yuan there is no period for a proposal', async () => {
    const result = await jiujiang('proposal', {
      from: '2025-03-03',
      facts: { procurement: 'construction', totalInvestmentYuan: 1_999_999, ownerType: 'agency' },
    })
    expect(result.due).toBeNull()
    expect(result.notes.join()).toContain('直接编制预算')
  })
  test('without facts the reservation is told', async () => {
    const { due, notes } = await jiujiang('proposal', { from: '2025-03-03' })
    expect(due).toBe('2025-03-17')
    expect(notes.join()).toMatch(/尚未提供.*总投资/u)
  })
  test('times left out are always named, and counted when given', async () => {
    const without = await jiujiang('technical-opinion', { from: '2025-06-09' })
    expect(without.notes.join()).toContain('需求确认时间及业主单位编修文本时间；未提供天数，本次按0计')
    const counted = await jiujiang('technical-opinion', { from: '2025-06-09', excludedWorkingDays: 4 })
    expect(counted.notes.join()).toContain('本次按4个工作日计')
    expect([without.due, counted.due]).toEqual(['2025-06-30', '2025-07-04'])
  })
  test('an approval by the authority binds the authority', async () => {
    expect((await jiujiang('proposal-approval', { from: '2025-03-03' })).binds).toBe('authority')
  })
})

describe('days of the calendar', () => {
  test('with neither year nor from are the next on or after today', async () => {
    expect((await jiujiang('reserve-needs', { today: '2026-05-31' })).due).toBe('2026-05-31')
    expect((await jiujiang('reserve-needs', { today: '2026-06-01' })).due).toBe('2027-05-31')
    expect((await calculate({ measure: 'zhucheng-2020', deadline: 'zhucheng.quarterly-report' })).due).toBe(
      '2026-12-31',
    )
  })
  test('a year and a day that contradict each other are refused', async () => {
    expect((await errorOf(jiujiang('reserve-needs', { from: '2025-06-01', year: 2025 }))).path).toBe('year')
  })
  test('an anniversary is a reminder of ours, and the next one is told', async () => {
    const result = await calculate({
      measure: 'jining-htz-2024',
      deadline: 'jining.self-evaluation',
      from: '2024-06-03',
    })
    expect(result.due).toBe('2025-06-03')
    expect(result.notes.join()).toContain('不是法定截止日')
    expect(result.notes.join()).toContain('下一个周年日是2027-06-03')
  })
  test('a year’s end outside the construction period is refused', async () => {
    const given = {
      measure: 'jilin-2020',
      deadline: 'jilin.annual-performance-report',
      from: '2024-03-01',
      facts: { constructionMonths: 18 },
    }
    expect((await errorOf(calculate({ ...given, year: 2025 }))).message).toContain('2024 to 2024')
    expect((await calculate(given)).due).toBe('2024-12-31')
  })
})

describe('input that is wrong', () => {
  // As it is called from outside, where nobody has checked what is handed in.
  const door: Tool = calculateDeadline
  test.each([
    ['a day that does not exist', { from: '2026-02-30' }, 'from', /2026-09-18/],
    ['no day', {}, 'from', /award-notice-sent/],
    [
      'a fraction of excluded days',
      { from: '2026-09-18', excludedWorkingDays: 1.5 },
      'excludedWorkingDays',
      /whole number/,
    ],
    ['negative excluded days', { from: '2026-09-18', excludedWorkingDays: -1 }, 'excludedWorkingDays', /whole number/],
    [
      'excluded days where none are left out',
      { from: '2026-09-18', excludedWorkingDays: 2 },
      'excludedWorkingDays',
      /leaves no time out/,
    ],
    ['a year where an event is needed', { from: '2026-09-18', year: 2026 }, 'year', /leave year out/],
    [
      'a deadline of another measure',
      { deadline: 'jilin.rectification', from: '2026-09-18' },
      'deadline',
      /belongs to jilin-2020/,
    ],
    ['an unknown deadline', { deadline: 'jining.nothing' }, 'deadline', /jining\.sign-contract/],
    ['an unknown measure', { measure: 'nowhere' }, 'measure', /zhucheng-2020/],
    ['an unknown key', { from: '2026-09-18', form: 1 }, 'form', /form/],
    [
      'an unknown fact',
      { from: '2026-09-18', facts: { totalInvestment: 1 } },
      'facts.totalInvestment',
      /totalInvestment/,
    ],
    [
      'an absurd sum',
      { from: '2026-09-18', facts: { totalInvestmentYuan: 0 } },
      'facts.totalInvestmentYuan',
      /whole number of yuan/,
    ],
  ])('%s is named', async (_name, input, path, message) => {
    const whole = { measure: 'jining-htz-2024', deadline: 'jining.sign-contract', ...input }
    const error = await errorOf(door.run(whole, context))
    expect(error.path).toBe(path)
    expect(error.message).toMatch(message)
  })
})

describe('what always holds', () => {
  const days = fc.integer({ min: dayNumber(dayOf(2018, 1, 1)), max: dayNumber(dayOf(2031, 12, 31)) }).map(dayFromNumber)
  const rolling = fc.constantFrom(
    ['zhucheng-2020', 'zhucheng.completion-acceptance-application'],
    ['zhucheng-2020', 'zhucheng.self-evaluation'],
    ['jilin-2020', 'jilin.rectification'],
    ['jining-htz-2024', 'jining.sign-contract'],
  )
  test('a rolled due day is a working day, not before the nominal one, and the advised day is one not after it', async () => {
    await fc.assert(
      fc.asyncProperty(days, rolling, async (from, [measure, deadline]) => {
        const { due, dueNominal, advised } = await calculate({ measure, deadline, from })
        if (due === null || dueNominal === null || advised === null) return false
        return (
          due >= dueNominal &&
          advised <= dueNominal &&
          calendar.restOn(due) === undefined &&
          calendar.restOn(advised) === undefined
        )
      }),
    )
  })
  test('a later event is never due earlier', async () => {
    await fc.assert(
      fc.asyncProperty(days, rolling, async (from, [measure, deadline]) => {
        const [first, second] = await Promise.all([
          calculate({ measure, deadline, from }),
          calculate({ measure, deadline, from: shiftDays(from, 1) }),
        ])
        return (first.due ?? '') <= (second.due ?? '')
      }),
    )
  })
})

describe('the list of deadlines', () => {
  test('has event, period, whom it binds and the article of each', async () => {
    const { deadlines } = await listDeadlines.run({ measure: 'jiujiang-2024' }, context)
    expect(deadlines).toHaveLength(21)
    expect(deadlines.find((each) => each.deadline === 'jiujiang.trial-run')).toMatchObject({
      event: 'trial-started',
      period: '限额以上6个月，限额以下3个月',
      binds: 'unit',
      citation: { article: 31 },
    })
  })
  test('refuses an unknown measure', async () => {
    expect((await errorOf(listDeadlines.run({ measure: 'x' }, context))).path).toBe('measure')
  })
})

test.each([calculateDeadline, listDeadlines])('the schema of $name is a plain object for function calls', (tool) => {
  const schema = z.toJSONSchema(tool.schema, { io: 'input' })
  expect(schema).toMatchObject({ type: 'object', additionalProperties: false })
  expect(JSON.stringify(schema)).not.toContain('$ref')
})
