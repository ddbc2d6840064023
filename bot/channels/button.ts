/** What a pressed button sends back, checked at the door. */
import { z } from 'zod'
import type { ButtonPayload } from '#dialogs/conversation.ts'

const payload = z.object({
  v: z.literal(1),
  verb: z.string().min(1).max(100),
  args: z.record(z.string().max(100), z.union([z.string().max(4000), z.number(), z.boolean()])).default({}),
})

/** @returns undefined for anything that is no button of ours, or one of another version */
export function readButton(value: unknown): ButtonPayload | undefined {
  const parsed = payload.safeParse(value)
  return parsed.success ? parsed.data : undefined
}
