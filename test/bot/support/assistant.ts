/** The whole server on a free port of this machine, with a scripted dialog instead of the law. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Brain, compose, type Outside } from '#bot/compose.ts'
import { readConfig } from '#bot/config.ts'
import { createLog } from '#bot/log.ts'
import { createMetrics } from '#bot/metrics.ts'
import type { Session } from '#bot/session.ts'
import type { Handle } from '#bot/turn.ts'
import { type Script, scriptedDialog } from './dialog.ts'

export interface TestAssistant extends Script {
  /** `http://localhost:PORT`, without a slash at the end. */
  readonly origin: string
  readonly port: number
  readonly dataDir: string
  /** Lines of the log. */
  readonly logged: string[]
  /** The server's clock. */
  now(): Date
  passMinutes(minutes: number): void
  stop(): Promise<void>
}

export interface Options extends Pick<Outside, 'mountPages' | 'tell'> {
  readonly environment?: Record<string, string>
  /** Kept after the stop where given. */
  readonly dataDir?: string
  readonly handle?: Handle
  /** In place of the scripted dialog: what makes files, too. */
  readonly brain?: Brain
}

export async function startAssistant({
  environment = {},
  dataDir,
  handle,
  brain,
  ...outside
}: Options = {}): Promise<TestAssistant> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'assistant-'))
  const script = scriptedDialog()
  const logged: string[] = []
  let ahead = 0
  const now = (): Date => new Date(Date.now() + ahead)
  const running = await compose(readConfig({ PORT: '0', DATA_DIR: folder, ...environment }), {
    log: createLog('info', (line) => logged.push(line)),
    metrics: createMetrics({ process: false }),
    now,
    // Tries again at the earliest.
    random: () => 0,
    openBrain: async () => brain ?? { handle: handle ?? script.handle },
    ...outside,
  })
  await running.ready
  return {
    ...script,
    origin: `http://localhost:${running.port}`,
    port: running.port,
    dataDir: folder,
    logged,
    now,
    passMinutes: (minutes) => {
      ahead += minutes * 60_000
    },
    async stop() {
      script.release()
      await running.stop()
      if (dataDir === undefined) rmSync(folder, { recursive: true })
    },
  }
}

/** Opens a session as the page does. @returns it with the cookie that was set */
export async function openSession(
  origin: string,
  cookie?: string,
  body: object = {},
): Promise<Session & { cookie: string }> {
  const headers = { 'content-type': 'application/json', ...(cookie === undefined ? {} : { cookie }) }
  const response = await fetch(`${origin}/api/session`, { method: 'POST', headers, body: JSON.stringify(body) })
  if (response.status !== 200) throw new Error(`POST /api/session: ${response.status}`)
  const set = response.headers.get('set-cookie') ?? ''
  return { ...((await response.json()) as Session), cookie: set.slice(0, set.indexOf(';')) }
}

/** One Direct Line call. @param path after `/v3/directline` */
export async function callDirectLine(
  origin: string,
  token: string | undefined,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
) {
  const headers = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  }
  const response = await fetch(`${origin}/v3/directline${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? undefined : JSON.parse(text)) as { [key: string]: unknown } & {
      activities: WebActivity[]
      watermark: string
      streamUrl: string
      token: string
      id: string
    },
  }
}

export interface WebActivity {
  readonly type: string
  readonly id: string
  readonly text?: string
  readonly from: { readonly id: string; readonly role: string; readonly name?: string }
  readonly replyToId?: string
  readonly value?: unknown
  readonly attachments?: { readonly contentType: string; readonly content: unknown }[]
  readonly suggestedActions?: {
    readonly actions: { readonly type: string; readonly title: string; readonly value: unknown }[]
  }
  readonly channelData?: { readonly clientActivityID?: string } & Readonly<Record<string, unknown>>
}
