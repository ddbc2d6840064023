/** What a pressed button sends back, checked at the door. */
import { z } from 'zod'
import type { ButtonPayload } from '#dialogs/conversation.ts'

const payload = z.object({
  v: z.literal(1),
  verb: z.string().min(1).max(100),
  args: z.record(z.string().max(100), z.union([z.string().max(4000), z.number(), z.boolean()])).default({}),
})

const inputs = z.record(z.string().max(100), z.unknown()).transform((all) =>
  Object.fromEntries(
    Object.entries(all).flatMap(([id, given]) => {
      const parsed = z.union([z.string().max(4000), z.number()]).safeParse(given)
      return parsed.success ? [[id, parsed.data]] : []
    }),
  ),
)

/** Longer titles are cut before they travel. */
const titleCharactersAtMost = 60

/** A card's button brings its title along so that the press can be shown in words. It is read for nothing else. */
const titled = payload.extend({ title: z.string().trim().min(1).max(titleCharactersAtMost) })

/** @returns undefined for anything that is no button of ours, or one of another version */
export function readButton(value: unknown): ButtonPayload | undefined {
  const parsed = payload.safeParse(value)
  return parsed.success ? { ...parsed.data, args: { ...parsed.data.args, ...readInputs(value) } } : undefined
}

/** What was ticked or filled in on a card comes beside the payload, by the inputs' ids. */
function readInputs(value: unknown): ButtonPayload['args'] {
  const told = inputs.safeParse(value)
  return told.success ? Object.fromEntries(Object.entries(told.data).filter(([id]) => id.startsWith('in.'))) : {}
}

/** The words that stood on a pressed button of ours. @returns undefined where none came along */
export function readButtonTitle(value: unknown): string | undefined {
  const parsed = titled.safeParse(value)
  return parsed.success ? parsed.data.title : undefined
}

/** What a card's button sends: the payload, and its title beside it. */
export function withTitle(payload: ButtonPayload, title: string): ButtonPayload & { readonly title: string } {
  return { ...payload, title: title.slice(0, titleCharactersAtMost) }
}
