/** The frames of DingTalk's stream, and what is said back. Pure. */
import { z } from 'zod'

export const robotTopic = '/v1.0/im/bot/messages/get'

const frame = z.object({
  type: z.string(),
  headers: z.looseObject({ topic: z.string().optional(), messageId: z.string().optional() }),
  data: z.string().default(''),
})

export type Frame = z.output<typeof frame>

/** @returns undefined for what is no frame */
export function readFrame(text: string): Frame | undefined {
  const parsed = frame.safeParse(parseJson(text))
  return parsed.success ? parsed.data : undefined
}

/** What a frame carries. @returns undefined where it is not JSON */
export function readData({ data }: Frame): unknown {
  return parseJson(data)
}

/** A ping comes back as it came. */
export function pong({ headers, data }: Frame): string {
  return JSON.stringify({ code: 200, headers, message: 'OK', data })
}

/** What is not acknowledged within about a minute is delivered again. */
export function acknowledgement({ type, headers }: Frame): string {
  const data = type === 'EVENT' ? { status: 'SUCCESS', message: '' } : { response: {} }
  return JSON.stringify({
    code: 200,
    headers: { contentType: 'application/json', messageId: headers.messageId ?? '' },
    message: 'OK',
    data: JSON.stringify(data),
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
