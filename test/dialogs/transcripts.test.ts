/** Conversations as they are said and answered: `test/transcripts/*.yaml`. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import type { ButtonPayload, Conversation, Reply, UserMessage } from '#dialogs/conversation.ts'
import { handleMessage } from '#dialogs/handle-message.ts'
import { parseDay } from '#knowledge/law/units.ts'
import { sharedAssistant } from '../support/assistant.ts'

const turnSchema = z.strictObject({
  /** What the user types. */
  said: z.string().optional(),
  /** The title of an option of the last reply that the user presses. */
  pressed: z.string().optional(),
  opened: z.literal(true).optional(),
  answered: z.strictObject({
    contains: z.array(z.string()).optional(),
    lacks: z.array(z.string()).optional(),
    /** Articles cited, the first one first. */
    cites: z.array(z.union([z.number(), z.string()])).optional(),
    options: z.array(z.string()).optional(),
    /** The person's own place as kept after this turn. */
    keeps: z.string().optional(),
  }),
})
const transcriptSchema = z.strictObject({
  name: z.string(),
  today: z.string().default('2026-11-23'),
  place: z.string().optional(),
  turns: z.array(turnSchema).min(1),
})

const folder = join(import.meta.dirname, '../transcripts')
const assistant = await sharedAssistant()

describe.each(readdirSync(folder).filter((file) => file.endsWith('.yaml')))('%s', (file) => {
  const transcripts = z.array(transcriptSchema).parse(parse(readFileSync(join(folder, file), 'utf8')))
  test.each(transcripts.map((transcript) => [transcript.name, transcript] as const))(
    '%s',
    async (_name, transcript) => {
      const today = parseDay(transcript.today)
      if (today === undefined) throw new Error(`no day: ${transcript.today}`)
      let conversation: Conversation = { id: 'transcript', recent: [] }
      let person: { measure: string | undefined; lang: 'zh' | 'en' | undefined } = {
        measure: transcript.place,
        lang: undefined,
      }
      let last: Reply | undefined
      for (const [i, turn] of transcript.turns.entries()) {
        const step = await handleMessage(conversation, messageOf(turn, i, last), assistant.ports(today, person))
        conversation = JSON.parse(JSON.stringify(step.conversation))
        person = { measure: conversation.measure ?? person.measure, lang: conversation.lang ?? person.lang }
        last = step.replies.at(-1)
        check(turn, step.replies, person.measure)
      }
    },
  )
})

function messageOf(turn: z.output<typeof turnSchema>, i: number, last: Reply | undefined): UserMessage {
  if (turn.opened === true) return { id: String(i), text: '', event: 'opened' }
  if (turn.pressed === undefined) return { id: String(i), text: turn.said ?? '' }
  const payload = optionsOf(last).find((option) => option.title === turn.pressed)?.payload
  if (payload === undefined)
    throw new Error(
      `turn ${i + 1}: there is no option «${turn.pressed}» among ${optionsOf(last)
        .map((option) => option.title)
        .join('、')}`,
    )
  return { id: String(i), text: '', button: JSON.parse(JSON.stringify(payload)) as ButtonPayload }
}

function check(turn: z.output<typeof turnSchema>, replies: readonly Reply[], measure: string | undefined): void {
  const text = replies.map((reply) => reply.text).join('\n')
  const { contains = [], lacks = [], cites, options, keeps } = turn.answered
  for (const words of contains) expect(text).toContain(words)
  for (const words of lacks) expect(text).not.toContain(words)
  for (const reply of replies) expect(reply.summary.trim()).not.toBe('')
  if (cites !== undefined)
    expect((replies.at(-1)?.citations ?? []).map((citation) => citation.article).slice(0, cites.length)).toEqual(cites)
  if (options !== undefined) expect(optionsOf(replies.at(-1)).map((option) => option.title)).toEqual(options)
  if (keeps !== undefined) expect(measure).toBe(keeps)
}

function optionsOf(reply: Reply | undefined) {
  return [...(reply?.options ?? []), ...(reply?.card?.options ?? [])]
}
