import { expect, it } from 'vitest'
import { type Question, understand } from '#dialogs/understand.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { openLaw } from '../support/law.ts'

const law = openLaw()
const read = (question: string): Question =>
  understand(law, { question, measure: undefined, history: [], lang: undefined }, '2026-11-23' as IsoDate)

it.each([
  ['300万的项目要报市里吗', 'check'],
  ['三百来万谁批', 'check'],
  ['9月18日发的中标通知书，合同最晚哪天签', 'calculate'],
  ['验收要交哪些材料', 'list'],
  ['为什么要先入储备库', 'explain'],
  ['终验是什么意思', 'explain'],
  ['我们局想建一个视频会议系统', 'declare'],
  ['帮我生成一份申报表', 'file'],
  ['合同备案到期前提醒我', 'remind'],
  ['第十八条', 'article'],
  ['诸城和九江的自评价时间有啥不一样', 'compare'],
  ['谁来组织验收', 'ask'],
  ['你好', 'small-talk'],
  ['我们这个项目是涉密的', 'classified'],
])('«%s» wants %s', (words, intent) => {
  expect(read(words).intent).toBe(intent)
})

it.each([
  ['我们是供应商，甲方说要先备案', 'supplier'],
  ['我们作为审批部门，多久要批复', 'authority'],
  ['合同多久备案', 'unit'],
])('«%s» is asked as %s', (words, role) => {
  expect(read(words).role).toBe(role)
})

it.each([
  ['高新区这边300万要报吗', ['jining-htz-2024']],
  ['我们区的办法', []],
  ['浔阳区的项目归谁批', ['jiujiang-2024']],
  ['吉林省和诸城有什么不同', ['jilin-2020', 'zhucheng-2020']],
])('«%s» is about %s', (words, measures) => {
  expect([...read(words).measures].sort()).toEqual([...measures].sort())
})

it('reads sums, level and days beside the words', () => {
  const { said, days } = read('县里300万的项目，9月18日发的中标通知书')
  expect(said.facts).toEqual({ level: 'county', totalInvestmentYuan: 3_000_000 })
  expect(days).toMatchObject([{ kind: 'day', day: '2026-09-18' }])
})
