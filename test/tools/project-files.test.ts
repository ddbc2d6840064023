/** The calendar file by RFC 5545, and the picture as SVG: both from the same deadlines. */
import { expect, it } from 'vitest'
import type { IsoDate } from '#knowledge/law/units.ts'
import { drawTimeline } from '#tools/draw-timeline.ts'
import { writeCalendar } from '#tools/write-calendar.ts'

const day = (text: string) => text as IsoDate
const entry = {
  uid: 'p1-d1@x',
  title: '视频会议系统：采购合同备案',
  on: day('2026-05-22'),
  details: '第二十八条：合同, 备案; 10日\n宜早',
}

it('a calendar entry is a whole day with a reminder a week before, its words escaped', () => {
  const lines = writeCalendar('我的期限', [entry], '2026-05-11T02:03:04.567Z').replaceAll('\r\n ', '').split('\r\n')
  expect(lines).toContain('DTSTART;VALUE=DATE:20260522')
  expect(lines).toContain('DTEND;VALUE=DATE:20260523')
  expect(lines).toContain('DTSTAMP:20260511T020304Z')
  expect(lines).toContain('TRIGGER:-P7D')
  expect(lines).toContain('UID:p1-d1@x')
  expect(lines).toContain('DESCRIPTION:第二十八条：合同\\, 备案\\; 10日\\n宜早')
  expect(lines.slice(0, 2)).toEqual(['BEGIN:VCALENDAR', 'VERSION:2.0'])
  expect(lines.slice(-2)).toEqual(['END:VCALENDAR', ''])
})

it('no line is longer than 75 octets, and none is cut inside a character', () => {
  const text = writeCalendar(
    '期'.repeat(200),
    [{ ...entry, title: `项目${'很长的名字'.repeat(40)}`, details: '𠀀'.repeat(90) }],
    '2026-05-11T02:03:04.567Z',
  )
  for (const line of text.split('\r\n')) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect(line.isWellFormed()).toBe(true)
  }
  expect(text.replaceAll('\r\n ', '')).toContain('𠀀'.repeat(90))
})

it('the picture shows every deadline with its day, article and state, and today', () => {
  const svg = drawTimeline(
    '视频会议系统<&>"',
    [
      { title: '签订采购合同', from: day('2026-05-06'), due: day('2026-05-19'), state: 'met', place: '第二十八条' },
      { title: '采购合同备案', from: day('2026-05-10'), due: day('2026-05-22'), state: 'open', place: '第二十八条' },
      { title: '一个非常非常非常非常长的期限名称放不下', due: day('2026-12-31'), state: 'late', place: '第十七条' },
    ],
    day('2026-05-11'),
  )
  expect(svg).toContain('视频会议系统&lt;&amp;&gt;&quot;')
  for (const words of ['2026-05-19', '2026-05-22', '2026-12-31', '2026-05-11', '第二十八条', '采购合同备案'])
    expect(svg).toContain(words)
  expect(svg.match(/<circle/gu)).toHaveLength(3)
  expect(svg).toContain('text-anchor="end"')
  expect(svg).not.toMatch(/NaN|undefined|<script/u)
})

it('a picture of one day, or of none, is still a picture', () => {
  const one = drawTimeline(
    'x',
    [{ title: 'a', due: day('2026-05-11'), state: 'open', place: '第一条' }],
    day('2026-05-11'),
  )
  expect(one).not.toContain('NaN')
  expect(drawTimeline('x', [], day('2026-05-11'))).toContain('</svg>')
})

it('a long title takes two lines and is cut after them; nothing stands outside the picture', () => {
  const [today, due] = [day('2026-05-11'), day('2027-05-11')]
  const svg = drawTimeline('题'.repeat(90), [{ title: '期', from: today, due, state: 'open', place: '第一条' }], today)
  const written = [...svg.matchAll(/>(题+…?)<\/text>/gu)].map((match) => match[1]?.length)
  expect(written).toEqual([24, 24])
  expect(svg).toContain('题…</text>')
  const [, width, height] = /width="(\d+)" height="(\d+)"/u.exec(svg) ?? []
  for (const [, x] of svg.matchAll(/\b(?:x|x1|x2|cx)="([^"]+)"/gu)) expect(Number(x)).toBeLessThan(Number(width))
  for (const [, y] of svg.matchAll(/\b(?:y|y1|y2|cy)="([^"]+)"/gu)) expect(Number(y)).toBeLessThan(Number(height))
})
