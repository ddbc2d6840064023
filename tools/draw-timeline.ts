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

const width = 960
const rowHeight = 40
const head = 72
const left = 330
const right = 40
const colours = { open: '#1d4ed8', met: '#15803d', late: '#b91c1c', authority: '#6b7280' } as const
const fonts = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif"
const longestTitle = 20

/** @param marks in the order of their days; at most a hundred are drawn */
export function drawTimeline(title: string, marks: readonly TimelineMark[], today: IsoDate): string {
  const shown = marks.slice(0, 100)
  const days = [today, ...shown.flatMap((mark) => [mark.due, ...(mark.from === undefined ? [] : [mark.from])])].map(
    dayNumber,
  )
  const [first, last] = [Math.min(...days), Math.max(...days)]
  const span = Math.max(1, last - first)
  const x = (day: IsoDate) => Math.round(left + ((dayNumber(day) - first) / span) * (width - left - right))
  const height = head + Math.max(1, shown.length) * rowHeight + 24
  const rows = shown.map((mark, i) => row(mark, head + i * rowHeight + rowHeight / 2, x))
  const now = x(today)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${fonts}">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="20" y="34" font-size="20" font-weight="bold" fill="#111827">${escapeXml(title)}</text>`,
    `<line x1="${now}" y1="${head - 14}" x2="${now}" y2="${height - 16}" stroke="#f59e0b" stroke-dasharray="4 4"/>`,
    `<text x="${now}" y="${head - 20}" font-size="12" text-anchor="middle" fill="#b45309">${today}</text>`,
    ...rows,
    '</svg>',
  ].join('\n')
}

function row(mark: TimelineMark, y: number, x: (day: IsoDate) => number): string {
  const colour = colours[mark.state]
  const due = x(mark.due)
  const bar =
    mark.from === undefined
      ? []
      : [
          `<line x1="${x(mark.from)}" y1="${y}" x2="${due}" y2="${y}" stroke="${colour}" stroke-width="6" stroke-linecap="round" opacity="0.35"/>`,
        ]
  // Near the right edge the day stands before its point, so that it is not cut off.
  const before = due > width - 140
  const label = `<text x="${before ? due - 12 : due + 12}" y="${y + 5}" font-size="13" ${before ? 'text-anchor="end" ' : ''}fill="${colour}">${mark.due}</text>`
  return [
    `<text x="20" y="${y}" font-size="14" fill="#111827">${escapeXml(clip(mark.title))}</text>`,
    `<text x="20" y="${y + 15}" font-size="11" fill="#6b7280">${escapeXml(mark.place)}</text>`,
    ...bar,
    `<circle cx="${due}" cy="${y}" r="6" fill="${colour}"/>`,
    label,
  ].join('')
}

function clip(title: string): string {
  const characters = [...title]
  return characters.length <= longestTitle ? title : `${characters.slice(0, longestTitle - 1).join('')}…`
}

function escapeXml(words: string): string {
  return words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/gu, '')
}
