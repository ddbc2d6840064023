/** Conversations as they are said and answered: `test/transcripts/*.yaml`. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { parseDay } from '#knowledge/law/units.ts'
import { sharedAssistant } from '../support/assistant.ts'
import { Talk } from '../support/talk.ts'

const turnSchema = z.strictObject({
  /** What the user types. */
  said: z.string().optional(),
  /** The title of an option of the last reply that the user presses. */
  pressed: z.string().optional(),
  /** What was ticked or filled in on the card that is sent back with the button, by the inputs' ids. */
  inputs: z.record(z.string(), z.string()).optional(),
  opened: z.literal(true).optional(),
  /** Goes on in another browser as the same person: nothing of the conversation is there. */
  elsewhere: z.literal(true).optional(),
  answered: z.strictObject({
    contains: z.array(z.string()).optional(),
    lacks: z.array(z.string()).optional(),
    /** Articles cited, the first one first. */
    cites: z.array(z.union([z.number(), z.string()])).optional(),
    options: z.array(z.string()).optional(),
    /** The person's own place as kept after this turn. */
    keeps: z.string().optional(),
    /** What is then known of the project spoken of. */
    facts: z.record(z.string(), z.unknown()).optional(),
    status: z.enum(['draft', 'active', 'archived']).optional(),
    /** How many projects are kept. */
    projects: z.number().optional(),
    /** Reminders planned with this turn: deadline and its last day. */
    reminders: z.record(z.string(), z.string()).optional(),
    wiped: z.literal(true).optional(),
    /** The names of the files handed over with the last reply. */
    files: z.array(z.string()).optional(),
  }),
})
type Turn = z.output<typeof turnSchema>
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
    async (_name, { today: day, place, turns }) => {
      const today = parseDay(day)
      if (today === undefined) throw new Error(`no day: ${day}`)
      const talk = new Talk(assistant, { today, place })
      for (const turn of turns) {
        await take(talk, turn)
        check(talk, turn.answered)
      }
    },
  )
})

async function take(talk: Talk, turn: Turn): Promise<void> {
  if (turn.elsewhere === true) talk.openElsewhere()
  if (turn.opened === true) await talk.open()
  else if (turn.pressed === undefined) await talk.say(turn.said ?? '')
  else await talk.press(turn.pressed, turn.inputs)
}

function check(talk: Talk, answered: Turn['answered']): void {
  const text = talk.texts()
  const { contains = [], lacks = [], cites, options, keeps, files } = answered
  const replies = talk.last?.replies ?? []
  for (const words of contains) expect(text).toContain(words)
  for (const words of lacks) expect(text).not.toContain(words)
  for (const reply of replies) expect(reply.summary.trim()).not.toBe('')
  if (cites !== undefined)
    expect((replies.at(-1)?.citations ?? []).map((citation) => citation.article).slice(0, cites.length)).toEqual(cites)
  if (options !== undefined) expect(talk.options().map((option) => option.title)).toEqual(options)
  if (files !== undefined) expect((replies.at(-1)?.files ?? []).map((file) => file.name)).toEqual(files)
  if (keeps !== undefined) expect(talk.person.measure).toBe(keeps)
  checkProject(talk, answered)
}

function checkProject(talk: Talk, { facts, status, projects, reminders, wiped }: Turn['answered']): void {
  if (facts !== undefined) expect(talk.project()?.project.facts).toMatchObject(facts)
  if (status !== undefined) expect(talk.project()?.status).toBe(status)
  if (projects !== undefined) expect(talk.known).toHaveLength(projects)
  if (wiped !== undefined) expect(talk.last?.changes?.wipe).toBe(true)
  if (reminders === undefined) return
  const planned = talk.last?.changes?.reminders?.flatMap((each) => each.planned) ?? []
  expect(Object.fromEntries(planned.map((each) => [each.deadline, each.due]))).toEqual(reminders)
}
