/** The arrows: bot → dialogs → tools → knowledge, who may import which package, and no circles. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const rooms = ['bot', 'dialogs', 'tools', 'knowledge'] as const
type Room = (typeof rooms)[number]

/** Rooms a room may import, itself included. */
const mayImport: Readonly<Record<Room, readonly Room[]>> = {
  bot: ['bot', 'dialogs', 'tools', 'knowledge'],
  dialogs: ['dialogs', 'tools', 'knowledge'],
  tools: ['tools', 'knowledge'],
  knowledge: ['knowledge'],
}

/** Inside knowledge: which of its folders may import which. */
const knowledgeParts: Readonly<Record<string, readonly string[]>> = {
  law: ['law'],
  calendar: ['calendar', 'law'],
  retrieval: ['retrieval', 'law'],
}

/** Packages that are met in few places only. Anything not named here may not be imported at all. */
const packages: readonly [RegExp, readonly string[]][] = [
  [/^zod$/, ['bot/', 'dialogs/', 'tools/', 'knowledge/']],
  [/^yaml$/, ['knowledge/']],
  [/^botbuilder$/, ['bot/channels/bot-framework/bot-framework.ts']],
  [/^restify(\/lib\/(server|router)\.js)?$/, ['bot/server.ts']],
  [/^(pg|kysely)$/, ['bot/store/']],
  [/^(ws|busboy|fast-xml-parser)$/, ['bot/channels/']],
  [/^openid-client$/, ['bot/sign-in/oidc.ts']],
  [/^pino$/, ['bot/log.ts']],
  [/^prom-client$/, ['bot/metrics.ts']],
  [/^@langchain\/community/, ['knowledge/retrieval/vector-index.ts']],
  [/^(langchain|@langchain\/)/, ['bot/model/', 'bot/embeddings.ts', 'knowledge/retrieval/']],
  [/^hnswlib-node$/, ['knowledge/retrieval/vector-index.ts']],
  [/^docx$/, ['tools/filing/docx.ts']],
  [/^fflate$/, ['tools/filing/zip.ts']],
  [/^@resvg\//, ['bot/files/timeline-picture.ts']],
]

/** Of Node's own modules: what reads files, clocks and networks stays in `bot`, but for the law's own data and the index's folder. */
const nodeModules: readonly [RegExp, readonly string[]][] = [
  [/^node:sqlite$/, ['bot/store/']],
  [/^node:(fs|path|crypto|os|timers)(\/|$)/, ['bot/', 'knowledge/law/', 'knowledge/calendar/', 'knowledge/retrieval/']],
  [/^node:/, ['bot/']],
]

interface Import {
  readonly from: string
  readonly to: string
}

function filesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
}

function importsOf(file: string, text: string): Import[] {
  // An import or a re-export opens a line; a lazy import may stand anywhere.
  const pattern =
    /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*'([^']+)'|^\s*import\s*'([^']+)'|\bimport\s*\(\s*'([^']+)'/gmu
  const specifiers = [...text.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? '')
  return specifiers.map((specifier) => ({ from: file, to: resolve(file, specifier) }))
}

function resolve(file: string, specifier: string): string {
  if (specifier.startsWith('#')) return specifier.slice(1)
  if (specifier.startsWith('.')) return normalize(join(dirname(file), specifier))
  return specifier
}

/** @returns why the import is not allowed, or undefined */
function fault({ from, to }: Import): string | undefined {
  const room = rooms.find((each) => from.startsWith(`${each}/`))
  const target = rooms.find((each) => to.startsWith(`${each}/`))
  if (to.startsWith('test/')) return `${from} imports ${to}: nobody imports test`
  if (target !== undefined && room !== undefined) return roomFault(from, to, room, target)
  const rule = (to.startsWith('node:') ? nodeModules : packages).find(([pattern]) => pattern.test(to))
  const allowed = rule?.[1] ?? []
  if (allowed.some((place) => from.startsWith(place))) return undefined
  return `${from} imports ${to}: allowed ${allowed.length === 0 ? 'nowhere' : `in ${allowed.join(', ')}`}`
}

