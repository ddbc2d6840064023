/** A disk that fills up under a running server, and one that is read-only. A small file system in memory stands for it. */
import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeDataDir, runMain, startHost } from './hosted.ts'
import { askSqlite, checkFile, readMessages, readOpen, unanswered } from './kept.ts'
import { openPlatform } from './platform.ts'
import { type Claim, none, pause, type Scenario, until } from './scenario.ts'
import { createCrowd } from './talkers.ts'

const conversations = 20

export async function torture(): Promise<Scenario> {
  const folder = mkdtempSync(join(tmpdir(), 'torture-disk-'))
  mount('-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', folder)
  try {
    return {
      title: 'A full disk, and a read-only one, SQLite',
      claims: [...(await fill(folder)), ...(await lock(folder))],
    }
  } finally {
    execFileSync('/usr/bin/umount', [folder])
    rmdirSync(folder)
  }
}

/** @throws where this user may not mount: then nothing is shown, rather than something easier */
function mount(...given: string[]): void {
  execFileSync('/usr/bin/mount', given)
}

async function fill(folder: string): Promise<Claim[]> {
  await makeDataDir(folder)
  const platform = await openPlatform()
  const host = await startHost(folder, { TORTURE_PLATFORM: platform.url })
  const file = join(folder, 'assistant.db')
  const crowd = createCrowd(300)
  crowd.origin = host.origin
  await crowd.talk(conversations, 0)
  await pause(2_000)
  const filler = join(folder, 'filler')
  fillUp(filler)
  await until('a message refused', 60, () => crowd.refused.count >= 2 * conversations)
  const during = crowd.acknowledged.length
  const isUp = host.isRunning() && (await fetch(`${host.origin}/healthz`)).ok
  rmSync(filler)
  await until('a message acknowledged again', 60, () => crowd.acknowledged.length > during + conversations)
  await crowd.end()
  const now = new Date().toISOString()
  await until('everything answered and sent', 60, async () => (await readOpen(askSqlite(file), now)) === 0)
  await host.stop()
  const messages = await readMessages(askSqlite(file))
  const told = host.logged.filter((line) => line.includes('store-away'))
  const line = told[0] === undefined ? '' : String((JSON.parse(told[0]) as { told?: string }).told)
  const damage = await checkFile(file)
  platform.close()
  return [
    {
      promise: 'full disk: the server stays up and says so',
      measured: `«${line}»`,
      holds: isUp && line.includes('full'),
    },
    none(
      'full disk: errors in its log beside that line',
      host.logged.filter((each) => each.includes('"level":50')).length,
    ),
    none(
      'full disk: acknowledged messages lost',
      unanswered(crowd.acknowledged, messages),
      ` of ${crowd.acknowledged.length}; ${crowd.refused.count} times a message was not acknowledged`,
    ),
    none('full disk: messages answered twice', messages.filter(({ answers }) => answers.length > 1).length),
    { promise: 'full disk: the file is whole', measured: damage, holds: damage === 'ok' },
  ]
}

function fillUp(file: string): void {
  const handle = openSync(file, 'w')
  try {
    for (let size = 1 << 20; size >= 1; ) {
      try {
        if (writeSync(handle, Buffer.alloc(size)) < size) size = Math.floor(size / 2)
      } catch {
        // Full for a piece of this size: a smaller one may still find room.
        size = Math.floor(size / 2)
      }
    }
  } finally {
    closeSync(handle)
  }
}

async function lock(folder: string): Promise<Claim[]> {
  const file = join(folder, 'assistant.db')
  const before = await readMessages(askSqlite(file))
  mount('-o', 'remount,ro', folder)
  const { status, said } = await runMain(folder)
  mount('-o', 'remount,rw', folder)
  const platform = await openPlatform()
  const host = await startHost(folder, { TORTURE_PLATFORM: platform.url })
  await host.stop()
  platform.close()
  const after = await readMessages(askSqlite(file))
  const damage = await checkFile(file)
  return [
    {
      promise: 'read-only disk: the start ends with one clear line',
      measured: `status ${status}: «${said.replaceAll(/'\/[^']*'/gu, 'DATA_DIR')}»`,
      holds: status === 1 && said.split('\n').length === 1,
    },
    none('read-only disk: messages lost', before.length - after.length, ` of ${before.length}`),
    {
      promise: 'read-only disk: the file is whole, and the next start goes on',
      measured: damage,
      holds: damage === 'ok',
    },
  ]
}
