/** Who sees a project: its owner, those it is shared with, and a group only where the owner says so. */
import { beforeEach, expect, it } from 'vitest'
import type { IsoDate } from '#knowledge/law/units.ts'
import { sharedAssistant } from '../support/assistant.ts'
import { Talk } from '../support/talk.ts'

const assistant = await sharedAssistant()
const today = '2026-11-24' as IsoDate
const other = '0b8a2f6e-1111-4222-8333-444455556666'
let owner: Talk

beforeEach(async () => {
  owner = new Talk(assistant, { today, place: 'zhucheng-2020' })
  for (const said of ['申报新项目', '不涉密', '智慧城管平台', '跳过', '确认']) await owner.say(said)
  expect(owner.project()?.status).toBe('active')
})

it('the owner shares by the other’s id, to read or to edit, and takes it back', async () => {
  const step = await owner.say(`把智慧城管平台共享给 ${other}，可编辑`)
  expect(step.changes?.shares).toEqual([{ project: owner.project()?.id, person: other, may: 'edit' }])
  expect(owner.texts()).toContain('可编辑')
  await owner.say(`share 智慧城管平台 with ${other}`)
  expect(owner.last?.changes?.shares?.[0]?.may).toBe('read')
  await owner.say(`停止共享智慧城管平台给 ${other}`)
  expect(owner.last?.changes?.shares?.[0]?.may).toBeNull()
})

it('who may only read sees the project and changes nothing', async () => {
  const reader = new Talk(assistant, {
    today,
    place: 'zhucheng-2020',
    personId: other,
    projects: owner.known.map((known) => ({ ...known, access: 'read' as const })),
  })
  await reader.say('我的项目')
  expect(reader.texts()).toContain('他人共享')
  await reader.press('打开：智慧城管平台')
  expect(reader.texts()).toContain('审批路径')
  for (const said of ['合同11月20日签了', '归档智慧城管平台', '把智慧城管平台的总投资改成300万', '撤回']) {
    const step = await reader.say(said)
    expect(step.changes, said).toBeUndefined()
    expect(reader.texts(), said).toContain('只能查看')
  }
  await reader.say(`把智慧城管平台共享给 ${other}`)
  expect(reader.texts()).toContain('只有项目的主人')
})

it('in a group nothing of a project is shown until its owner says so', async () => {
  const group = new Talk(assistant, { today, place: 'zhucheng-2020', group: true, projects: owner.known })
  for (const said of ['我的项目', '打开智慧城管平台', '合同11月20日签了', '时间表']) {
    const step = await group.say(said)
    expect(group.texts(), said).not.toContain('智慧城管平台')
    expect(step.changes, said).toBeUndefined()
  }
  await group.say('我们想建一个300万的视频会议系统')
  expect(group.texts()).toContain('这里是群聊')
  await group.open()
  expect(group.options().map((option) => option.title)).not.toContain('继续申报：智慧城管平台')
  await group.say('在本群公开智慧城管平台')
  await group.say('我的项目')
  expect(group.texts()).toContain('智慧城管平台')
  await group.say('合同11月20日签了')
  expect(group.texts()).toContain('最迟2026年12月4日')
  await group.say('在本群不公开智慧城管平台')
  await group.say('我的项目')
  expect(group.texts()).not.toContain('智慧城管平台')
})

it('everybody can ask for the id to be shared with', async () => {
  await owner.say('我的编号')
  expect(owner.texts()).toContain('person')
})
