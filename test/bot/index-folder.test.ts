import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { indexFolder } from '#bot/index-folder.ts'

describe('the folder of the index', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'index-folder-'))
    vi.stubEnv('TMPDIR', folder)
    writeFileSync(join(folder, 'file'), '')
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true })
  })
  const notWritable = () => join(folder, 'file', 'data')
  const own = () => join(folder, `govit-assistant-${userInfo().uid}`)

  test('lies under the data folder', () => {
    expect(indexFolder(join(folder, 'data'))).toBe(join(folder, 'data', 'index'))
  })

  test('is the user’s own temporary one where the data folder cannot be written', () => {
    expect(indexFolder(notWritable())).toBe(join(own(), 'index'))
  })

  test('is none where others may write into the temporary one', () => {
    mkdirSync(own())
    chmodSync(own(), 0o777)
    expect(indexFolder(notWritable())).toBeUndefined()
  })

  test('is none where the temporary one leads elsewhere', () => {
    mkdirSync(join(folder, 'elsewhere'))
    symlinkSync(join(folder, 'elsewhere'), own())
    expect(indexFolder(notWritable())).toBeUndefined()
  })
})
