/** One rule of each kind against what is known: how it comes out, in which words, and what it still waits for. */
import { describe, expect, test } from 'vitest'
import type { Facts } from '#knowledge/law/facts.ts'
import { type Rule, ruleSchema } from '#knowledge/law/rule.ts'
import { dayOf } from '#knowledge/law/units.ts'
import { checkRule, type Verdict } from '#tools/check-rule.ts'

const words = (zh: string) => ({ zh, en: `${zh} in English` })
const head = { id: 'x.rule', title: words('题'), cites: { article: 1, quote: '超过200万的项目' } }
const make = (rule: object): Rule => ruleSchema.parse({ ...head, ...rule })
const check = (rule: Rule, facts: Facts, today = dayOf(2026, 5, 10)): Verdict =>
  checkRule(rule, facts, { today, rules: [rule] })
const reasons = (verdict: Verdict) => verdict.because.map(({ zh }) => zh)

const large = { fact: 'totalInvestmentYuan', is: 'more-than', value: '200万' }
const county = { fact: 'level', equals: 'county' }
const withinYear = { since: 'lastAcceptedOn', is: 'less-than', value: '一年', word: '未满' }

describe('a trigger', () => {
  const rule = make({
    kind: 'trigger',
    given: county,
    notGiven: words('不是县级'),
    when: large,
    applies: words('提交审核'),
    otherwise: words('不须审核'),
  })
  test.each<[Facts, string, string]>([
    [{ level: 'county', totalInvestmentYuan: 2_000_001 }, 'applies', '提交审核'],
    [{ level: 'county', totalInvestmentYuan: 2_000_000 }, 'does-not-apply', '不须审核'],
    [{ level: 'city', totalInvestmentYuan: 2_000_001 }, 'does-not-apply', '不是县级'],
    [{ level: 'city' }, 'does-not-apply', '不是县级'],
    [{ totalInvestmentYuan: 2_000_000 }, 'does-not-apply', '不须审核'],
  ])('%j: %s', (facts, status, outcome) => {
    expect(check(rule, facts)).toMatchObject({ status, outcome: words(outcome), missing: [] })
  })
  test('waits for whatever is not told, and says what it would be', () => {
    const verdict = check(rule, { level: 'county' })
    expect(verdict).toMatchObject({ status: 'unknown', missing: ['totalInvestmentYuan'], parts: [] })
    expect(verdict.outcome.zh).toBe('还不能判断，需先知道：总投资。若是：提交审核')
    expect(reasons(verdict)).toEqual(['项目层级：县（市、区）级', '还需知道：总投资'])
  })
  test('without words of its own for another’s project uses its «otherwise»', () => {
    const plain = make({ kind: 'trigger', given: county, when: large, applies: words('甲'), otherwise: words('乙') })
    expect(check(plain, { level: 'city' })).toMatchObject({ status: 'does-not-apply', outcome: words('乙') })
  })
})

describe('a number that two provisions claim', () => {
  const rule = make({
    kind: 'trigger',
    given: county,
    when: { fact: 'totalInvestmentYuan', is: 'at-least', value: '200万' },
    alsoWhen: {
      when: {
        all: [
          { fact: 'totalInvestmentYuan', is: 'at-most', value: '200万' },
          { fact: 'newBuild', equals: true },
        ],
      },
      reads: words('县级审批'),
      stricter: words('从严报市级'),
      cites: head.cites,
    },
    applies: words('市级会审'),
    otherwise: words('不须会审'),
  })
  test('is ambiguous, with both readings and the stricter advised', () => {
    const verdict = check(rule, { level: 'county', totalInvestmentYuan: 2_000_000, newBuild: true })
    expect(verdict).toMatchObject({
      status: 'ambiguous',
      missing: [],
      readings: [words('市级会审'), words('县级审批')],
      advice: words('从严报市级'),
    })
    expect(verdict.outcome.zh).toBe('有两种读法：①市级会审；②县级审批。建议从严：从严报市级')
    expect(reasons(verdict).filter((reason) => reason.startsWith('总投资'))).toHaveLength(2)
    expect(verdict.parts.length).toBeGreaterThanOrEqual(2)
  })
  test('is settled where only one of them holds', () => {
    const above = { level: 'county', totalInvestmentYuan: 2_000_001, newBuild: true } as const
    expect(check(rule, above)).toMatchObject({ status: 'applies' })
    expect(check(rule, { ...above, totalInvestmentYuan: 1_999_999 })).toMatchObject({ status: 'does-not-apply' })
    expect(check(rule, { ...above, totalInvestmentYuan: 2_000_000, newBuild: false })).toMatchObject({
      status: 'applies',
    })
  })
  test('waits for what decides whether the second provision holds too', () => {
    const verdict = check(rule, { level: 'county', totalInvestmentYuan: 2_000_000 })
    expect(verdict).toMatchObject({ status: 'unknown', missing: ['newBuild'] })
    expect(verdict.outcome.zh).toBe('还不能判断，需先知道：是否新建。若是：市级会审')
  })
  test('does not touch another’s project', () => {
    expect(check(rule, { level: 'city', totalInvestmentYuan: 2_000_000, newBuild: true })).toMatchObject({
      status: 'does-not-apply',
    })
  })
})

