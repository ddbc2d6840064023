/** The client of a language model: what it sends, how long it waits, when it leaves an endpoint alone. */
import { afterEach, describe, expect, test } from 'vitest'
import { modelIn, modelOf, openModel } from '#bot/model/model.ts'
import { type ModelError, type Patience, usualPatience } from '#bot/model/patience.ts'
import { instructions } from '#dialogs/by-model/instructions.ts'
import type { ModelBrief, ModelPort } from '#dialogs/ports.ts'
import { type FakeModel, fakeModel, openFakeServer } from '../../model/fake-model.ts'
import { simulatedClock } from '../../model/simulated-clock.ts'

const task = instructions[0] ?? ''
const data = JSON.stringify({
  提问: '多久备案',
  语言: '中文',
  现有答复: '10个工作日内备案。',
  依据: ['[28]'],
  另外的资料: [],
  值的代号: {},
})
const shown = `${task}\n[28] 《办法》第二十八条\n10个工作日内备案。`
const brief: ModelBrief = { task: shown, data, lookUp: async (tool, input) => `[101] ${tool} ${JSON.stringify(input)}` }

function open(name: string, patience: Partial<Patience> = {}) {
  const clock = simulatedClock()
  const fake = fakeModel(name, { practice: [], clock })
  const settings = { baseUrl: 'http://fake.invalid/v1', model: 'm', fetch: fake.fetch }
  return { fake, clock, port: openModel(settings, { ...usualPatience, ...patience }, clock) }
}

async function write(port: ModelPort, given: ModelBrief = brief): Promise<string> {
  let text = ''
  for await (const piece of port.write(given)) text += piece
  return text
}

const faultOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: ModelError) => error.fault,
  )

describe('what is sent', () => {
  test('instructions and data apart, tools that only read, no key where none is set', async () => {
    const { fake, port } = open('honest')
    expect(await write(port)).toContain('10个工作日内备案。[28]')
    const [request] = fake.requests
    expect(request?.body.messages.map(({ role }) => role)).toEqual(['system', 'user'])
    expect(request?.body.messages[0]?.content).toBe(shown)
    expect(request?.body.messages[1]?.content).toBe(data)
    const offered = request?.body.tools?.map((tool) => tool.function.name)
    expect(offered).toContain('get_article')
    expect(offered).not.toContain('generate_filing')
    expect(request?.headers.has('authorization')).toBe(false)
  })

  test('a function call is run, and its result told before the draft', async () => {
    const { fake, port } = open('honest')
    const call = {
      id: 'c1',
      type: 'function',
      function: { name: 'get_article', arguments: '{"measure":"jilin-2020","article":9}' },
    }
    fake.script = (request) =>
      request.messages.some(({ role }) => role === 'tool') ? undefined : { tool_calls: [{ index: 0, ...call }] }
    expect(await write(port)).toContain('[28]')
    const told = fake.requests[1]?.body.messages.find(({ role }) => role === 'tool')
    expect(told?.content).toBe('[101] get_article {"measure":"jilin-2020","article":9}')
  })

  test('an endpoint that refuses functions is asked in JSON instead, from then on', async () => {
    const { fake, port } = open('honest')
    fake.refusesFunctions = true
    fake.script = (request) =>
      request.messages.length === 2 && request.tools === undefined
        ? { content: '{"tool": "check_validity", "input": {}}' }
        : undefined
    expect(await write(port)).toContain('[28]')
    expect(fake.requests.at(-1)?.body.messages.at(-1)?.content).toBe('[101] check_validity {}')
    const before = fake.requests.length
    await write(port)
    expect(fake.requests.slice(before).every(({ body }) => body.tools === undefined)).toBe(true)
  })

  test('a proposal is the JSON in a reply, whatever stands around it', async () => {
    const { fake, port } = open('honest')
    fake.script = () => ({ content: '好的：\n```json\n{"question": "多久备案"}\n```' })
    expect(await port.propose(brief)).toEqual({ question: '多久备案' })
    fake.script = () => ({ content: '听不懂' })
    expect(await faultOf(port.propose(brief))).toBe('unreadable')
  })
})

describe('how long it is waited for', () => {
  test.each([
    ['slow', 'slow', 2800],
    ['endless', 'endless', 2800],
    ['failing', 'status', 0],
    ['silent', 'unreadable', 0],
  ])('%s: given up as %s', async (name, fault, most) => {
    const { port, clock } = open(name)
    expect(await faultOf(write(port))).toBe(fault)
    expect(clock.now()).toBeLessThanOrEqual(most)
  })

  test('what failed for a moment is asked once more, not twice', async () => {
    const { fake, port } = open('honest')
    let times = 0
    fake.script = () => (times++ === 0 ? { kind: 'status', status: 503 } : undefined)
    expect(await write(port)).toContain('[28]')
    times = -9
    fake.script = () => ({ kind: 'status', status: 503 })
    fake.requests.length = 0
    expect(await faultOf(write(port))).toBe('status')
    expect(fake.requests).toHaveLength(2)
  })

  test('after three failures it is left alone, then one request tries it again', async () => {
    const { fake, port, clock } = open('honest')
    fake.script = () => ({ kind: 'status', status: 400 })
    for (let i = 0; i < 3; i++) expect(await faultOf(write(port))).toBe('status')
    const before = fake.requests.length
    expect(await faultOf(write(port))).toBe('paused')
    expect(fake.requests).toHaveLength(before)
    clock.pass(usualPatience.pauseMilliseconds)
    delete fake.script
    const [first, second] = await Promise.all([faultOf(write(port)), faultOf(write(port))])
    expect([first, second].sort()).toEqual(['none', 'paused'])
    expect(await faultOf(write(port))).toBe('none')
  })

  test('a fault repeats no word of what was asked', async () => {
    const { port } = open('failing')
    await expect(write(port)).rejects.toThrow('the language model answered with status 503')
  })
})

describe('over a socket', () => {
  let close: (() => Promise<void>) | undefined
  afterEach(() => close?.())

  async function serve(fake: FakeModel): Promise<string> {
    const server = await openFakeServer(fake)
    close = server.close
    return server.url
  }

  test('a model set in the environment words an answer, with its key', async () => {
    const fake = fakeModel('honest', { practice: [] })
    const port = modelIn({ LLM_BASE_URL: await serve(fake), LLM_MODEL: 'qwen', LLM_API_KEY: 'k', PORT: 'no port' })
    expect(port?.name).toBe('qwen')
    expect(port === undefined ? '' : await write(port)).toContain('[28]')
    expect(fake.requests[0]?.headers.get('authorization')).toBe('Bearer k')
    expect(fake.requests[0]?.body.model).toBe('qwen')
  })

  test('where nobody listens it is unreachable', async () => {
    const port = modelOf({ LLM_BASE_URL: 'http://127.0.0.1:9/v1', LLM_MODEL: 'm', LLM_MILLISECONDS: 2800 })
    expect(port === undefined ? '' : await faultOf(write(port))).toBe('unreachable')
  })

  test('none is opened where none is set', () => {
    expect(modelIn({})).toBeUndefined()
    expect(() => modelIn({ LLM_MODEL: 'm' })).toThrow('LLM_BASE_URL')
  })
})
