/** The parts of the server put together: store, turns, channels, session, routes. `main.js` hands in what lies outside. */
import type { Channel } from './channels/channel.ts'
import { createTokens } from './channels/direct-line/token.ts'
import { createDirectLine } from './channels/direct-line.ts'
import type { Config } from './config.ts'
import { createDeepLinks } from './deep-links.ts'
import { createFileLinks, withSignedFiles } from './files/file-links.ts'
import { mountFilingFiles, type WriteFiling } from './files/filing-files.ts'
import { mountMyData } from './files/my-data-file.ts'
import { mountProjectFiles, type WriteProjectFile } from './files/project-files.ts'
import { createReplyFiles } from './files/reply-files.ts'
import type { Routes } from './http.ts'
import { startInboxSweep } from './inbox-sweep.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { createOutbox } from './outbox/outbox.ts'
import { createReminders, type ReminderBrain, type Reminders } from './reminders.ts'
import { keepDaysOf, startRetention } from './retention.ts'
import { createServer } from './server.ts'
import { mountSession, readSecret } from './session.ts'
import { mountDeepLinks } from './sign-in/deep-links.ts'
import { createEntrance, type Entrance } from './sign-in/entrance.ts'
import { openServerStore } from './store/open.ts'
import { type Store, StoreUnavailable } from './store/store.ts'
import { watchFailures } from './store/store-unavailable.ts'
import { createTurns, type Handle, type Turns } from './turn.ts'

/** Turns under way get so long to finish when the process is asked to stop; the rest is taken up at the next start. */
const stopMilliseconds = 10_000

/** What dialogs lean on, opened once: law, index and tools. */
export interface Brain {
  readonly handle: Handle
  /** Absent: projects have no files. */
  readonly writeProjectFile?: WriteProjectFile
  /** Absent: no documents are made. */
  readonly writeFiling?: WriteFiling
  /** Absent: nobody is reminded. */
  readonly reminders?: ReminderBrain
}

export interface ChannelParts {
  readonly store: Store
  readonly turns: Turns
  readonly log: Log
}

export interface Outside {
  readonly log: Log
  readonly metrics: Metrics
  readonly now: () => Date
  /** Opens the brain while the server already answers that it is not ready. */
  readonly openBrain: (config: Config, now: () => Date) => Promise<Brain>
  /** Channels beside those that the settings switch on. */
  readonly openChannels?: (parts: ChannelParts) => readonly Channel[]
  /** Routes of pages, mounted before the server listens. */
  readonly mountPages?: (routes: Routes, entrance: Entrance) => void
  /** 0 up to 1, for the jitter of tries; `Math.random` by default. */
  readonly random?: () => number
  /** Tells something to the person at the server's terminal. */
  readonly tell?: (line: string) => void
}

export interface Running {
  /** `http://localhost:3978/` */
  readonly url: string
  /** The port listened on. */
  readonly port: number
  /** Resolves when law, index and store are ready; rejects where the law does not load. */
  readonly ready: Promise<void>
  /** Finishes running turns, then closes sockets, server and store. */
  stop(): Promise<void>
}

