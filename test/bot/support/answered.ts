/** A store in which people asked, were answered and voted, by the real dialogs. */
import type { Assistant } from '#bot/assistant.ts'
import type { Store } from '#bot/store/store.ts'
import type { Step, UserMessage } from '#dialogs/conversation.ts'
import { handleMessage } from '#dialogs/handle-message.ts'
import type { IsoDate } from '#knowledge/law/units.ts'

export interface Talk {
  say(text: string): Promise<Step>
  /** A vote on the answer given last. */
  vote(good: boolean, reason?: string): Promise<Step>
}

/** One person in one conversation of their own. */
export async function beginTalk(store: Store, assistant: Assistant, name: string, measure?: string): Promise<Talk> {
  const person = await store.personAt({ channel: 'web', key: name })
  await store.beginConversation(name, 'test', person.id)
  const known = { measure, lang: undefined }
  let count = 0
  let lastAnswer = ''
  async function take(content: Partial<UserMessage>): Promise<Step> {
    const message = { id: `${name}-${++count}`, text: '', ...content }
    await store.accept({ channel: 'test', conversationId: name, personId: person.id, message })
    const conversation = await store.findConversation(name)
    if (conversation === undefined) throw new Error(`${name} was begun and is not there.`)
    const place = { conversationId: name, messageId: message.id }
    const ports = assistant.ports('2026-11-23' as IsoDate, known, place)
    const { replies, conversation: next, ...kept } = await handleMessage(conversation.state, message, ports)
    const result = await store.commitTurn({
      channel: 'test',
      messageId: message.id,
      personId: person.id,
      conversation: next,
      expectedVersion: conversation.version,
      replies,
      ...kept,
    })
    if (result.status !== 'committed') throw new Error(`The turn ended as ${result.status}.`)
    lastAnswer = kept.answered?.id ?? lastAnswer
    return { replies, conversation: next, ...kept }
  }
  return {
    say: (text) => take({ text }),
    async vote(good, reason) {
      const step = await take({ button: { v: 1, verb: 'feedback', args: { answer: lastAnswer, good } } })
      if (reason === undefined) return step
      return take({ button: { v: 1, verb: 'feedback-reason', args: { answer: lastAnswer, reason } } })
    },
  }
}
