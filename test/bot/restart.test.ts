import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { callDirectLine, openSession, startAssistant } from './support/assistant.ts'
import { connect } from './support/web-chat-client.ts'

let dataDir: string
let children: ChildProcess[]
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'restart-'))
  children = []
})
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  vi.restoreAllMocks()
  rmSync(dataDir, { recursive: true })
})

/** @param port 0: a free one. @returns the process and the port it listens on */
async function startProcess(port: number, stuck: boolean): Promise<{ child: ChildProcess; port: number }> {
  const environment = { ...process.env, PORT: String(port), DATA_DIR: dataDir, STUCK: stuck ? '1' : '0' }
  const child = spawn(process.execPath, [join(import.meta.dirname, 'support/assistant-child.ts')], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, port: Number(line.toString()) }
}

it('loses and doubles nothing when the process is killed: the client comes back by itself and the open message is answered', {
  timeout: 15_000,
}, async () => {
  // The client waits 3 to 15 seconds at random before it comes back: here always the shortest.
  vi.spyOn(Math, 'random').mockReturnValue(0)
  const first = await startProcess(0, true)
  const origin = `http://localhost:${first.port}`
  const session = await openSession(origin)
  const client = connect({ origin, token: session.token })
  await client.hear('答:opened')
  await client.say('你好')
  await client.hear('答:你好')
  await client.say('stuck')
  first.child.kill('SIGKILL')
  await once(first.child, 'close')
  await startProcess(first.port, false)
  await client.hear('答:stuck')
  await client.say('又来了')
  await client.hear('答:又来了')
  expect(client.transcript()).toEqual([
    'bot:答:opened',
    'user:你好',
    'bot:答:你好',
    'user:stuck',
    'bot:答:stuck',
    'user:又来了',
    'bot:答:又来了',
  ])
  const again = await openSession(origin, session.cookie)
  expect([again.conversationId, again.userId]).toEqual([session.conversationId, session.userId])
  client.close()
})

it('finishes the running turn when it is asked to stop, and refuses newcomers', async () => {
  const { child, port } = await startProcess(0, false)
  const origin = `http://localhost:${port}`
  const { token, conversationId } = await openSession(origin)
  const path = `/conversations/${conversationId}/activities`
  await callDirectLine(origin, token, 'POST', path, { type: 'message', text: 'slow' })
  child.kill('SIGTERM')
  const [code] = (await once(child, 'close')) as [number]
  expect(code).toBe(0)
  await expect(fetch(`${origin}/healthz`)).rejects.toThrow()
  const next = await startProcess(0, false)
  const { body } = await callDirectLine(`http://localhost:${next.port}`, token, 'GET', path)
  expect(body.activities.map((activity) => activity.text)).toEqual(['slow', '答:slow'])
})

it('closes sockets as going away, so that the client comes back', async () => {
  const assistant = await startAssistant({ dataDir })
  const session = await openSession(assistant.origin)
  const { body } = await callDirectLine(
    assistant.origin,
    session.token,
    'GET',
    `/conversations/${session.conversationId}`,
  )
  const socket = new WebSocket(body.streamUrl)
  await new Promise((resolve) => socket.addEventListener('open', resolve))
  const closed = new Promise<number>((resolve) => socket.addEventListener('close', (event) => resolve(event.code)))
  await assistant.stop()
  expect(await closed).toBe(1001)
})
