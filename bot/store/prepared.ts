/** Statements of every turn: their SQL is made once for each engine, not for each use. */
import { type Compilable, type CompiledQuery, type DialectAdapter, type RawBuilder, sql } from 'kysely'
import type { Sql } from './engine.ts'

/** Stands in a statement where a value is put in at each use. */
class Slot {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/** Stands for what is given under a name. */
export type Slots<Given> = <Name extends keyof Given & string>(name: Name) => RawBuilder<Given[Name]>

/**
 * @param build makes the statement
 * @returns runs it with the values it is given, and gives its rows
 */
export function prepared<Given extends object, Row>(
  build: (db: Sql, value: Slots<Given>) => Compilable<Row>,
): (db: Sql, given: Given) => Promise<Row[]> {
  const compiled = new WeakMap<DialectAdapter, CompiledQuery<Row>>()
  return async (db, given) => {
    const { adapter } = db.getExecutor()
    let query = compiled.get(adapter)
    if (query === undefined) {
      query = build(db, slot as Slots<Given>).compile()
      compiled.set(adapter, query)
    }
    const parameters = query.parameters.map((each) => (each instanceof Slot ? given[each.name as keyof Given] : each))
    const { rows } = await db.executeQuery<Row>({ ...query, parameters })
    return rows
  }
}

function slot(name: string): RawBuilder<unknown> {
  return sql.val(new Slot(name))
}
