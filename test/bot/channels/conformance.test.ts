/** The list of cases is whole, and every test it names is there. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

const ids = [
  ...Array.from({ length: 18 }, (_, i) => `W${i + 1}`),
  ...Array.from({ length: 6 }, (_, i) => `K-${i + 1}`),
  'Z-1',
  ...Array.from({ length: 15 }, (_, i) => `DL${i + 1}`),
  ...Array.from({ length: 5 }, (_, i) => `BF${i + 1}`),
  ...Array.from({ length: 4 }, (_, i) => `P${i + 1}`),
]

/** Shown by tests, named by file and title; or there is nothing to show, and the reason is a sentence. */
const row = z.union([
  z.strictObject({
    id: z.enum(ids),
    case: z.string().min(5),
    'shown-by': z.record(z.string(), z.array(z.string().min(5)).min(1)),
  }),
  z.strictObject({ id: z.enum(ids), case: z.string().min(5), 'not-applicable': z.string().min(40) }),
])

const rows = z.array(row).parse(parse(readFileSync(join(import.meta.dirname, 'conformance.yaml'), 'utf8')))
const shown = rows.flatMap((each) =>
  'shown-by' in each
    ? Object.entries(each['shown-by']).flatMap(([file, titles]) =>
        titles.map((title) => [each.id, file, title] as const),
      )
    : [],
)

/** Names given to tests and groups of tests in a file, as they are written; not those of a test that is left out. */
function titlesIn(file: string): ReadonlySet<string> {
  const source = readFileSync(join(import.meta.dirname, file), 'utf8')
  const given = /(?<!\.(?:skip|todo))\(\s*(?:'((?:\\.|[^'\\\n])*)'|`([^`\n]*)`|"([^"\n]*)"),/g
  return new Set(
    [...source.matchAll(given)].map(([, one, two, three]) => (one ?? two ?? three ?? '').replaceAll("\\'", "'")),
  )
}

describe('the cases a channel is measured by', () => {
  it('are all listed, once and in order', () => {
    expect(rows.map(({ id }) => id)).toEqual(ids)
  })

  it.each(shown)('%s is shown in %s by «%s»', (_id, file, title) => {
    expect([...titlesIn(file)]).toContain(title)
  })
})
