/** «绑定»: what two channels of one person say to each other. */
import { expect, it } from 'vitest'
import type { Conversation, UserMessage } from '#dialogs/conversation.ts'
import { takeLinking } from '#dialogs/linking.ts'
import type { Ports } from '#dialogs/ports.ts'

const conversation: Conversation = { id: 'c', recent: [] }
const owners: Record<string, { personId: string; channels: string[] }> = {
  '12345678': { personId: 'other', channels: ['wecom:corp', 'web'] },
  '87654321': { personId: 'me', channels: ['web'] },
}
const ports = {
  projects: { personId: 'me' },
  linking: { freshCode: '11112222', ownerOf: async (code: string) => owners[code] },
} as unknown as Ports
const take = (message: Partial<UserMessage>, lang: 'zh' | 'en' = 'zh') =>
  takeLinking(conversation, { id: 'm', text: '', ...message }, lang, ports)

it.each(['绑定', '我要绑定账号', '怎么绑定企业微信?', 'link my account'])('gives a code for «%s»', async (text) => {
  const step = await take({ text }, text.startsWith('link') ? 'en' : 'zh')
  expect(step?.changes).toEqual({ linkCode: '11112222' })
  expect(step?.replies[0]?.text).toContain('1111 2222')
})

it.each(['绑定12345678', '绑定 1234 5678。', '绑定码:12345678', 'link 12345678'])(
  'asks before it links on «%s», naming where the other is',
  async (text) => {
    const step = await take({ text })
    expect(step?.changes).toBeUndefined()
    expect(step?.replies[0]?.text).toContain('企业微信、网页')
    const [yes] = step?.replies[0]?.options ?? []
    if (yes === undefined) throw new Error('nothing is asked')
    const done = await take({ button: yes.payload })
    expect(done?.changes).toEqual({ link: '12345678' })
  },
)

it('knows a code that is no good, and one’s own', async () => {
  expect((await take({ text: '绑定99999999' }))?.replies[0]?.text).toContain('没有这个绑定码')
  expect((await take({ text: '绑定87654321' }))?.replies[0]?.text).toContain('已经是同一个人')
})

it('links nothing in a group', async () => {
  const step = await take({ text: '绑定12345678', group: true })
  expect(step?.changes).toBeUndefined()
  expect(step?.replies[0]?.text).toContain('群聊')
})

it.each(['绑定合同和付款条件', '12345678', '数据绑定有什么要求', '项目编号12345678'])(
  'leaves «%s» to the dialogs',
  async (text) => {
    expect(await take({ text })).toBeUndefined()
  },
)
