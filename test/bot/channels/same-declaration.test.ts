/** One declaration, spoken with each platform in its own way, is the same project at its end. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { createBrain } from '#bot/brain.ts'
import { databaseFile } from '#bot/store/open.ts'
import { readRecord } from '#dialogs/project/read-record.ts'
import { factsOf, type ProjectRecord } from '#dialogs/project/record.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { sharedAssistant } from '../../support/assistant.ts'
import { Talk } from '../../support/talk.ts'
import { startAssistant } from '../support/assistant.ts'
import { eventually } from '../support/eventually.ts'
import { dingTalk, type Platform, teams, webChat, weCom, weComRobot } from './spoken-platforms.ts'

const turn = z.looseObject({ said: z.string().optional(), pressed: z.string().optional() })
const transcript = readFileSync(join(import.meta.dirname, '../../transcripts/declare-jining.yaml'), 'utf8')
const { turns } = z.looseObject({ turns: z.array(turn) }).parse(parse(transcript)[0])
const now = (): Date => new Date('2026-11-23T02:00:00.000Z')
const assistant = await sharedAssistant()

/** What counts of a project: neither its id nor the hour. */
function essence(record: ProjectRecord | undefined): unknown {
  if (record === undefined) return undefined
  return { name: record.project.name, status: record.status, roles: record.roles, facts: factsOf(record) }
}

/** Says the whole transcript, each turn once the one before was answered. @returns the project that is kept then */
async function declare(platform: Platform): Promise<{ kept: unknown; meant: unknown }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'declaration-'))
  const { handle } = createBrain(assistant, now)
  const server = await startAssistant({ environment: { ...platform.environment }, dataDir, handle })
  const meant = new Talk(assistant, { today: '2026-11-23' as IsoDate })
  try {
    await platform.begin(server)
    let messages = 0
    for (const { said = '', pressed } of [{ said: '济宁高新区' }, ...turns]) {
      if (pressed === undefined) {
        await meant.say(said)
        await platform.say(said)
      } else {
        await meant.press(pressed)
        if (!(await platform.press(pressed))) await platform.say(pressed)
      }
      for (const reply of meant.last?.replies ?? []) messages += platform.count(reply)
      await eventually(async () => expect(await platform.shown(), server.logged.join('\n')).toBe(messages))
      // People take their time; a platform takes only so many messages a minute.
      server.passMinutes(1)
    }
  } finally {
    await server.stop()
    await platform.close()
  }
  const kept = keptIn(dataDir)
  rmSync(dataDir, { recursive: true })
  return { kept: essence(kept), meant: essence(meant.known[0]?.record) }
}

function keptIn(dataDir: string): ProjectRecord | undefined {
  const database = new DatabaseSync(databaseFile(dataDir))
  const states = database.prepare('select state from projects').all()
  database.close()
  expect(states).toHaveLength(1)
  return readRecord(JSON.parse(String(states[0]?.state)))
}

it.each([
  ['the web page', webChat],
  ['WeCom with cards', () => weCom(true)],
  ['WeCom in numbers and words', () => weCom(false)],
  ['WeCom’s smart robot', weComRobot],
  ['DingTalk', dingTalk],
  ['Teams', teams],
])('a declaration spoken by %s is the same project', async (_how, open) => {
  const { kept, meant } = await declare(await open())
  expect(kept).toEqual(meant)
  expect(kept).toMatchObject({
    status: 'active',
    facts: { totalInvestmentYuan: 3_000_000, securityBudgetYuan: 200_000, confirmed: ['jining.party-decision'] },
  })
})