describe('a trigger on the anniversary itself', () => {
  const rule = (more: object = {}) =>
    make({ kind: 'trigger', when: withinYear, applies: words('不予支持'), otherwise: words('可以支持'), ...more })
  const onTheDay: Facts = { lastAcceptedOn: '2025-05-10' }
  test('is ambiguous, and what binds is advised', () => {
    expect(check(rule(), onTheDay)).toMatchObject({
      status: 'ambiguous',
      readings: [words('不予支持'), words('可以支持')],
      advice: words('不予支持'),
    })
  })
  test('is advised in its own words where it has them', () => {
    expect(check(rule({ stricter: words('等一天') }), onTheDay).advice).toEqual(words('等一天'))
  })
})

describe('a limit', () => {
  const rule = make({
    kind: 'limit',
    given: { fact: 'newBuild', equals: true },
    requires: { ratio: 'securityBudgetYuan', of: 'totalBudgetYuan', is: 'at-least', value: '5%' },
    complies: words('符合'),
    violates: words('不符合'),
  })
  test.each<[Facts, string, string]>([
    [{ newBuild: true, securityBudgetYuan: 5, totalBudgetYuan: 100 }, 'complies', '符合'],
    [{ newBuild: true, securityBudgetYuan: 4, totalBudgetYuan: 100 }, 'violates', '不符合'],
    [{ newBuild: false, securityBudgetYuan: 4, totalBudgetYuan: 100 }, 'does-not-apply', '不适用于本项目'],
    [{ newBuild: false }, 'does-not-apply', '不适用于本项目'],
  ])('%j: %s', (facts, status, outcome) => {
    const verdict = check(rule, facts)
    expect(verdict).toMatchObject({ status, missing: [] })
    expect(verdict.outcome.zh).toBe(outcome)
  })
  test('not met, but perhaps not binding this project, waits for that', () => {
    const verdict = check(rule, { securityBudgetYuan: 4, totalBudgetYuan: 100 })
    expect(verdict).toMatchObject({ status: 'unknown', missing: ['newBuild'] })
    expect(verdict.outcome.zh).toBe('还不能判断，需先知道：是否新建。若是：符合；否则：不符合')
  })
  test('met, but perhaps not binding this project, waits for that too', () => {
    const verdict = check(rule, { securityBudgetYuan: 5, totalBudgetYuan: 100 })
    expect(verdict).toMatchObject({ status: 'unknown', missing: ['newBuild'] })
  })
  test('with nothing told names each fact once', () => {
    expect(check(rule, {}).missing).toEqual(['newBuild', 'securityBudgetYuan', 'totalBudgetYuan'])
  })
  test('that does not bind says so in its own words', () => {
    const own = make({ ...rule, notGiven: words('不是新建') })
    expect(check(own, { newBuild: false })).toMatchObject({ status: 'does-not-apply', outcome: words('不是新建') })
  })
  test('on the anniversary itself is ambiguous, and the safe reading is that it is not met', () => {
    const timed = make({ kind: 'limit', requires: withinYear, complies: words('符合'), violates: words('不符合') })
    expect(check(timed, { lastAcceptedOn: '2025-05-10' })).toMatchObject({
      status: 'ambiguous',
      readings: [words('符合'), words('不符合')],
      advice: words('不符合'),
    })
    expect(check(timed, { lastAcceptedOn: '2025-05-11' })).toMatchObject({ status: 'complies' })
    expect(check(timed, { lastAcceptedOn: '2025-05-09' })).toMatchObject({ status: 'violates' })
  })
})

