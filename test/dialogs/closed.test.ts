import { beforeAll, describe, expect, it } from 'vitest'
import type { Assistant } from '#bot/assistant.ts'
import type { Closed } from '#dialogs/ports.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { sharedAssistant } from '../support/assistant.ts'
import { Talk } from '../support/talk.ts'

let assistant: Assistant
beforeAll(async () => {
  assistant = await sharedAssistant()
})

const reason = '系统维护至18点'

function talkWith(closed: Closed): Talk {
  const ports: Assistant['ports'] = (...given) => ({ ...assistant.ports(...given), closed })
  return new Talk({ ...assistant, ports }, { today: '2026-11-24' as IsoDate, place: 'jining-htz-2024' })
}

describe('a function that is switched off', () => {
  it.each([
    ['answers', '招标公告至少发布多久？', `政策问答暂停使用：${reason}`],
    ['projects', '我要申报项目', `申报项目暂停使用：${reason}`],
    ['projects', 'Declare a project', `Declaring projects is switched off for now: ${reason}`],
    ['filings', '生成项目建议书', `申报材料暂停使用：${reason}`],
    ['reminders', '我的提醒', `到期提醒暂停使用：${reason}`],
  ])('%s answers «%s» with the reason alone, and nothing is kept', async (name, words, told) => {
    const talk = talkWith({ [name]: reason })
    const { changes, answered } = await talk.say(words)
    expect([talk.texts(), changes, answered]).toEqual([told, undefined, undefined])
  })

  it('leaves the others as they are', async () => {
    const talk = talkWith({ projects: reason, reminders: reason, filings: reason, model: reason })
    await talk.say('采购合同应当在多少个工作日内备案？')
    expect(talk.texts()).toContain('依据')
    expect(talk.texts()).not.toContain(reason)
    const open = talkWith({ answers: reason })
    await open.say('我要申报项目')
    expect(open.last?.changes?.keep).toHaveLength(1)
  })

  it('is named in the greeting', async () => {
    const talk = talkWith({ model: reason, projects: '升级' })
    await talk.open()
    expect(talk.texts()).toMatch(/申报项目暂停使用：升级\n\n语言模型暂停使用：系统维护至18点$/u)
  })

  it('still wipes what is said to be classified', async () => {
    const talk = talkWith({ projects: reason, answers: reason })
    await talk.say('我们这个项目是涉密项目')
    expect(talk.wiped).toBe(1)
  })

  it('still gives people their data', async () => {
    const talk = talkWith({ projects: reason, answers: reason })
    await talk.say('删除我的所有数据')
    expect(talk.texts()).not.toContain(reason)
  })
})
