/** What a backup promises, of whichever engine. Each engine runs the whole suite. */
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { BackupError, writeBackup } from '#bot/store/backup.ts'
import { examineStore } from '#bot/store/examine.ts'
import { databaseFile } from '#bot/store/open.ts'
import { restoreBackup } from '#bot/store/restore.ts'
import { openDatabase } from '#bot/store/sqlite.ts'
import type { Store } from '#bot/store/store.ts'
import type { Engine } from './store.contract.ts'
import { dump } from './support/dump.ts'
import { alone, fillStore } from './support/full-store.ts'

export function backupsContract(makeEngine: () => Promise<Engine>): void {
  let engine: Engine
  let store: Store
  let folder: string
  let wang: string
  beforeEach(async () => {
    engine = await makeEngine()
    store = await engine.open()
    ;({ wang } = await fillStore(store))
    folder = mkdtempSync(join(tmpdir(), 'backups-'))
  })
  afterEach(async () => {
    await engine.dispose()
    rmSync(folder, { recursive: true })
  })

  const inFolder = (name: string): string => join(folder, name)

  it('is made beside an open store, and puts everything back beside one, and back again', async () => {
    const file = inFolder('a/b.db')
    const then = await engine.dump()
    const { rows } = await writeBackup(engine.place, file)
    expect(rows).toBe(Object.values(then).reduce((sum, each) => sum + each.length, 0))
    expect([readdirSync(inFolder('a')), statSync(file).mode & 0o777]).toEqual([['b.db'], 0o600])
    await store.erasePerson(wang)
    const later = await engine.dump()
    const restored = await restoreBackup(engine.place, file, inFolder('before.db'))
    expect(restored).toEqual({ file, rows, before: inFolder('before.db') })
    expect(await engine.dump()).toEqual(then)
    // The store that was open all the while goes on with what is there now.
    expect(await store.accept({ ...alone(wang), message: { id: 'new', text: '新' } })).toMatchObject({
      repeated: false,
    })
    await restoreBackup(engine.place, inFolder('before.db'), inFolder('again.db'))
    expect(await engine.dump()).toEqual(later)
  })

  it('can be told beforehand: whole, of this version and writable, without a change', async () => {
    expect(await examineStore(engine.place)).toEqual({ shape: { is: 'newest' }, isReadOnly: false, mayCreate: true })
  })

  it('is put back elsewhere, into the embedded engine, with the key that signs cookies', async () => {
    const then = await engine.dump()
    await writeBackup(engine.place, inFolder('b.db'))
    const elsewhere = { DATA_DIR: inFolder('elsewhere') }
    const { before } = await restoreBackup(elsewhere, inFolder('b.db'), inFolder('before.db'))
    expect(before).toBeUndefined()
    expect(await dump(openDatabase(databaseFile(elsewhere.DATA_DIR)).db)).toEqual(then)
    expect(readdirSync(elsewhere.DATA_DIR).filter((name) => !name.startsWith('assistant.db'))).toEqual(['session.key'])
  })

  it('overwrites no file, and changes nothing where a file is damaged, foreign or of a newer version', async () => {
    const good = inFolder('good.db')
    await writeBackup(engine.place, good)
    await expect(writeBackup(engine.place, good)).rejects.toThrow(/good\.db is there already/)
    const then = await engine.dump()
    const restore = (file: string) => restoreBackup(engine.place, file, inFolder('before.db'))
    await expect(restore(inFolder('missing.db'))).rejects.toThrow(/missing\.db is not there/)
    writeFileSync(inFolder('text.db'), 'no database, and long enough to be seen as none. '.repeat(40))
    await expect(restore(inFolder('text.db'))).rejects.toThrow(BackupError)
    const foreign = openDatabase(inFolder('foreign.db'))
    await sql`create table t (x text)`.execute(foreign.db)
    await foreign.db.destroy()
    await expect(restore(inFolder('foreign.db'))).rejects.toThrow(/is no backup of the assistant/)
    const newer = openDatabase(good)
    const values = { name: '9999-later.sql', digest: '', applied_at: '' }
    await newer.db.insertInto('schema_migrations').values(values).execute()
    await newer.db.destroy()
    await expect(restore(good)).rejects.toThrow(/newer version/)
    expect(await engine.dump()).toEqual(then)
  })
}
