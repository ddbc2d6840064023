import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ConfigError, readConfig, secretsIn } from '#bot/config.ts'
import { callDirectLine, openSession, startAssistant } from './support/assistant.ts'
import { eventually } from './support/eventually.ts'

const read = (DISABLED: string) => readConfig({ DISABLED }).DISABLED

it('reads what is off, each with its reason', () => {
  expect(readConfig({}).DISABLED).toEqual({})
  expect(read('projects:系统维护至18点| wecom：证书更换: 今晚 ')).toEqual({
    projects: '系统维护至18点',
    wecom: '证书更换: 今晚',
  })
})

it.each(['projects', 'projects:', 'project:x', 'projects:a|projects:b', 'model:a|', `model:${'长'.repeat(201)}`])(
  'refuses «%s» and says how it is written',
  (text) => {
    expect(() => read(text)).toThrow(ConfigError)
    expect(() => read(text)).toThrow(/DISABLED must be written like projects:系统维护至18点/u)
  },
)

it('knows which settings are secret', () => {
  const secret = 's'.repeat(32)
  const config = readConfig({
    SESSION_SECRET: secret,
    LLM_BASE_URL: 'http://l/v1',
    LLM_MODEL: 'm',
    LLM_API_KEY: 'k-123',
  })
  expect(secretsIn(config)).toEqual([secret, 'k-123'])
})

it('tells on a channel that is off why, in one line, without asking the dialogs', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'switches-'))
  const assistant = await startAssistant({ dataDir, environment: { DISABLED: 'directline:系统维护至18点' } })
  try {
    const { token, conversationId } = await openSession(assistant.origin)
    const path = `/conversations/${conversationId}/activities`
    const activity = { type: 'message', from: { id: 'u' }, text: '招标公告发多久' }
    await callDirectLine(assistant.origin, token, 'POST', path, activity)
    await eventually(async () => {
      const { body } = await callDirectLine(assistant.origin, token, 'GET', path)
      const said = body.activities.filter(({ from }) => from.role === 'bot').map(({ text }) => text)
      expect(said).toContain('本渠道暂停使用：系统维护至18点')
    })
    const metrics = await (await fetch(`${assistant.origin}/metrics`)).text()
    expect(metrics).toContain('assistant_turns_total{channel="directline",end="switched-off"} 1')
    expect(assistant.logged.some((line) => line.includes('"switched-off"') && line.includes('系统维护至18点'))).toBe(
      true,
    )
  } finally {
    await assistant.stop()
    rmSync(dataDir, { recursive: true })
  }
})
