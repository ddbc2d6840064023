/** Talks as the page does: sends by POST, is answered by WebSocket. */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { openSettings } from '../serving.ts'
import { type Answers, createAnswers } from './answers.ts'
import { type Job, Refused, type Talker } from './job.ts'
import { post } from './post.ts'

/** Doors are opened by so many at once. */
const openingAtOnce = 20

interface Activity {
  readonly id: string
  readonly type: string
  readonly replyToId?: string
  readonly channelData?: { readonly clientActivityID?: string }
}

export async function openDirectLineTalkers({ origin, conversations }: Job): Promise<Talker[]> {
  const talkers: Talker[] = []
  while (talkers.length < conversations) {
    const count = Math.min(openingAtOnce, conversations - talkers.length)
    talkers.push(...(await Promise.all(Array.from({ length: count }, () => open(origin)))))
  }
  return talkers
}

/** @param user whom it is for; everybody is somebody else by default */
export async function open(origin: string, user = crypto.randomUUID()): Promise<Talker> {
  const base = `${origin}/v3/directline`
  const made = await post(`${base}/tokens/generate`, { user: { id: `dl_${user}` } }, openSettings.DIRECT_LINE_SECRET)
  const { token, conversationId } = readBody<{ token: string; conversationId: string }>(made)
  const begun = await post(`${base}/conversations`, { locale: 'zh-CN' }, token)
  const answers = createAnswers()
  const greeted = answers.wait('greeting')
  await listen(readBody<{ streamUrl: string }>(begun).streamUrl, answers)
  await greeted
  const path = `${base}/conversations/${conversationId}/activities`
  let said = 0
  return {
    async say(text) {
      said += 1
      const clientActivityID = String(said)
      const answered = answers.wait(clientActivityID)
      const { status, headers } = await post(path, { type: 'message', text, channelData: { clientActivityID } }, token)
      if (status !== 200) {
        answers.came(clientActivityID)
        await answered
        throw new Refused(String(status), headers['retry-after'])
      }
      await answered
    },
  }
}

/** The page's own message comes back on the socket before its answer does, and tells the answer's `replyToId`. */
async function listen(streamUrl: string, answers: Answers): Promise<void> {
  const socket = new WebSocket(streamUrl)
  let asked: { readonly id: string; readonly name: string } | undefined
  socket.on('message', (data) => {
    const { activities } = JSON.parse(String(data)) as { activities: readonly Activity[] }
    for (const { id, type, replyToId, channelData } of activities) {
      if (channelData?.clientActivityID !== undefined) asked = { id, name: channelData.clientActivityID }
      else if (type === 'message' && asked === undefined) answers.came('greeting')
      else if (type === 'message' && asked !== undefined && replyToId === asked.id) answers.came(asked.name)
    }
  })
  await once(socket, 'open')
}

function readBody<T>({ status, body }: { status: number; body: string }): T {
  if (status >= 300) throw new Refused(String(status))
  return JSON.parse(body) as T
}