/** Puts the parts together and listens. @throws ConfigError, MigrationError */
export async function compose(config: Config, outside: Outside): Promise<Running> {
  const { log, metrics, now } = outside
  const missing = new Set(['store', 'law', 'index'])
  for (const [name, reason] of Object.entries(config.DISABLED)) log.warn('switched-off', { name, reason })
  const publicUrl = config.PUBLIC_URL
  const store = watchFailures(await openServerStore(config, now), metrics.countStoreFailure)
  missing.delete('store')
  const ownSecret = readSecret(config.SESSION_SECRET, config.DATA_DIR)
  // Whichever instance a person comes to must know their cookie.
  const shared = config.DATABASE_URL !== undefined && config.SESSION_SECRET === undefined
  const secret = shared ? await store.sharedKey('session', ownSecret) : ownSecret

  const opening = Promise.withResolvers<Brain>()
  // Whoever waits hears of a failure; where nobody waits yet it must not end the process by itself.
  opening.promise.catch(() => undefined)
  const links = createFileLinks(secret, now)
  const handle: Handle = async (...turn) => {
    const [, , person] = turn
    return withSignedFiles(await (await opening.promise).handle(...turn), links, person.id)
  }
  const outbox = createOutbox({ store, log, metrics, random: outside.random ?? Math.random })
  metrics.watchOutbox(() => outbox.counts())
  // Metrics are looked at of all times while the store is away; that it failed is counted.
  metrics.watchWaiting(() => store.countWaiting().catch(unlessAway))
  const turns = createTurns({ store, handle, log, metrics, outbox, closed: config.DISABLED })
  const tokens = createTokens(secret, now)
  const server = createServer({ host: config.HOST, publicUrl, log, metrics, missing: () => [...missing] })
  const channels: Channel[] = [
    createDirectLine({
      store,
      turns,
      tokens,
      log,
      metrics,
      now,
      secret: config.DIRECT_LINE_SECRET,
      messagesPerMinute: config.MESSAGES_PER_MINUTE,
      publicUrl,
    }),
  ]
  const readFile = createReplyFiles({
    store,
    writeFiling: async (...file) => (await opening.promise).writeFiling?.(...file),
    writeProjectFile: async (...file) => (await opening.promise).writeProjectFile?.(...file),
  })
  const deepLinks = createDeepLinks(store, secret, now)
  if (config.MicrosoftAppId !== undefined || config.ALLOW_ANONYMOUS_BOT_ENDPOINT) {
    const { createBotFramework } = await import('./channels/bot-framework/bot-framework.ts')
    channels.push(createBotFramework({ config, store, turns, log, now, deepLinks }))
  }
  if (config.DINGTALK_APP_KEY !== undefined || config.ZWDD_APP_KEY !== undefined) {
    const { createDingTalkChannels } = await import('./channels/dingtalk/channels.ts')
    channels.push(...createDingTalkChannels({ config, store, turns, log, now, readFile, deepLinks }))
  }
  if (config.WECOM_AGENT_ID !== undefined || config.WECOM_BOT_ID !== undefined) {
    const { createWeComChannels } = await import('./channels/wecom/channels.ts')
    channels.push(...createWeComChannels(config, { store, turns, log, now, readFile, deepLinks }))
  }
  channels.push(...(outside.openChannels?.({ store, turns, log }) ?? []))
  for (const channel of channels) {
    turns.addChannel(channel)
    outbox.addChannel(channel)
    channel.mount(server.routes)
  }
  const entrance = await createEntrance({ config, secret, now, log, tell: (line) => outside.tell?.(line) })
  const { visitors } = entrance
  mountDeepLinks(server.routes, { deepLinks, visitors, store, publicUrl })
  mountSession(server.routes, { store, tokens, visitors, publicUrl, now })
  mountProjectFiles(server.routes, {
    store,
    visitors,
    write: async (...file) => (await opening.promise).writeProjectFile?.(...file),
  })
  mountFilingFiles(server.routes, {
    store,
    visitors,
    links,
    closed: config.DISABLED.filings,
    write: async (...file) => (await opening.promise).writeFiling?.(...file),
  })
  mountMyData(server.routes, { store, visitors, links })
  outside.mountPages?.(server.routes, entrance)

  let reminders: Reminders | undefined
  const startReminders = (brain: ReminderBrain): Promise<void> => {
    reminders = createReminders({
      store,
      brain,
      log,
      metrics,
      channels: () => ({ open: channels.map(({ name }) => name), sending: outbox.sending }),
      onSaid: outbox.onSaid,
    })
    return reminders.start()
  }

  // What another instance committed, or what was missed of it, is fetched by those whose sockets are here.
  const endNews = store.onNews((conversationId) => {
    for (const channel of channels) if (channel.brings === 'fetched') channel.wake(conversationId)
  })
  const onStore = (isThere: boolean): void => void (isThere ? missing.delete('store') : missing.add('store'))
  let stopRetention: (() => Promise<void>) | undefined
  let stopSweep: (() => Promise<void>) | undefined
  const stop = async (): Promise<void> => {
    const closed = server.close()
    endNews()
    await reminders?.stop()
    await Promise.race([turns.idle(), new Promise((resolve) => setTimeout(resolve, stopMilliseconds).unref())])
    // What cannot be given back is free when its lease runs out; the rest of the stop goes on.
    await outbox.stop().catch((error: unknown) => log.error('not-released', error))
    await Promise.all(channels.map((channel) => channel.close()))
    await closed
    await stopSweep?.()
    await stopRetention?.()
    await store.releaseUnfinished().catch((error: unknown) => log.error('not-released', error))
    await store.close()
  }

  const port = await server.listen(config.PORT).catch(async (error: unknown) => {
    await Promise.all([...channels.map((channel) => channel.close()), store.close()])
    throw error
  })
  const ready = outside.openBrain(config, now).then(
    async (brain) => {
      missing.clear()
      opening.resolve(brain)
      await turns.resume()
      stopSweep = startInboxSweep({ store, wake: turns.wake, onStore, log })
      stopRetention = startRetention({ store, days: keepDaysOf(config), log })
      await Promise.all(channels.map((channel) => channel.open?.()))
      outbox.start()
      // What falls due meanwhile is said once they are switched on again.
      if (brain.reminders !== undefined && config.DISABLED.reminders === undefined)
        await startReminders(brain.reminders)
    },
    (error: unknown) => {
      opening.reject(error)
      throw error
    },
  )
  const host = config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST
  return { url: `${publicUrl ?? `http://${host}:${port}`}/`, port, ready, stop }
}

/** @throws any other error */
function unlessAway(error: unknown): undefined {
  if (!(error instanceof StoreUnavailable)) throw error
}
