/** A channel whose platform is the torture itself: messages come by POST, replies go there, receipts come back. */
import { z } from 'zod'
import { ChannelError, type SendingChannel } from '#bot/channels/channel.ts'
import type { ChannelParts } from '#bot/compose.ts'
import { errorResponse } from '#bot/http.ts'

export const platformName = 'platform'
export const messagesPath = '/torture/messages'

const incoming = z.object({ id: z.string(), conversation: z.string(), text: z.string() })
const receipt = z.object({ id: z.string() })

export function createPlatformChannel({ store, turns }: ChannelParts, platform: string): SendingChannel {
  return {
    name: platformName,
    brings: 'sends',
    mount: (routes) =>
      routes.post(messagesPath, async (request) => {
        const { success, data } = incoming.safeParse(request.body)
        if (!success) return errorResponse(400, 'BadArgument', 'A message is expected.')
        const { id, conversation, text } = data
        const seq = await turns.orTellAway(platformName, { conversationId: conversation }, async () => {
          const person = await store.personAt({ channel: platformName, key: conversation })
          await store.beginConversation(conversation, platformName, person.id)
          const message = { id, text }
          const inbound = { channel: platformName, conversationId: conversation, personId: person.id, message }
          return (await turns.accept({ ...inbound, shown: { text } })).seq
        })
        return { status: 200, body: { seq } }
      }),
    async deliver({ conversationId, seq, reply, unasked }) {
      const response = await fetch(platform, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ conversationId, seq, text: reply.text, unasked }),
      }).catch((cause: unknown) => {
        throw new ChannelError('The platform is not reached.', { permanent: false, cause })
      })
      return { platformId: receipt.parse(await response.json()).id }
    },
    close: async () => undefined,
  }
}
