import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ConfigError, cloudSettings, isLoopback, readConfig, settings } from '#bot/config.ts'

const guid = '00000000-1111-2222-3333-444444444444'

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

it('needs no setting at all, and takes an empty one as unset', () => {
  expect(readConfig({ DATABASE_URL: '', LLM_MODEL: '', SOMETHING_ELSE: 'x' })).toMatchObject({
    PORT: 3978,
    HOST: 'localhost',
    DATA_DIR: './data',
    loopback: true,
    ALLOW_ANONYMOUS_BOT_ENDPOINT: false,
  })
})

it('names every wrong setting at once, and no value of any', () => {
  const problems = problemsOf({
    PORT: '70000',
    PUBLIC_URL: 'ftp://here',
    LOG_LEVEL: 'loud',
    SESSION_SECRET: 'short-secret',
    LLM_MODEL: 'a-model',
    MicrosoftAppType: 'singletenant',
  })
  for (const name of [
    'PORT',
    'PUBLIC_URL',
    'LOG_LEVEL',
    'SESSION_SECRET',
    'LLM_BASE_URL',
    'MicrosoftAppType',
    'MicrosoftAppId',
  ]) {
    expect(
      problems.some((problem) => problem.startsWith(name)),
      name,
    ).toBe(true)
  }
  expect(problems.join('\n')).not.toContain('short-secret')
})

it.each(['x', '-1', '1.5', '65536'])('refuses the port %s', (port) => {
  expect(problemsOf({ PORT: port })).toEqual(['PORT must be a port, 0 to 65535'])
})

it('keeps of PUBLIC_URL the origin, and refuses one with a path', () => {
  expect(readConfig({ PUBLIC_URL: 'https://Assistant.example.cn/' }).PUBLIC_URL).toBe('https://assistant.example.cn')
  expect(problemsOf({ PUBLIC_URL: 'https://example.cn/assistant' })).toEqual([
    expect.stringMatching(/^PUBLIC_URL must be an address without a path/),
  ])
})

it('says that PostgreSQL comes later, and that other addresses are no database', () => {
  expect(problemsOf({ DATABASE_URL: 'postgres://localhost/a' })).toEqual([])
  expect(problemsOf({ DATABASE_URL: 'mysql://localhost/a' })).toEqual([
    expect.stringContaining('must be a postgres:// address'),
  ])
})

it.each(['0.0.0.0', '::', '10.0.0.7', 'assistant.example.cn', 'localhost.example.cn', '127.0.0.1.example.cn'])(
  'refuses to be reached from other machines at %s without a sign-in',
  (host) => {
    const problems = problemsOf({ HOST: host, ALLOW_ANONYMOUS_BOT_ENDPOINT: '1' })
    expect(problems).toEqual([
      expect.stringMatching(/^HOST .*sign-in/),
      expect.stringMatching(/^SESSION_SECRET is missing/),
      expect.stringMatching(/^ALLOW_ANONYMOUS/),
    ])
  },
)

it.each(['localhost', '127.0.0.1', '127.1.2.3', '::1'])('takes %s as loopback', (host) => {
  expect(isLoopback(host)).toBe(true)
})

it('wants an app id whole, with the type written exactly', () => {
  expect(problemsOf({ MicrosoftAppId: guid })).toEqual([expect.stringMatching(/^MicrosoftAppType is missing/)])
  expect(
    problemsOf({ MicrosoftAppId: guid, MicrosoftAppType: 'SingleTenant' }).map((problem) => problem.split(' ')[0]),
  ).toEqual(['MicrosoftAppTenantId', 'MicrosoftAppPassword'])
  expect(problemsOf({ MicrosoftAppId: guid, MicrosoftAppType: 'Singletenant' })).toEqual([
    expect.stringContaining('written exactly so'),
  ])
  expect(
    problemsOf({
      MicrosoftAppId: guid,
      MicrosoftAppType: 'UserAssignedMSI',
      MicrosoftAppTenantId: guid,
      MicrosoftAppPassword: 'x',
    }),
  ).toEqual([expect.stringMatching(/^MicrosoftAppPassword must be unset/)])
  expect(
    problemsOf({
      MicrosoftAppId: guid,
      MicrosoftAppType: 'SingleTenant',
      MicrosoftAppTenantId: guid,
      MicrosoftAppPassword: 'x',
    }),
  ).toEqual([])
})

it('wants the settings of another Microsoft cloud all or not at all', () => {
  const app = {
    MicrosoftAppId: guid,
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppTenantId: guid,
    MicrosoftAppPassword: 'x',
  }
  expect(problemsOf({ ...app, OAuthUrl: 'https://token.example.cn/' })).toEqual([
    expect.stringMatching(/^ToChannelFromBotLoginUrl, .*all must be set/),
  ])
  expect(
    problemsOf({ ...app, ...Object.fromEntries(cloudSettings.map((name) => [name, 'https://login.example.cn/'])) }),
  ).toEqual([])
})

it('knows the same settings, with the same defaults, as .env.example', () => {
  const lines = readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8').split('\n')
  const example = Object.fromEntries(
    lines
      .filter((line) => /^\w+=/.test(line))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
  expect(Object.keys(example).sort()).toEqual(Object.keys(settings).sort())
  expect(readConfig(example)).toEqual(readConfig({}))
  lines.forEach((line, i) => {
    if (/^\w+=/.test(line)) expect(lines[i - 1], line).toMatch(/^# ./)
  })
})
