import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openAssistant } from '#bot/assistant.ts'
import { EmbeddingsError, type EmbeddingsPatience, embeddingsOf, openEmbeddings } from '#bot/embeddings.ts'
import { smallLaw } from '../knowledge/retrieval/small-law.ts'
import { type Behaviour, dimensions, type EmbeddingsServer, openEmbeddingsServer } from './support/embeddings-server.ts'

vi.setConfig({ testTimeout: 60_000 })
let server: EmbeddingsServer
beforeEach(async () => {
  server = await openEmbeddingsServer()
})
afterEach(() => server.close())

/** Short for what must fail, never for what must work. */
const patience: EmbeddingsPatience = {
  questionMilliseconds: 150,
  textsMilliseconds: 60_000,
  failures: 3,
  pauseMilliseconds: 1000,
}
/** For a server that answers, whatever it answers. */
const patient: EmbeddingsPatience = { ...patience, questionMilliseconds: 20_000 }
const settings = () => ({ baseUrl: server.url, model: 'bge-small-zh', apiKey: 'sk-secret' })
const faultOf = (asking: Promise<unknown>): Promise<string> =>
  asking.then(
    () => 'none',
    (error: unknown) => (error instanceof EmbeddingsError ? error.fault : String(error)),
  )

describe('the endpoint', () => {
  test('is asked for numbers of the model, with the key, once a call', async () => {
    const vectors = await openEmbeddings(settings()).fetchVectors(['能拉专线吗', '验收'])
    expect(vectors.map(({ length }) => length)).toEqual([dimensions, dimensions])
    const [request] = server.requests
    expect(server.requests).toHaveLength(1)
    expect(request?.path).toBe('/v1/embeddings')
    expect(request?.headers.authorization).toBe('Bearer sk-secret')
    expect(request?.body).toEqual({ model: 'bge-small-zh', input: ['能拉专线吗', '验收'], encoding_format: 'float' })
  })

  test('without a key is sent none, not even another service’s from the environment', async () => {
    vi.stubEnv('OPENAI_API_KEY', 'sk-of-another')
    vi.stubEnv('OPENAI_ORG_ID', 'org-of-another')
    vi.stubEnv('OPENAI_ORGANIZATION', 'org-of-another')
    vi.stubEnv('OPENAI_PROJECT_ID', 'project-of-another')
    try {
      await openEmbeddings({ baseUrl: server.url, model: 'm' }).fetchVectors(['验收'])
    } finally {
      vi.unstubAllEnvs()
    }
    expect(JSON.stringify(server.requests[0]?.headers)).not.toMatch(/authorization|of-another/i)
  })

  test.each<[Behaviour, string]>([
    ['silent', 'slow'],
    ['stalls-in-body', 'slow'],
    ['status-500', 'status'],
    ['status-429', 'status'],
    ['no-json', 'unreadable'],
    ['redirects', 'unreachable'],
  ])('that is %s fails as «%s», without a second request', async (behaviour, fault) => {
    server.behaviour = behaviour
    const asking = openEmbeddings(settings(), fault === 'slow' ? patience : patient).fetchVectors(['我写了什么'])
    expect(await faultOf(asking)).toBe(fault)
    expect(server.requests).toHaveLength(1)
  })

  test('that nobody serves is unreachable', async () => {
    await server.close()
    expect(await faultOf(openEmbeddings(settings(), patience).fetchVectors(['验收']))).toBe('unreachable')
    server = await openEmbeddingsServer()
  })

  test('its words are not repeated: they may hold the question or the key', async () => {
    server.behaviour = 'status-500'
    const error = await openEmbeddings(settings(), patience)
      .fetchVectors(['我写了什么'])
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(EmbeddingsError)
    expect(`${error instanceof Error ? `${error.stack} ${String(error.cause)}` : ''}`).not.toMatch(
      /我写了什么|sk-secret/,
    )
  })

  test('is left alone after three failures, tried by one call after the pause, and used again when it answers', async () => {
    let now = 5
    const endpoint = openEmbeddings(settings(), patient, () => now)
    server.behaviour = 'status-500'
    const ask = () => faultOf(endpoint.fetchVectors(['验收']))
    expect([await ask(), await ask(), await ask(), await ask(), await ask()]).toEqual([
      'status',
      'status',
      'status',
      'paused',
      'paused',
    ])
    expect(server.requests).toHaveLength(3)
    now += 1000
    expect((await Promise.all([ask(), ask(), ask()])).sort()).toEqual(['paused', 'paused', 'status'])
    expect(server.requests).toHaveLength(4)
    now += 1000
    server.behaviour = 'well'
    expect([await ask(), await ask()]).toEqual(['none', 'none'])
  })
})

