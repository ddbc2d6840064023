import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { countReasons, gatherInsights, type Insights } from '#bot/insights.ts'
import { openSqlite, openSqliteToRead } from '#bot/store/sqlite.ts'
import type { Store } from '#bot/store/store.ts'
import { sharedAssistant } from '../support/assistant.ts'
import { beginTalk } from './support/answered.ts'
import { steppingClock } from './support/clock.ts'

const assistant = await sharedAssistant()
/** Of a kind no measure treats, and none of the stored questions. */
const silent = '验收专家的劳务费按什么标准发放'

let folder: string
let store: Store
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'insights-'))
  store = await openSqlite(join(folder, 'assistant.db'), steppingClock())
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

async function gather(since = '', law = assistant.law): Promise<Insights> {
  const reader = await openSqliteToRead(join(folder, 'assistant.db'))
  if (reader === undefined) throw new Error('The database just made is not there.')
  const insights = await gatherInsights(reader, law, assistant.search, since)
  await reader.close()
  return insights
}

it('finds nothing in a store where nothing was asked', async () => {
  expect(await gather()).toEqual({ ends: {}, unanswered: [], bad: [], added: 0 })
})

it('lists what was not answered, most often first, with what is nearest and rows that do not load as they are', async () => {
  const li = await beginTalk(store, assistant, 'li', 'zhucheng-2020')
  await li.say('第99条讲什么')
  await li.say(silent)
  const wang = await beginTalk(store, assistant, 'wang', 'zhucheng-2020')
  await wang.say(silent)
  const { ends, unanswered, bad } = await gather()
  expect(ends).toEqual({ 'not-covered-missing-article': 1, 'not-covered-silent': 2 })
  expect(bad).toEqual([])
  expect(unanswered.map(({ words, times }) => [words, times])).toEqual([
    [silent, 2],
    ['第99条讲什么', 1],
  ])
  const [first] = unanswered
  expect(first).toMatchObject({ measure: 'zhucheng-2020', end: 'not-covered-silent', lang: 'zh', votes: [] })
  expect(first?.nearest).toHaveLength(3)
  expect(first?.nearest[0]?.likeness).toBeGreaterThan(first?.nearest[2]?.likeness ?? 1)
  expect(first?.articles).toHaveLength(3)
  expect(first?.rows).toEqual([
    { file: 'knowledge/measures/zhucheng-2020/questions.jsonl', row: `{"article": null, "q": "${silent}"}` },
    {
      file: 'knowledge/measures/zhucheng-2020/silences.jsonl',
      row: `{"q": "${silent}", "class": "near", "near": [${first?.articles[0]}], "silent_on": null}`,
    },
  ])
})

it('lists a question back only where the person did not go on', async () => {
  const question = '合同签完多久内要备案'
  const gone = await beginTalk(store, assistant, 'gone')
  await gone.say(question)
  const stayed = await beginTalk(store, assistant, 'stayed')
  await stayed.say(question)
  await stayed.say('济宁高新区')
  const { unanswered } = await gather()
  expect(unanswered).toMatchObject([{ words: question, end: 'clarify-place', times: 1, nearest: [], rows: [] }])
  expect(unanswered[0]?.measure).toBeUndefined()
})

it('lists what was called bad with its reasons, and not what was called good in the end', async () => {
  const li = await beginTalk(store, assistant, 'li', 'jining-htz-2024')
  await li.say('谁组织竣工验收')
  await li.vote(false, 'too-long')
  await li.say('质保期最少几年')
  await li.vote(false, 'outdated')
  await li.vote(true)
  const wang = await beginTalk(store, assistant, 'wang', 'jining-htz-2024')
  await wang.say('谁组织竣工验收')
  await wang.vote(false)
  await wang.say('没说清楚是哪个部门')
  const { bad } = await gather()
  expect(bad).toMatchObject([{ words: '谁组织竣工验收', times: 2, end: 'answer-by-article' }])
  expect(bad[0]?.shown[0]).toMatch(/^jining-htz-2024 /)
  expect(countReasons(bad[0]?.votes ?? [])).toEqual([
    ['too-long', 1],
    ['other', 1],
  ])
  expect(bad[0]?.votes.map((vote) => vote.words)).toContain('没说清楚是哪个部门')
})

it('lists what was not answered and called bad once, among the bad', async () => {
  const li = await beginTalk(store, assistant, 'li', 'zhucheng-2020')
  await li.say(silent)
  await li.vote(false, 'wrong-article')
  const { unanswered, bad } = await gather()
  expect(unanswered).toEqual([])
  expect(bad.map(({ words }) => words)).toEqual([silent])
})

it('tells the turn a question leaned on, and where English rows go', async () => {
  const li = await beginTalk(store, assistant, 'li', 'jining-htz-2024')
  await li.say('竣工验收由谁组织')
  await li.say('那专家劳务费呢')
  await li.vote(false)
  await li.say('what is the daily fee for the acceptance experts')
  await li.vote(false)
  const { bad } = await gather()
  expect(bad[0]).toMatchObject({ words: '那专家劳务费呢', before: '竣工验收由谁组织' })
  expect(bad[1]?.rows.map(({ file }) => file)).toEqual([
    'knowledge/measures/jining-htz-2024-en/questions.jsonl',
    'knowledge/measures/jining-htz-2024/silences.jsonl',
  ])
  const jilin = await beginTalk(store, assistant, 'wang', 'jilin-2020')
  await jilin.say('what is the daily fee for the acceptance experts')
  await jilin.vote(false)
  expect((await gather()).bad[2]?.rows[0]?.file).toBe('knowledge/measures/jilin-2020/questions.en.jsonl')
})

it('leaves out what was added to the stored questions since', async () => {
  const li = await beginTalk(store, assistant, 'li', 'zhucheng-2020')
  await li.say(silent)
  const measures = assistant.law.measures.map((measure) =>
    measure.id === 'zhucheng-2020'
      ? { ...measure, silences: [...measure.silences, { q: silent, class: 'near' as const, near: [], silentOn: '' }] }
      : measure,
  )
  expect(await gather('', { ...assistant.law, measures })).toMatchObject({ unanswered: [], added: 1 })
})

it('looks at nothing before the instant', async () => {
  const li = await beginTalk(store, assistant, 'li', 'zhucheng-2020')
  await li.say(silent)
  expect(await gather('2026-03-02T02:00:00.000Z')).toEqual({ ends: {}, unanswered: [], bad: [], added: 0 })
  expect((await gather('2026-03-02T00:00:00.000Z')).unanswered).toHaveLength(1)
})
