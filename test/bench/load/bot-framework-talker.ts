/** Talks as a Bot Framework channel: posts activities to `/api/messages` and takes the answers where it says. */
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import { type Answers, createAnswers } from './answers.ts'
import { type Job, Refused, type Talker } from './job.ts'
import { post } from './post.ts'

interface Activity {
  readonly type: string
  readonly replyToId?: string
}

export async function openBotFrameworkTalkers({ door, origin, conversations }: Job): Promise<Talker[]> {
  const answers = createAnswers()
  const serviceUrl = await openService(answers)
  const run = randomUUID().slice(0, 8)
  return Array.from({ length: conversations }, (_, i) => {
    const name = `${run}-${i}`
    let said = 0
    return {
      async say(text) {
        said += 1
        const id = `${name}-${said}`
        const activity = activityOf({ name, id, text, serviceUrl })
        if (door === 'expect-replies') return expectReplies(origin, activity)
        const answered = answers.wait(id)
        const { status, headers } = await post(`${origin}/api/messages`, activity)
        if (status !== 200) {
          answers.came(id)
          throw new Refused(String(status), headers['retry-after'])
        }
        await answered
      },
    }
  })
}

async function expectReplies(origin: string, activity: object): Promise<void> {
  const { status, body } = await post(`${origin}/api/messages`, { ...activity, deliveryMode: 'expectReplies' })
  if (status !== 200) throw new Refused(String(status))
  const { activities = [] } = JSON.parse(body) as { activities?: readonly Activity[] }
  if (!activities.some(({ type }) => type === 'message')) throw new Refused('no answer')
}

function activityOf({ name, id, text, serviceUrl }: { name: string; id: string; text: string; serviceUrl: string }) {
  return {
    type: 'message',
    id,
    timestamp: new Date().toISOString(),
    channelId: 'emulator',
    serviceUrl,
    from: { id: `user-${name}`, name: `user-${name}`, role: 'user' },
    recipient: { id: 'bot', name: 'bot', role: 'bot' },
    conversation: { id: `talk-${name}` },
    locale: 'zh-CN',
    text,
  }
}

/** Takes the answers as the connector does. @returns its address */
async function openService(answers: Answers): Promise<string> {
  const server = createServer(async (request, response) => {
    const activity = JSON.parse(await readText(request)) as Activity
    response.setHeader('content-type', 'application/json')
    response.end('{"id":"taken"}')
    if (activity.type === 'message' && activity.replyToId !== undefined) answers.came(activity.replyToId)
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}