test('the settings give an endpoint only where address and model are both there', () => {
  const unset = { EMBEDDINGS_BASE_URL: undefined, EMBEDDINGS_MODEL: undefined, EMBEDDINGS_API_KEY: undefined }
  expect(embeddingsOf(unset)).toBeUndefined()
  expect(embeddingsOf({ ...unset, EMBEDDINGS_BASE_URL: server.url, EMBEDDINGS_MODEL: 'm' })?.name).toBe('m')
})

describe('the assistant', () => {
  const law = smallLaw()
  const measure = 'zhucheng-2020'
  const ask = '能拉专线吗'
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assistant-'))
  })
  afterEach(() => {
    chmodSync(folder, 0o700)
    rmSync(folder, { recursive: true, force: true })
  })
  /** Searches until the endpoint's vectors count; each search tries at most once to prepare them. */
  const untilFused = (search: () => Promise<unknown>, local: unknown) =>
    vi.waitFor(async () => expect(await search()).not.toEqual(local), { timeout: 30_000, interval: 20 })

  test('answers locally while the vectors are made, with them after that, and locally again whenever they fail', async () => {
    const alone = await (await openAssistant(folder, law)).search.search(ask, { measure })
    const onVectorFailure = vi.fn()
    const vectors = openEmbeddings(settings(), { ...patience, questionMilliseconds: 2000, failures: 99 })
    const { search } = await openAssistant(folder, law, { vectors, onVectorFailure })
    const found = async () => search.search(ask, { measure })
    await untilFused(found, alone)
    const fused = await found()
    expect(fused.answerable).toBe(alone.answerable)
    expect(onVectorFailure).not.toHaveBeenCalled()
    const wrong: Behaviour[] = ['status-500', 'shorter-vectors', 'not-numbers', 'zeros', 'too-few', 'no-json', 'silent']
    for (const behaviour of wrong) {
      server.behaviour = behaviour
      expect(await found()).toEqual(alone)
    }
    expect(onVectorFailure.mock.calls.map(([during]) => during)).toEqual(wrong.map(() => 'asking'))
    server.behaviour = 'well'
    expect(await found()).toEqual(fused)
    expect(readdirSync(join(folder, 'index')).filter((name) => name.startsWith('vectors-'))).toHaveLength(1)
  })

  test('starts and answers where the endpoint is down from the start', async () => {
    server.behaviour = 'status-500'
    const alone = await (await openAssistant(folder, law)).search.search(ask, { measure })
    const onVectorFailure = vi.fn()
    const { search } = await openAssistant(folder, law, { vectors: openEmbeddings(settings()), onVectorFailure })
    await vi.waitFor(() => expect(onVectorFailure).toHaveBeenCalled(), { timeout: 30_000 })
    expect(await search.search(ask, { measure })).toEqual(alone)
    expect(onVectorFailure.mock.calls[0]?.[0]).toBe('preparing')
  })

  test('removes the index of other texts once its own stands', async () => {
    const old = join(folder, 'index', 'd'.repeat(64))
    mkdirSync(old, { recursive: true })
    await openAssistant(folder, law)
    const names = readdirSync(join(folder, 'index'))
    expect(names).toHaveLength(1)
    expect(names).not.toContain('d'.repeat(64))
  })

  test('works where its folder cannot be made, vectors or not', async () => {
    const taken = join(folder, 'a-file')
    writeFileSync(taken, '')
    const { search } = await openAssistant(taken, law)
    const alone = await search.search(ask, { measure })
    expect(alone.hits).toHaveLength(5)
    const withVectors = await openAssistant(taken, law, { vectors: openEmbeddings(settings()) })
    await untilFused(async () => withVectors.search.search(ask, { measure }), alone)
    const builtIn = await openAssistant(taken, law, { vectors: 'built-in' })
    expect((await builtIn.search.search(ask, { measure })).hits).toHaveLength(5)
  })
})
