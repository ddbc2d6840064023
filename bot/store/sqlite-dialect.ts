/** Node's own SQLite in the shape Kysely asks for. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import {
  CompiledQuery,
  type DatabaseConnection,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely'

/** Statements kept prepared; the store writes about a hundred. */
const preparedAtMost = 400

export class NodeSqliteDialect extends SqliteDialect {
  readonly #database: DatabaseSync
  readonly #begin: string

  /** @param options how a transaction begins; by default as a writer, so that it never finds another one half-way */
  constructor(database: DatabaseSync, options: { readonly begin: string } = { begin: 'begin immediate' }) {
    super({ database: adaptNodeSqlite(database) })
    this.#database = database
    this.#begin = options.begin
  }

  override createDriver(): SqliteDriver {
    return new Driver(this.#database, this.#begin)
  }
}

class Driver extends SqliteDriver {
  readonly #database: DatabaseSync
  readonly #begin: string

  constructor(database: DatabaseSync, begin: string) {
    super({ database: adaptNodeSqlite(database) })
    this.#database = database
    this.#begin = begin
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(this.#begin))
  }

  /** A full disk ends the transaction by itself; the error that did so must not be hidden by one of rolling back. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.isTransaction) await super.rollbackTransaction(connection)
  }
}

function adaptNodeSqlite(database: DatabaseSync): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>()
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = prepared.get(sql)
      if (known !== undefined) return known
      const statement = database.prepare(sql)
      const adapted: SqliteStatement = {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
        run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
        iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
      }
      if (prepared.size >= preparedAtMost) prepared.clear()
      prepared.set(sql, adapted)
      return adapted
    },
  }
}
