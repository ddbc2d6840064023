/** Law, index and tools put together once, for the server and the command lines alike. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ModelPort, Ports } from '#dialogs/ports.ts'
import type { WorkCalendar } from '#knowledge/calendar/calendar.ts'
import { loadCalendar } from '#knowledge/calendar/load.ts'
import type { ParsedTexts } from '#knowledge/law/data-file.ts'
import { type Law, loadLaw } from '#knowledge/law/load.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { FusedIndex, type FusedOptions } from '#knowledge/retrieval/fused-index.ts'
import type { SearchIndex } from '#knowledge/retrieval/index-types.ts'
import type { LocalIndex } from '#knowledge/retrieval/local-index.ts'
import { pruneIndexes } from '#knowledge/retrieval/prune.ts'
import { type IndexOptions, openOrBuildIndex } from '#knowledge/retrieval/search.ts'
import { builtInVectors, openEndpointVectors, type VectorEndpoint } from '#knowledge/retrieval/vectors.ts'
import type { ToolContext } from '#tools/tool.ts'
import { runTool, searchingTools } from '#tools/toolbox.ts'
import { buildIndexBeside } from './build-index-beside.ts'
import { indexFolder } from './index-folder.ts'
import { type KeptTexts, openParsedTexts } from './parsed-texts.ts'

export interface Assistant {
  readonly law: Law
  readonly search: SearchIndex
  readonly calendar: WorkCalendar
  toolContext(today: IsoDate): ToolContext
  /** @param message the one to answer, where its answer is kept; without it answers get no id */
  ports(today: IsoDate, person: Ports['person'], message?: MessagePlace): Ports
}

/** Names one message among all of all channels. */
export interface MessagePlace {
  readonly conversationId: string
  readonly messageId: string
}

export interface AssistantOptions {
  /** Vectors as one ranker more, held in HNSWLib: of an endpoint, or the built-in ones. Unset: the local rankers alone. */
  readonly vectors?: VectorEndpoint | 'built-in' | undefined
  /** Told of each failure of the vectors; the local result has been given. */
  readonly onVectorFailure?: FusedOptions['onFailure']
  /** Rewords answers. Unset: they are made from the measures and the tools alone. */
  readonly model?: ModelPort | undefined
  /** How a missing index is built; beside this thread by default. */
  readonly buildIndex?: IndexOptions['build']
  /** What the calendar's YAML was parsed to at an earlier start; to be given with a law alone. */
  readonly parsed?: ParsedTexts
}

/** Where the texts that were parsed are kept between starts, for the server and the command lines alike. */
export function openKeptTexts(dataDir: string): KeptTexts {
  return openParsedTexts(join(dataDir, 'cache', 'parsed.json'))
}

/**
 * Does not wait for an endpoint: until its vectors are made, the local rankers answer alone.
 *
 * @param dataDir where the index is kept between starts; where it cannot be written, a temporary folder of the user serves
 * @param law the product's own by default
 * @throws MeasureError when a measure does not load
 */
export async function openAssistant(dataDir: string, given?: Law, options: AssistantOptions = {}): Promise<Assistant> {
  const { law, calendar } = given === undefined ? loadKept(dataDir) : withCalendar(given, dataDir, options.parsed)
  const directory = indexFolder(dataDir)
  const local = await openOrBuildIndex(law, { directory, build: options.buildIndex ?? buildIndexBeside })
  if (directory !== undefined) pruneIndexes(directory, local.digest)
  const search = await withVectors(local, law, directory, options)
  const standsOn = { law: law.digest, calendar: calendar.digest, index: local.digest }
  const toolContext = (today: IsoDate): ToolContext => ({ law, search, calendar, today })
  return {
    law,
    search,
    calendar,
    toolContext,
    ports: (today, person, message) => {
      const context = toolContext(today)
      const answerId = message === undefined ? undefined : answerIdOf(message)
      const { model } = options
      return {
        law,
        search,
        calendar,
        today,
        person,
        standsOn,
        answerId,
        runTool: (name, input) => runTool(name, input, context),
        ...(model === undefined ? {} : { model }),
      }
    },
  }
}

/**
 * What tools stand on, for a command line: the index is opened, or built, at the first tool that looks into it.
 *
 * @throws MeasureError when a measure does not load
 */
export function openToolContext(dataDir: string, today: IsoDate): (tool: string) => Promise<ToolContext> {
  const { law, calendar } = loadKept(dataDir)
  let opened: Promise<SearchIndex> | undefined
  return async (tool) => {
    if (!searchingTools.includes(tool)) return { law, calendar, today, search: unopened }
    opened ??= openOrBuildIndex(law, { directory: indexFolder(dataDir) })
    return { law, calendar, today, search: await opened }
  }
}

interface Texts {
  readonly law: Law
  readonly calendar: WorkCalendar
}

/** By what was parsed at an earlier start, which is half the time of a command. */
function loadKept(dataDir: string): Texts {
  const parsed = openKeptTexts(dataDir)
  const texts = withCalendar(loadLaw(undefined, parsed), dataDir, parsed)
  parsed.save()
  return texts
}

function withCalendar(law: Law, dataDir: string, parsed: ParsedTexts | undefined): Texts {
  return { law, calendar: loadOfficeCalendar(dataDir, parsed) }
}

const unopened: SearchIndex = {
  search: () => Promise.reject(new Error('a tool that is not among the searching ones looked into the index')),
  topics: () => {
    throw new Error('a tool that is not among the searching ones looked into the index')
  },
}

async function withVectors(
  local: LocalIndex,
  law: Law,
  directory: string | undefined,
  { vectors, onVectorFailure }: AssistantOptions,
): Promise<SearchIndex> {
  if (vectors === undefined) return local
  const open = async () => (vectors === 'built-in' ? builtInVectors(local) : openEndpointVectors(vectors))
  const fused = new FusedIndex(local, law, open, { directory, onFailure: onVectorFailure })
  const preparing = fused.prepare()
  // Made in half a second and never down, so worth waiting for: the same question always gets the same answer.
  if (vectors === 'built-in') await preparing
  return fused
}

/** Short enough for a button, and the same however often the message's turn is computed. */
function answerIdOf({ conversationId, messageId }: MessagePlace): string {
  return createHash('sha256').update(`${conversationId}\n${messageId}`).digest('base64url').slice(0, 16)
}

/** The calendar of the product with the years that were put under the data folder. @throws CalendarError */
export function loadOfficeCalendar(dataDir: string, parsed?: ParsedTexts): WorkCalendar {
  return loadCalendar(readFurtherYears(join(dataDir, 'calendar')), parsed)
}

/** A year's notice that came out after this release is a file dropped here: `2027.yaml`. */
function readFurtherYears(folder: string): { name: string; text: string }[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ name: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }))
}
