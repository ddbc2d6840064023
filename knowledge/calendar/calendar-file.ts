/** The files a calendar is made of: one year's State Council notice each, and the days off by law of years to come. */
import { parse, YAMLParseError } from 'yaml'
import { z } from 'zod'
import type { ParsedTexts } from '../law/data-file.ts'
import type { Fault } from '../law/errors.ts'
import { dayFromNumber, dayNumber, type IsoDate, parseDay, weekdayOf } from '../law/units.ts'

/** Calendar files that cannot be used. All their faults are told together. */
export class CalendarError extends Error {
  readonly faults: readonly Fault[]
  constructor(faults: readonly Fault[]) {
    super(['the working-day calendar does not load:', ...faults.map(describeFault)].join('\n'))
    this.name = 'CalendarError'
    this.faults = faults
  }
}

const day = z.string().transform((text, context): IsoDate => {
  const parsed = parseDay(text)
  if (parsed === undefined) context.addIssue({ code: 'custom', message: `«${text}» is no day; write YYYY-MM-DD` })
  return parsed ?? z.NEVER
})

const dayOff = z.strictObject({ holiday: z.string().min(1), from: day, to: day.optional() })

const notice = z.strictObject({
  /** gov.cn's id of the page. */
  id: z.string().min(1),
  /** 国办发明电〔2025〕7号; left out where it is not known. */
  number: z.string().optional(),
  /** The day at the notice's foot. */
  on: day,
  /** The day it was published, where that is another. */
  published: day.optional(),
  url: z.url().optional(),
  /** What a later notice changes in an earlier one of the same year. */
  changes: z.string().optional(),
  words: z.array(z.string().min(1)).optional(),
})

export const yearSchema = z.strictObject({
  year: z.number().int().min(1949).max(2200),
  notices: z.array(notice).min(1),
  /** Days nobody works, with their holiday; a day of a neighbouring year that the notice names stands here too. */
  daysOff: z.array(dayOff).min(1),
  /** Saturdays and Sundays that are worked (调休上班). */
  makeUpDays: z.array(day),
})

export const statutorySchema = z.strictObject({
  basis: z.string().min(1),
  years: z.array(z.strictObject({ year: z.number().int(), daysOff: z.array(dayOff).min(1) })),
})

export type YearFile = z.output<typeof yearSchema>
export type StatutoryFile = z.output<typeof statutorySchema>
export type DayOff = YearFile['daysOff'][number]

/**
 * One year's notice from the text of its file.
 *
 * @param name how the file is called, for messages
 * @param known what texts were parsed to at an earlier start; everything is checked all the same
 * @throws CalendarError naming every fault of the file
 */
export function parseYearFile(name: string, text: string, known?: ParsedTexts): YearFile {
  const file = parseFile(name, text, yearSchema, known)
  const faults = faultsOfYear(name, file)
  if (faults.length > 0) throw new CalendarError(faults)
  return file
}

/** @throws CalendarError naming every fault of the file */
export function parseStatutoryFile(name: string, text: string, known?: ParsedTexts): StatutoryFile {
  return parseFile(name, text, statutorySchema, known)
}

/** Every day of a range that a file names, both ends included. */
export function daysOf({ from, to = from }: DayOff): IsoDate[] {
  const first = dayNumber(from)
  return Array.from({ length: Math.max(0, dayNumber(to) - first + 1) }, (_, i) => dayFromNumber(first + i))
}

function parseFile<S extends z.ZodType>(name: string, text: string, schema: S, known?: ParsedTexts): z.output<S> {
  const before = schema.safeParse(known?.find(text))
  if (before.success) return before.data
  const value = readYamlText(name, text)
  const parsed = schema.safeParse(value)
  if (parsed.success) {
    known?.keep(text, value)
    return parsed.data
  }
  throw new CalendarError(
    parsed.error.issues.map((issue) => ({
      file: name,
      about: issue.path.join('.'),
      problem: `${issue.message}.`,
      fix: 'Write it as years/2026.yaml is written.',
    })),
  )
}

function readYamlText(name: string, text: string): unknown {
  try {
    return parse(text)
  } catch (cause) {
    if (!(cause instanceof YAMLParseError)) throw cause
    const problem = `is not YAML: ${cause.message.split('\n')[0]}.`
    throw new CalendarError([{ file: name, line: cause.linePos?.[0].line ?? 1, problem, fix: 'Mend the line.' }])
  }
}

function faultsOfYear(name: string, file: YearFile): Fault[] {
  const off = file.daysOff.flatMap(daysOf)
  const all = [...off, ...file.makeUpDays]
  const fault = (about: string, problem: string, fix: string): Fault => ({ file: name, about, problem, fix })
  return [
    ...file.daysOff
      .filter(({ from, to }) => to !== undefined && to < from)
      .map(({ holiday }) => fault(holiday, 'ends before it begins.', 'Write the first day as from, the last as to.')),
    ...all
      .filter((each, i) => all.indexOf(each) !== i)
      .map((each) => fault(each, 'stands twice.', 'A day is off once, or worked once, never both.')),
    ...all
      .filter((each) => Math.abs(Number(each.slice(0, 4)) - file.year) > 1)
      .map((each) =>
        fault(each, `is far from ${file.year}.`, 'A notice names days of its own year and the next ones to it.'),
      ),
    ...file.makeUpDays
      .filter((each) => weekdayOf(each) % 6 !== 0)
      .map((each) => fault(each, 'is no Saturday or Sunday.', 'Only a weekend is made a working day.')),
  ]
}

function describeFault({ file, line, about, problem, fix }: Fault): string {
  return `  ${file}${line === undefined ? '' : `:${line}`}${about === undefined || about === '' ? '' : ` ${about}`}: ${problem} ${fix}`
}
