/** A project's days as a picture: one line a deadline, in order, drawn as SVG text. */
import type { IsoDate } from '#knowledge/law/units.ts'
import { dayNumber } from '#knowledge/law/units.ts'

export interface TimelineMark {
  readonly title: string
  /** The day it is reckoned from; absent where it comes by the calendar. */
  readonly from?: IsoDate
  readonly due: IsoDate
  readonly state: 'open' | 'met' | 'late' | 'authority'
  /** `第二十八条` */
  readonly place: string
}

/** As wide as a phone shows without making the letters small: titles stand over their bars, not beside them. */
const width = 480
const margin = 20
const rowHeight = 64
const titleLineHeight = 26
const longestTitleLine = 24
const colours = { open: '#1d4ed8', met: '#15803d', late: '#b91c1c', authority: '#6b7280' } as const
const fonts = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif"
const longestMark = 20

/** @param marks in the order of their days; at most a hundred are drawn */
export function drawTimeline(title: string, marks: readonly TimelineMark[], today: IsoDate): string {
  const shown = marks.slice(0, 100)
  const days = [today, ...shown.flatMap((mark) => [mark.due, ...(mark.from === undefined ? [] : [mark.from])])].map(
    dayNumber,
  )
  const [first, last] = [Math.min(...days), Math.max(...days)]
  const span = Math.max(1, last - first)
  const x = (day: IsoDate) => Math.round(margin + ((dayNumber(day) - first) / span) * (width - 2 * margin))
  const titleLines = titleLinesOf(title)
  const head = 14 + titleLines.length * titleLineHeight
  const top = head + 30
  const height = top + Math.max(1, shown.length) * rowHeight + 8
  const now = x(today)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${fonts}">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...titleLines.map(
      (line, i) =>
        `<text x="${margin}" y="${34 + i * titleLineHeight}" font-size="18" font-weight="bold" fill="#111827">${escapeXml(line)}</text>`,
    ),
    `<text x="${Math.min(Math.max(now, margin + 34), width - margin - 34)}" y="${head + 18}" font-size="13" text-anchor="middle" fill="#b45309">${today}</text>`,
    ...shown.map((mark, i) => row(mark, top + i * rowHeight, x, now)),
    '</svg>',
  ].join('\n')
}

function row(mark: TimelineMark, top: number, x: (day: IsoDate) => number, now: number): string {
  const colour = colours[mark.state]
  const track = top + 48
  const line = (from: number, to: number, look: string) =>
    `<line x1="${from}" y1="${track}" x2="${to}" y2="${track}" stroke-width="6" stroke-linecap="round" ${look}/>`
  const bar = mark.from === undefined ? '' : line(x(mark.from), x(mark.due), `stroke="${colour}" opacity="0.4"`)
  return [
    `<text x="${margin}" y="${top + 18}" font-size="15" fill="#111827">${escapeXml(clip(mark.title, longestMark))}</text>`,
    `<text x="${width - margin}" y="${top + 18}" font-size="15" text-anchor="end" fill="${colour}">${mark.due}</text>`,
    `<text x="${margin}" y="${top + 36}" font-size="12" fill="#6b7280">${escapeXml(mark.place)}</text>`,
    line(margin, width - margin, 'stroke="#eef0f3"'),
    bar,
    `<line x1="${now}" y1="${track - 8}" x2="${now}" y2="${track + 8}" stroke="#f59e0b" stroke-width="2"/>`,
    `<circle cx="${x(mark.due)}" cy="${track}" r="6" fill="${colour}"/>`,
  ].join('')
}

function titleLinesOf(title: string): string[] {
  const characters = [...clip(title, 2 * longestTitleLine)]
  return [characters.slice(0, longestTitleLine), characters.slice(longestTitleLine)]
    .map((line) => line.join(''))
    .filter((line, i) => i === 0 || line !== '')
}

function clip(words: string, longest: number): string {
  const characters = [...words]
  return characters.length <= longest ? words : `${characters.slice(0, longest - 1).join('')}…`
}

function escapeXml(words: string): string {
  return words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/\p{Cc}/gu, ' ')
}
