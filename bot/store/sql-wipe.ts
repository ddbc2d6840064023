/** Wipes what was said in a conversation: a mere placeholder stays, so that the order of messages holds. */
import type { Transaction } from 'kysely'
import type { BotWords } from './store.ts'
import type { Tables } from './tables.ts'

const placeholder = '（已清除）'

/** Every message up to and with the one at hand, what was answered, and what was kept of the answers. */
export async function wipeConversation(
  trx: Transaction<Tables>,
  conversationId: string,
  at: { readonly channel: string; readonly messageId: string },
): Promise<void> {
  const kept = await trx
    .selectFrom('inbox')
    .select(['channel', 'message_id', 'payload', 'done_at'])
    .where('conversation_id', '=', conversationId)
    .execute()
  for (const row of kept) {
    if (row.done_at === null && (row.channel !== at.channel || row.message_id !== at.messageId)) continue
    const { reference } = JSON.parse(row.payload) as { reference?: unknown }
    await trx
      .updateTable('inbox')
      .set({ payload: JSON.stringify({ message: { id: row.message_id, text: placeholder }, reference }) })
      .where('channel', '=', row.channel)
      .where('message_id', '=', row.message_id)
      .execute()
  }
  const shown = await trx
    .selectFrom('activities')
    .select(['seq', 'author', 'payload'])
    .where('conversation_id', '=', conversationId)
    .execute()
  for (const row of shown)
    await trx
      .updateTable('activities')
      .set({ payload: JSON.stringify(row.author === 'bot' ? wipedReply(row.payload) : wipedMessage(row.payload)) })
      .where('conversation_id', '=', conversationId)
      .where('seq', '=', row.seq)
      .execute()
  const answers = trx.selectFrom('answers').select('id').where('conversation_id', '=', conversationId)
  await trx.deleteFrom('feedback').where('answer_id', 'in', answers).execute()
  await trx.deleteFrom('answers').where('conversation_id', '=', conversationId).execute()
}

function wipedReply(payload: string): BotWords {
  const { reply: _reply, ...place } = JSON.parse(payload) as BotWords
  return { ...place, reply: { text: placeholder, summary: placeholder } }
}

/** Who wrote stays; the words, and what a button carried, go. */
function wipedMessage(payload: string): object {
  const { value: _value, channelData: _data, text: _text, ...rest } = JSON.parse(payload) as Record<string, unknown>
  return { ...rest, text: placeholder }
}
