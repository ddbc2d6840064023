/** Deadlines as an iCalendar file (RFC 5545): whole days, with a reminder a week before. */
import { type IsoDate, shiftDays } from '#knowledge/law/units.ts'

export interface CalendarEntry {
  /** The same for the same deadline of the same project: an imported file replaces its earlier self. */
  readonly uid: string
  readonly title: string
  readonly on: IsoDate
  readonly details: string
}

/** Lines are folded after 75 octets. */
const octetsAtMost = 75

/** @param madeAt the instant of the file, e.g. `2026-11-24T02:00:00.000Z` */
export function writeCalendar(name: string, entries: readonly CalendarEntry[], madeAt: string): string {
  const stamp = `${madeAt.replaceAll(/[-:]/gu, '').slice(0, 15)}Z`
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//govit-policy-assistant//deadlines//ZH',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escapeText(name)}`,
    ...entries.flatMap((entry) => eventLines(entry, stamp)),
    'END:VCALENDAR',
  ]
  return `${lines.map(fold).join('\r\n')}\r\n`
}

function eventLines({ uid, title, on, details }: CalendarEntry, stamp: string): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${escapeText(uid)}`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${compact(on)}`,
    `DTEND;VALUE=DATE:${compact(shiftDays(on, 1))}`,
    `SUMMARY:${escapeText(title)}`,
    `DESCRIPTION:${escapeText(details)}`,
    'TRANSP:TRANSPARENT',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escapeText(title)}`,
    'TRIGGER:-P7D',
    'END:VALARM',
    'END:VEVENT',
  ]
}

function compact(day: IsoDate): string {
  return day.replaceAll('-', '')
}

function escapeText(words: string): string {
  return words
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replaceAll(/\r?\n/gu, '\\n')
    .replaceAll(/\p{Cc}/gu, ' ')
}

/** A line goes on in the next after a space; a character is never cut in two. */
function fold(line: string): string {
  const parts: string[] = []
  let part = ''
  let octets = 0
  for (const character of line) {
    const size = octetsOf(character)
    if (octets + size > octetsAtMost) {
      parts.push(part)
      part = ' '
      octets = 1
    }
    part += character
    octets += size
  }
  return [...parts, part].join('\r\n')
}

function octetsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
}
