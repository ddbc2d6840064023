/** Microsoft's own Direct Line client, as the web chat holds it. */
import { ConnectionStatus, DirectLine } from 'botframework-directlinejs'
import { expect, vi } from 'vitest'
import XMLHttpRequest from 'xhr2'
import type { WebActivity } from './assistant.ts'

// The client is written for browsers and waits in silence where this is missing.
Object.assign(globalThis, { XMLHttpRequest })

export interface Client {
  readonly activities: WebActivity[]
  readonly states: number[]
  /** Texts of messages in the order they came, `user:` or `bot:` before them. */
  transcript(): string[]
  /** @returns the id the server gave */
  say(text: string): Promise<string>
  press(value: unknown): Promise<string>
  /** Waits until a message with this text has come from the bot. */
  hear(text: string): Promise<WebActivity>
  online(): Promise<void>
  close(): void
}

export interface Connection {
  readonly origin: string
  readonly token: string
  readonly conversationId?: string
  readonly watermark?: string
  readonly webSocket?: boolean
}

export function connect({ origin, token, conversationId, watermark, webSocket = true }: Connection): Client {
  const line = new DirectLine({
    domain: `${origin}/v3/directline`,
    token,
    webSocket,
    pollingInterval: 200,
    ...(conversationId === undefined ? {} : { conversationId }),
    ...(watermark === undefined ? {} : { watermark }),
  })
  const activities: WebActivity[] = []
  const states: number[] = []
  line.connectionStatus$.subscribe((state) => states.push(state))
  // Ending the line ends this stream with an error, which is what was asked for.
  line.activity$.subscribe({
    next: (activity) => void activities.push(activity as unknown as WebActivity),
    error: () => states.push(ConnectionStatus.Ended),
  })
  const post = (activity: object): Promise<string> =>
    new Promise((resolve, reject) => {
      line.postActivity(activity as Parameters<typeof line.postActivity>[0]).subscribe(resolve, reject)
    })
  const from = { id: 'whoever-i-like' }
  const messages = (): WebActivity[] => activities.filter((activity) => activity.type === 'message')
  return {
    activities,
    states,
    transcript: () => messages().map((message) => `${message.from.role}:${message.text}`),
    say: (text) =>
      post({ type: 'message', text, from, channelData: { clientActivityID: `c-${text.slice(0, 20)}-${text.length}` } }),
    press: (value) => post({ type: 'message', value, from, channelData: { postBack: true } }),
    hear: (text) =>
      vi.waitFor(
        () => {
          const found = messages().find((message) => message.from.role === 'bot' && message.text === text)
          if (found === undefined)
            throw new Error(`«${text}» has not come; heard: ${messages().map((message) => message.text)}`)
          return found
        },
        { timeout: 9_000, interval: 20 },
      ),
    online: () => vi.waitFor(() => expect(states).toContain(ConnectionStatus.Online), { timeout: 4_000, interval: 20 }),
    close: () => line.end(),
  }
}
