/** Reads the calendar that comes with the product. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ParsedTexts } from '../law/data-file.ts'
import type { Fault } from '../law/errors.ts'
import { buildCalendar, type WorkCalendar } from './calendar.ts'
import { CalendarError, parseStatutoryFile, parseYearFile, type YearFile } from './calendar-file.ts'

/** A further year's file, read by the caller: its name for messages, and its text. */
export interface FurtherYear {
  readonly name: string
  readonly text: string
}

/**
 * The years that come with the product, and further ones: a notice that is out after a release is added as a file.
 *
 * @param further in order; a year that is already there is replaced
 * @param known what YAML texts were parsed to at an earlier start; everything is checked all the same
 * @throws CalendarError with the faults of all files
 */
export function loadCalendar(further: readonly FurtherYear[] = [], known?: ParsedTexts): WorkCalendar {
  const folder = join(import.meta.dirname, 'years')
  const own = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ name: `years/${name}`, text: readFileSync(join(folder, name), 'utf8') }))
  const statutory = parseStatutoryFile(
    'statutory.yaml',
    readFileSync(join(import.meta.dirname, 'statutory.yaml'), 'utf8'),
    known,
  )
  return buildCalendar(parseAll([...own, ...further], known), statutory)
}

function parseAll(files: readonly FurtherYear[], known: ParsedTexts | undefined): YearFile[] {
  const faults: Fault[] = []
  const years = files.flatMap(({ name, text }) => {
    try {
      return [parseYearFile(name, text, known)]
    } catch (cause) {
      if (!(cause instanceof CalendarError)) throw cause
      faults.push(...cause.faults)
      return []
    }
  })
  if (faults.length > 0) throw new CalendarError(faults)
  return years
}
