/** What is told where a document cannot be made, by the mistake; and what has changed since the last one. */
import { expect, it } from 'vitest'
import { filingFile } from '#dialogs/project/filing-files.ts'
import { refusedReply } from '#dialogs/project/filing-refused.ts'
import { changedLines, keptValues } from '#dialogs/project/filing-values.ts'
import { readRecord } from '#dialogs/project/read-record.ts'
import { newRecord } from '#dialogs/project/record.ts'
import { findMeasure } from '#knowledge/law/load.ts'
import { dayOf } from '#knowledge/law/units.ts'
import { readZip } from '#tools/filing/zip.ts'
import { InputError } from '#tools/input-error.ts'
import { sharedAssistant } from '../support/assistant.ts'

const assistant = await sharedAssistant()
const ports = assistant.ports(dayOf(2026, 11, 24), { measure: undefined, lang: undefined })
const jilin = findMeasure(ports.law, 'jilin-2020')
if (jilin === undefined) throw new Error('Jilin is not loaded')
const title = { zh: '自评价报告', en: 'Self-evaluation' }

it.each([
  ['other-measure', 'project.measure', ['《自评价报告》是吉林省的材料', '济宁高新区'], ['材料清单']],
  ['classified', 'project.facts.classified', ['没有生成', '涉密'], []],
  ['contradiction', 'project.facts.confirmed.0', ['重新核对清单'], ['核对清单']],
  ['bad-input', 'project.facts.totalInvestmentYuan', ['“总投资”', '确切的金额'], ['改总投资']],
  ['bad-input', 'project.name', ['“项目名称”', '200字'], []],
  ['bad-input', 'out', ['must be'], []],
])('%s at %s says what would be right', (code, path, contains, options) => {
  const record = newRecord('p1', 'jining-htz-2024')
  const reply = refusedReply(
    new InputError(code, `${path}: must be right`, path),
    jilin,
    { title },
    record,
    ports,
    'zh',
  )
  for (const words of contains) expect(reply.text).toContain(words)
  expect((reply.options ?? []).map((each) => each.title)).toEqual(options)
})

const values = (yuan: number, summary: string) => {
  const record = { ...newRecord('p1', 'jilin-2020'), project: { facts: { totalInvestmentYuan: yuan }, summary } }
  const filled = [
    { name: 'totalInvestmentYuan', text: `${yuan}元` },
    { name: 'summary', text: summary },
    { name: 'jilin.approver', text: `审批部门：${yuan}` },
  ]
  return keptValues(filled, record)
}

it('says a changed sum with both values, a long text only as changed, and a finding by its title', () => {
  const long = '概述'.repeat(40)
  const before = { filing: 'jilin.self-evaluation', at: '2026-11-24T02:00:00.000Z', values: values(3_000_000, long) }
  expect(before.values.summary).toMatch(/^fnv:[0-9a-f]{8}$/u)
  const [line] = changedLines(before, values(5_200_000, `${long}。`), jilin, 'zh')
  expect(line).toContain('较上次（2026年11月24日）生成的：总投资 300万元→520万元；项目概况有改动；判断或期限有变：')
  expect(changedLines(before, values(3_000_000, long), jilin, 'zh')).toEqual([
    '与上次（2026年11月24日）生成的内容相同。',
  ])
  expect(changedLines(undefined, values(3_000_000, long), jilin, 'zh')).toEqual([])
})

it('what was made is kept with the project; a record of before it was has none', () => {
  const made = [{ filing: 'jilin.self-evaluation', at: '2026-11-24T02:00:00.000Z', values: { name: '平台' } }]
  const record = newRecord('p1', 'jilin-2020')
  expect(readRecord({ ...record, made })).toEqual({ ...record, made })
  expect(readRecord({ ...record, made: [...made, { filing: 3 }] }).made).toEqual(made)
  expect(readRecord(record)).toEqual(record)
})

it('a zip holds every document with its note; of one that is none, or named twice, there is none', async () => {
  const of = ['zhucheng.contract-record', 'zhucheng.acceptance-record']
  const zip = await filingFile(undefined, 'documents.zip', of, ports)
  expect(
    [...readZip(zip?.content ?? new Uint8Array()).keys()].map((name) =>
      name.replace(/^(\d\d).*?(-效力说明)?\.docx$/u, '$1$2'),
    ),
  ).toEqual(['01', '01-效力说明', '02', '02-效力说明'])
  expect(await filingFile(undefined, 'documents.zip', [...of, 'zhucheng.nothing'], ports)).toBeUndefined()
  expect(await filingFile(undefined, 'documents.zip', ['jilin.proposal', 'jilin.proposal'], ports)).toBeUndefined()
  expect(await filingFile(undefined, 'documents.zip', [], ports)).toBeUndefined()
})
