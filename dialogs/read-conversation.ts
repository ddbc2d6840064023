/** A kept conversation → the shape of today: what another version wrote differently is left out, the rest goes on. */
import { z } from 'zod'
import { eventIds } from '#knowledge/law/rule.ts'
import type { Conversation } from './conversation.ts'

const parts = {
  measure: z.string(),
  lang: z.enum(['zh', 'en']),
  lastCited: z.object({
    measure: z.string(),
    article: z.union([z.number(), z.templateLiteral(['annex-', z.number()])]),
  }),
  pending: z.object({ question: z.string() }),
  reasonAsked: z.object({ answer: z.string() }),
  dialog: z.object({
    project: z.string(),
    unread: z.number().int().min(0),
    confirming: z.enum(['cancel', 'restart']).optional(),
    dayOf: z.enum(eventIds).optional(),
    doneOf: z.object({ deadline: z.string(), due: z.string() }).optional(),
    filling: z
      .object({ filing: z.string(), asked: z.array(z.string()), mode: z.enum(['again', 'one']).optional() })
      .optional(),
  }),
  focus: z.string(),
  stopped: z.literal(true),
} satisfies Record<keyof Omit<Conversation, 'id' | 'recent'>, z.ZodType>

const head = z.object({ id: z.string(), recent: z.array(z.string()).catch([]) })

/** @throws ZodError where it has not even an id */
export function readConversation(value: unknown): Conversation {
  const { id, recent } = head.parse(value)
  const told = value as Readonly<Record<string, unknown>>
  const fitting = Object.entries(parts).flatMap(([name, schema]) => {
    const parsed = schema.safeParse(told[name])
    return parsed.success ? [[name, parsed.data]] : []
  })
  return { id, recent, ...Object.fromEntries(fitting) }
}