function roomFault(from: string, to: string, room: Room, target: Room): string | undefined {
  if (!mayImport[room].includes(target))
    return `${from} imports ${to}: ${room} may import ${mayImport[room].join(', ')}`
  const opensIndex = to.startsWith('knowledge/retrieval/') && !/\/(?:index-types|telling|sought)\.ts$/u.test(to)
  if (opensIndex && (room === 'dialogs' || room === 'tools'))
    return `${from} imports ${to}: ${room} are handed the index`
  if (room !== 'knowledge') return undefined
  const [part, targetPart] = [from.split('/')[1] ?? '', to.split('/')[1] ?? '']
  const allowed = knowledgeParts[part] ?? []
  return allowed.includes(targetPart) ? undefined : `${from} imports ${to}: ${part} may import ${allowed.join(', ')}`
}

/** @returns a circle as a list of files, or undefined */
function circle(imports: readonly Import[]): string[] | undefined {
  const next = new Map<string, string[]>()
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to])
  const done = new Set<string>()
  const walk = (file: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
    if (done.has(file)) return undefined
    for (const to of next.get(file) ?? []) {
      const found = walk(to, [...path, file])
      if (found !== undefined) return found
    }
    done.add(file)
    return undefined
  }
  for (const file of next.keys()) {
    const found = walk(file, [])
    if (found !== undefined) return found
  }
  return undefined
}

const files = rooms.flatMap(filesOf)
const imports = files.flatMap((file) => importsOf(file, readFileSync(join(root, file), 'utf8')))

describe('the house', () => {
  test('every room has files, and their imports were read', () => {
    for (const room of rooms) expect(files.filter((file) => file.startsWith(`${room}/`)).length).toBeGreaterThan(3)
    expect(imports.length).toBeGreaterThan(files.length)
  })

  test('no import goes against the arrows', () => {
    expect(imports.map(fault).filter((each) => each !== undefined)).toEqual([])
  })

  test('no circle', () => {
    expect(circle(imports)).toBeUndefined()
  })

  test('every room says what it is for, in at most thirty lines', () => {
    for (const room of rooms)
      expect(
        readFileSync(join(root, room, 'README.md'), 'utf8')
          .trimEnd()
          .split('\n').length,
      ).toBeLessThanOrEqual(30)
  })
})

describe('the table catches', () => {
  test.each([
    [
      'a room importing to its left',
      'knowledge/law/load.ts',
      "import { x } from '#tools/tool.ts'",
      'knowledge may import knowledge',
    ],
    [
      'tools reaching for dialogs',
      'tools/check-validity.ts',
      "import { x } from '#dialogs/answer.ts'",
      'tools may import tools, knowledge',
    ],
    [
      'a tool opening the index itself',
      'tools/get-article.ts',
      "import { x } from '#knowledge/retrieval/search.ts'",
      'handed the index',
    ],
    [
      'botbuilder outside its channel',
      'bot/turn.ts',
      "import { x } from 'botbuilder'",
      'allowed in bot/channels/bot-framework/bot-framework.ts',
    ],
    ['files read in dialogs', 'dialogs/answer.ts', "import { readFileSync } from 'node:fs'", 'allowed in bot/'],
    ['a package nobody listed', 'bot/server.ts', "import x from 'left-pad'", 'allowed nowhere'],
    [
      'the law reaching for retrieval',
      'knowledge/law/load.ts',
      "import { x } from '../retrieval/search.ts'",
      'law may import law',
    ],
    ['a lazy import', 'dialogs/answer.ts', "await import('langchain')", 'allowed in bot/model/'],
  ])('%s', (_name, file, text, message) => {
    expect(importsOf(file, text).map(fault).join()).toContain(message)
  })

  test('a planted circle', () => {
    const planted = [...imports, { from: 'knowledge/law/units.ts', to: 'knowledge/law/load.ts' }]
    expect(circle(planted)).toContain('knowledge/law/units.ts')
  })
})
