/** Where the store is, for commands that run beside the server: the environment, then `.env`, as `npm start` reads them. */
import { existsSync } from 'node:fs'
import { loadEnvFile } from 'node:process'
import { z } from 'zod'
import { ConfigError, settings } from '../config.ts'
import type { StorePlace } from '../store/open.ts'

const schema = z.object({ DATA_DIR: settings.DATA_DIR, DATABASE_URL: settings.DATABASE_URL })

/** @throws ConfigError */
export function readStorePlace(): StorePlace {
  if (existsSync('.env')) loadEnvFile('.env')
  const { DATA_DIR, DATABASE_URL } = process.env
  const parsed = schema.safeParse({ DATA_DIR: DATA_DIR || undefined, DATABASE_URL: DATABASE_URL || undefined })
  if (parsed.success) return parsed.data
  throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`))
}
