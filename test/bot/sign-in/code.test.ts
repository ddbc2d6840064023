/** The one-time code on the server's terminal. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TestAssistant } from '../support/assistant.ts'
import { createVisitor, startWithPages } from './visitor.ts'

const told: string[] = []
let assistant: TestAssistant
beforeAll(async () => {
  assistant = await startWithPages({ SIGN_IN: 'code' }, { tell: (line) => told.push(line) })
})
afterAll(() => assistant.stop())

const latest = (): string => /\d{8}/u.exec(told.at(-1) ?? '')?.[0] ?? ''

it('signs in once with the code on the terminal, and prints a new one', async () => {
  const visitor = createVisitor(assistant.origin)
  expect(await visitor.session()).toBe(401)
  expect(await (await visitor.get('/sign-in')).text()).toContain('登录码（在服务器的终端上）')
  const code = latest()
  expect((await visitor.post('/sign-in/code', { code })).status).toBe(200)
  expect(await visitor.session()).toMatch(/^dl_/u)
  const other = createVisitor(assistant.origin)
  expect((await other.post('/sign-in/code', { code })).status).toBe(403)
  expect(await other.session()).toBe(401)
  expect(latest()).not.toBe(code)
})

it('makes a new code after five wrong ones, so that none can be found by trying', async () => {
  const visitor = createVisitor(assistant.origin)
  const code = latest()
  for (let i = 0; i < 5; i++) await visitor.post('/sign-in/code', { code: 'wrong' })
  expect(latest()).not.toBe(code)
  expect((await visitor.post('/sign-in/code', { code })).status).toBe(403)
  expect((await visitor.post('/sign-in/code', { code: latest() })).status).toBe(200)
})

it('lets nobody try without end', async () => {
  const visitor = createVisitor(assistant.origin)
  const statuses = []
  for (let i = 0; i < 30; i++) statuses.push((await visitor.post('/sign-in/code', { code: 'wrong' })).status)
  expect(statuses.at(-1)).toBe(429)
})