describe('a duty', () => {
  const rule = make({
    kind: 'duty',
    given: county,
    duty: words('依托平台建设'),
    variants: [
      { when: { fact: 'audience', equals: 'officials' }, duty: words('依托山东通') },
      { when: { fact: 'audience', equals: 'public' }, duty: words('依托爱山东') },
    ],
  })
  test('said to be done complies', () => {
    const verdict = check(rule, { level: 'county', confirmed: ['x.rule'] })
    expect(verdict).toMatchObject({
      status: 'complies',
      missing: [],
      outcome: { zh: '已确认做到：依托平台建设', en: 'Confirmed as done: 依托平台建设 in English' },
      because: [{ zh: '项目层级：县（市、区）级' }, { zh: '已确认做到', en: 'confirmed as done' }],
    })
    expect(verdict.parts).toHaveLength(1)
  })
  test('said not to be done violates', () => {
    expect(check(rule, { level: 'county', audience: 'public', grounds: ['x.rule'] })).toMatchObject({
      status: 'violates',
      missing: [],
      outcome: { zh: '尚未做到，请补正：依托爱山东', en: 'Not done; put it right: 依托爱山东 in English' },
      because: [{ zh: '项目层级：县（市、区）级' }, { zh: '已说明没有做到', en: 'said not to be done' }],
    })
  })
  test('of which nothing was said waits for itself', () => {
    const verdict = check(rule, {
      level: 'county',
      audience: 'officials',
      grounds: ['x.other'],
      confirmed: ['x.third'],
    })
    expect(verdict).toMatchObject({ status: 'unknown', missing: ['x.rule'], outcome: words('依托山东通') })
    expect(reasons(verdict)).toEqual(['项目层级：县（市、区）级', '还需知道：本项是否属实'])
  })
  test('whose wording hangs on a fact asks for that fact too, once', () => {
    expect(check(rule, { level: 'county' }).missing).toEqual(['audience', 'x.rule'])
    expect(check(rule, {}).missing).toEqual(['level', 'audience', 'x.rule'])
  })
  test('of another’s project does not apply, whatever was said', () => {
    expect(check(rule, { level: 'city', confirmed: ['x.rule'] })).toMatchObject({
      status: 'does-not-apply',
      outcome: { zh: '不适用于本项目' },
    })
    const own = make({ ...rule, notGiven: words('县级才适用') })
    expect(check(own, { level: 'city' }).outcome).toEqual(words('县级才适用'))
  })
  test('without variants has one wording', () => {
    const plain = make({ kind: 'duty', duty: words('备案') })
    expect(check(plain, {})).toMatchObject({ missing: ['x.rule'], outcome: words('备案') })
  })
})

describe('a ground', () => {
  const rule = make({
    kind: 'ground',
    given: { fact: 'upgrade', equals: true },
    when: { any: [withinYear, { fact: 'lastPerformancePassed', equals: false }] },
    ground: words('原项目未满一年'),
    consequence: words('不予支持'),
  })
  const holds = { zh: '原项目未满一年：不予支持', en: '原项目未满一年 in English: 不予支持 in English' }
  const absent = { zh: '不属于该情形：原项目未满一年', en: 'Not so: 原项目未满一年 in English' }
  test('said to be so applies', () => {
    expect(check(rule, { upgrade: true, grounds: ['x.rule'] })).toMatchObject({
      status: 'applies',
      outcome: holds,
      missing: [],
      because: [{ zh: '已说明属实', en: 'said to be so' }],
      parts: [],
    })
  })
  test('said to be so against the facts applies, and the facts are told', () => {
    const facts: Facts = {
      upgrade: true,
      lastAcceptedOn: '2020-01-01',
      lastPerformancePassed: true,
      grounds: ['x.rule'],
    }
    const verdict = check(rule, facts)
    expect(verdict.status).toBe('applies')
    expect(reasons(verdict)[1]).toMatch(/^但所填“.*”与此不一致，请核对$/u)
    expect(check(rule, { ...facts, lastPerformancePassed: false }).because).toHaveLength(1)
  })
  test('shown by facts applies, and their contrary shows that it does not', () => {
    expect(check(rule, { upgrade: true, lastPerformancePassed: false })).toMatchObject({
      status: 'applies',
      outcome: holds,
    })
    const old: Facts = { upgrade: true, lastAcceptedOn: '2020-01-01', lastPerformancePassed: true }
    expect(check(rule, old)).toMatchObject({ status: 'does-not-apply', outcome: absent })
    expect(check(rule, { ...old, grounds: [] })).toMatchObject({ status: 'does-not-apply', outcome: absent })
  })
  test('on the anniversary itself is ambiguous, with the ground advised or its own words', () => {
    const facts: Facts = { upgrade: true, lastAcceptedOn: '2025-05-10', lastPerformancePassed: true }
    expect(check(rule, facts)).toMatchObject({ status: 'ambiguous', readings: [holds, absent], advice: holds })
    expect(check(make({ ...rule, stricter: words('等一天') }), facts).advice).toEqual(words('等一天'))
  })
  test('not among what was said to be so does not apply', () => {
    expect(check(rule, { upgrade: true, grounds: ['x.other'] })).toMatchObject({
      status: 'does-not-apply',
      outcome: absent,
      because: [{ zh: '属实的情形中没有这一项', en: 'not among what is said to be so' }],
    })
  })
  test('of which nothing is known waits for its facts and itself', () => {
    expect(check(rule, { upgrade: true })).toMatchObject({
      status: 'unknown',
      missing: ['lastPerformancePassed', 'lastAcceptedOn', 'x.rule'],
    })
    const bare = make({ kind: 'ground', given: county, ground: words('情形'), consequence: words('后果') })
    expect(check(bare, {}).missing).toEqual(['level', 'x.rule'])
    expect(check(bare, { level: 'county' }).missing).toEqual(['x.rule'])
  })
  test('of another’s project does not apply, whatever was said', () => {
    expect(check(rule, { upgrade: false, grounds: ['x.rule'] })).toMatchObject({
      status: 'does-not-apply',
      outcome: { zh: '不适用于本项目' },
    })
    const own = make({ ...rule, notGiven: words('不是升级') })
    expect(check(own, { upgrade: false }).outcome).toEqual(words('不是升级'))
  })
})

