/** Frames of the smart robot's socket: `{cmd, headers: {req_id}, body}` both ways, answers without a `cmd`. */
import { z } from 'zod'

const frame = z.object({
  cmd: z.string().max(100).optional(),
  headers: z.object({ req_id: z.string().min(1).max(300) }),
  body: z.unknown().optional(),
  errcode: z.number().optional(),
  errmsg: z.string().optional(),
})
export type Frame = z.output<typeof frame>

export type Command =
  | 'aibot_subscribe'
  | 'ping'
  | 'aibot_respond_msg'
  | 'aibot_respond_welcome_msg'
  | 'aibot_respond_update_msg'
  | 'aibot_send_msg'
  | 'aibot_upload_media_init'
  | 'aibot_upload_media_chunk'
  | 'aibot_upload_media_finish'

export function readFrame(text: string): Frame | undefined {
  try {
    const parsed = frame.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

export function writeFrame(cmd: Command, requestId: string, body?: object): string {
  return JSON.stringify({ cmd, headers: { req_id: requestId }, ...(body === undefined ? {} : { body }) })
}
