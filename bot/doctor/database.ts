/** Whether the store can be opened, is of this version and takes writes. Nothing is written, no shape is changed. */
import { accessSync, constants, existsSync } from 'node:fs'
import { type Kysely, sql } from 'kysely'
import { checkApplied, readApplied, readMigrations } from '../store/migrate.ts'
import { databaseFile, type StorePlace } from '../store/open.ts'
import { connectPostgres } from '../store/postgres.ts'
import { explainPostgres } from '../store/postgres-away.ts'
import { openToRead } from '../store/sqlite.ts'
import { explainSqlite } from '../store/sqlite-away.ts'
import type { Tables } from '../store/tables.ts'
import { type Finding, mend, mind, saidBy, well } from './finding.ts'

export async function checkDatabase({ DATABASE_URL, DATA_DIR }: StorePlace): Promise<Finding[]> {
  if (DATABASE_URL !== undefined) return checkPostgres(DATABASE_URL)
  const file = databaseFile(DATA_DIR)
  if (!existsSync(file)) return [well('数据库（SQLite）还没有，第一次启动时建立')]
  return [canWrite([DATA_DIR, file]), await checkSqlite(file)]
}

/** @param places must be writable by this user */
export function canWrite(places: readonly string[]): Finding {
  for (const place of places)
    try {
      accessSync(place, constants.R_OK | constants.W_OK)
    } catch (error) {
      return mend(
        `${place} 读写不了`,
        saidBy(error),
        '用运行服务的用户来检查；目录属主改成这个用户（chown），磁盘不要挂成只读',
      )
    }
  return well(`${places.join('、')} 可以读写`)
}

async function checkSqlite(file: string): Promise<Finding> {
  try {
    const db = openToRead(file)
    try {
      const { rows } = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db)
      if (rows[0]?.quick_check !== 'ok')
        return mend(
          '数据库（SQLite）损坏',
          String(rows[0]?.quick_check),
          '停下服务，用 npm run -s restore -- 备份文件 恢复',
        )
      return await checkShape(db, '数据库（SQLite）')
    } finally {
      await db.destroy()
    }
  } catch (error) {
    return mend(
      '数据库（SQLite）打不开',
      saidBy(explainSqlite(error) ?? error),
      '看磁盘和权限；文件坏了就停下服务，用 npm run -s restore -- 备份文件 恢复',
    )
  }
}

async function checkPostgres(url: string): Promise<Finding[]> {
  const db = connectPostgres(url)
  try {
    const { rows } = await sql<{ read_only: boolean; may_create: boolean }>`
      select pg_is_in_recovery() or current_setting('transaction_read_only')::boolean as read_only,
        has_schema_privilege(current_schema(), 'create') as may_create`.execute(db)
    const found = await checkShape(db, '数据库（PostgreSQL）')
    if (rows[0]?.read_only === true)
      return [found, mend('数据库只读', '连到了备库，或库被设成只读', 'DATABASE_URL 改连主库')]
    if (rows[0]?.may_create !== true)
      return [found, mend('数据库用户不能建表', '启动时要建表和升级表', '让这个用户做库的属主')]
    return [found, well('数据库可以写')]
  } catch (error) {
    return [
      mend(
        '数据库（PostgreSQL）连不上',
        saidBy(explainPostgres(error) ?? error),
        '核对 DATABASE_URL 的地址、端口、用户、口令和库名，看数据库是否在运行、防火墙是否放行',
      ),
    ]
  } finally {
    await db.destroy()
  }
}

async function checkShape(db: Kysely<Tables>, name: string): Promise<Finding> {
  const tables = await db.introspection.getTables()
  if (!tables.some((table) => table.name === 'schema_migrations')) return well(`${name}是空的，第一次启动时建表`)
  const applied = await readApplied(db)
  const migrations = readMigrations()
  try {
    checkApplied(migrations, applied)
  } catch (error) {
    return mend(`${name}的表与本版本对不上`, saidBy(error), '换回原来的版本，或用 npm run -s restore -- 备份文件 恢复')
  }
  const due = migrations.filter((migration) => !applied.has(migration.name)).length
  if (due === 0) return well(`${name}能打开，表是最新的`)
  return mind(`${name}有 ${due} 步升级没做`, '它由旧版本建立', '先 npm run -s backup 备份；下次启动自己升级')
}