describe('a choice', () => {
  const branches = [
    { id: 'short', when: { fact: 'emergency', equals: true }, outcome: words('只批初步设计') },
    { id: 'middle', when: { fact: 'simpleOrEquipmentOnly', equals: true }, outcome: words('只批可研') },
    { id: 'long', when: { fact: 'inPlan', equals: true }, outcome: words('可研代项建') },
  ]
  const rule = make({ kind: 'choice', branches, otherwise: words('三个阶段') })
  const chosen = (verdict: Verdict) => verdict.branches?.find((branch) => branch.advised)?.branch
  test('takes the shortest of several ways and names them all', () => {
    const verdict = check(rule, { emergency: true, simpleOrEquipmentOnly: false, inPlan: true })
    expect(verdict).toMatchObject({ status: 'applies', missing: [], parts: [] })
    expect(chosen(verdict)).toBe('short')
    expect(verdict.outcome.zh).toBe('同时符合2种情形：只批初步设计；可研代项建。建议走最短的：只批初步设计')
    expect(verdict.branches?.map((branch) => branch.holds)).toEqual([true, false, true])
    expect(reasons(verdict)).toEqual(['是否突发事件紧急建设：是', '是否纳入信息化建设规划：是'])
  })
  test('takes the only way there is', () => {
    const verdict = check(rule, { emergency: false, simpleOrEquipmentOnly: false, inPlan: true })
    expect(chosen(verdict)).toBe('long')
    expect(verdict.outcome).toEqual(words('可研代项建'))
  })
  test('falls back on the usual way where none holds', () => {
    const none: Facts = { emergency: false, simpleOrEquipmentOnly: false, inPlan: false }
    const verdict = check(rule, none)
    expect(verdict).toMatchObject({ status: 'applies', outcome: words('三个阶段'), missing: [] })
    expect(chosen(verdict)).toBeUndefined()
    expect(verdict.branches).toHaveLength(3)
    expect(check(make({ kind: 'choice', branches }), none)).toMatchObject({
      status: 'does-not-apply',
      outcome: { zh: '不适用于本项目' },
    })
  })
  test('waits for a shorter way that may be open, and names only ways that may come out', () => {
    const verdict = check(rule, { simpleOrEquipmentOnly: true })
    expect(verdict).toMatchObject({ status: 'unknown', missing: ['emergency'], parts: [] })
    expect(verdict.outcome.zh).toBe(
      '还不能判断，需先知道：是否突发事件紧急建设。可能为：（1）只批初步设计；（2）只批可研',
    )
    expect(reasons(verdict)).toEqual(['是否内容单一方案简单或单纯设备购置：是', '还需知道：是否突发事件紧急建设'])
  })
  test('with nothing told names every way, the usual one last', () => {
    const verdict = check(rule, {})
    expect(verdict.missing).toEqual(['emergency', 'simpleOrEquipmentOnly', 'inPlan'])
    expect(verdict.outcome.zh).toContain('（3）可研代项建；（4）三个阶段')
    expect(check(make({ kind: 'choice', branches }), {}).outcome.zh).not.toContain('（4）')
  })
  test('leaves out a way that is known not to be open', () => {
    expect(check(rule, { emergency: false }).outcome.zh).toContain(
      '可能为：（1）只批可研；（2）可研代项建；（3）三个阶段',
    )
  })
  test('of another’s project does not apply', () => {
    const given = { kind: 'choice', branches, given: county, otherwise: words('三个阶段') }
    expect(check(make(given), { level: 'city', emergency: true })).toMatchObject({
      status: 'does-not-apply',
      outcome: { zh: '不适用于本项目' },
    })
    expect(check(make({ ...given, notGiven: words('县级才适用') }), { level: 'city' }).outcome).toEqual(
      words('县级才适用'),
    )
    expect(check(make(given), { emergency: true })).toMatchObject({ status: 'unknown', missing: ['level'] })
    expect(chosen(check(make(given), { level: 'county', emergency: true }))).toBe('short')
    const none: Facts = { emergency: false, simpleOrEquipmentOnly: false, inPlan: false }
    expect(check(make(given), none)).toMatchObject({ status: 'unknown', missing: ['level'] })
  })
})
