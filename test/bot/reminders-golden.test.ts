/** Two years of a project in each jurisdiction: every reminder that comes, to be read as a clerk reads them. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sharedAssistant } from '../support/assistant.ts'
import { Office } from '../support/office.ts'

const folder = join(import.meta.dirname, '../golden/reminders')
mkdirSync(folder, { recursive: true })
const assistant = await sharedAssistant()

interface Life {
  readonly measure: string
  readonly name: string
  readonly facts: Parameters<Office['declare']>[4]
  /** From when to when, and what is told on the way. */
  readonly from: string
  readonly until: string
  readonly told: readonly (readonly [day: string, words: string])[]
}

const lives: readonly Life[] = [
  {
    measure: 'jining-htz-2024',
    name: '视频会议系统',
    facts: { totalInvestmentYuan: 1_500_000, implementationMonths: 12 },
    from: '2025-01-06',
    until: '2026-12-31',
    told: [
      ['2025-03-10', '中标通知书3月7日发了'],
      ['2025-03-20', '合同3月19日签了'],
      ['2025-04-03', '合同备案了'],
      ['2025-09-15', '竣工验收9月12日通过了'],
      ['2025-09-15', '系统9月12日投入运行了'],
      ['2026-09-10', '年度自评价做完了'],
    ],
  },
  {
    measure: 'zhucheng-2020',
    name: '智慧城管平台',
    facts: { totalInvestmentYuan: 3_000_000 },
    from: '2025-01-06',
    until: '2026-12-31',
    told: [
      ['2025-02-10', '合同2月8日签了'],
      ['2025-03-05', '合同备案了'],
      ['2025-03-28', '季度报告交了'],
      ['2025-07-02', '季度报告交了'],
      ['2025-08-04', '建设任务8月1日完成了'],
      ['2025-10-20', '竣工验收申请交了'],
      ['2025-12-08', '竣工验收12月5日通过了'],
      ['2025-12-08', '系统12月5日投入运行了'],
    ],
  },
  {
    measure: 'jiujiang-2024',
    name: '河道监控系统',
    facts: {
      totalInvestmentYuan: 60_000_000,
      level: 'city',
      procurement: 'construction',
      category: 'other',
      ownerType: 'agency',
    },
    from: '2024-09-02',
    until: '2026-08-31',
    told: [
      ['2024-10-08', '启动通知10月8日收到了'],
      ['2024-10-22', '项目建议书10月21日报送了'],
      ['2024-11-01', '项目建议书10月30日批复了'],
      ['2024-12-02', '可研报告11月28日报送了'],
      ['2025-09-01', '试运行从9月1日开始'],
    ],
  },
  {
    measure: 'jilin-2020',
    name: '政务数据共享平台',
    facts: { totalInvestmentYuan: 8_000_000, constructionMonths: 18, category: 'other' },
    from: '2025-01-06',
    until: '2026-12-31',
    told: [
      ['2025-02-10', '2月10日开工建设了'],
      ['2025-02-10', '建设期到2026年8月10日'],
      ['2025-12-30', '年度绩效评价报告交了'],
      ['2026-07-20', '初步验收7月17日通过了'],
      ['2026-08-17', '试运行8月14日稳定了'],
    ],
  },
]

describe.each(lives)('$measure', (life) => {
  test('two years of reminders', { timeout: 120_000 }, async () => {
    const office = await Office.open(assistant, `${life.from}T02:00:00.000Z`)
    const answers: [string, string][] = []
    try {
      office.watching.add('clerk')
      await office.declare('clerk', 'p1', life.name, life.measure, life.facts)
      for (const [day, words] of life.told) {
        await office.pass(`${day}T06:00:00.000Z`)
        const [answer] = await office.say('clerk', words)
        answers.push([`${day} 14:00`, `» ${words}\n   ${answer?.summary ?? '—'}`])
      }
      await office.pass(`${life.until}T10:00:00.000Z`)
      const reminded = (await office.reminded('clerk')).map(({ at, reply }): [string, string] => [
        at,
        [reply.text, ...(reply.options ?? []).map(({ title }) => `[${title}]`)].join('\n'),
      ])
      const whole = [...answers, ...reminded]
        .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
        .map(([at, text]) => `${at}\n${text.replace(/^/gmu, '   ')}`)
      expect(office.logged).toEqual([])
      for (const [at] of reminded) expect(at.slice(11)).toBe('09:00')
      expect(new Set(reminded.map(([at]) => at)).size).toBe(reminded.length)
      await expect(`${whole.join('\n\n')}\n`).toMatchFileSnapshot(join(folder, `${life.measure}.txt`))
    } finally {
      await office.close()
    }
  })
})
