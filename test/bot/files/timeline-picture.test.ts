/** The painted timeline: its size, and that Chinese words are really in it, as the renderer leaves out in silence what no font holds. */
import { inflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { paintTimeline } from '#bot/files/timeline-picture.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { drawTimeline } from '#tools/draw-timeline.ts'

interface Pixels {
  readonly width: number
  readonly height: number
  /** Four octets a pixel. */
  readonly rgba: Buffer
}

const day = (text: string) => text as IsoDate
const mark = { title: '采购合同备案', due: day('2026-05-22'), state: 'open', place: '第二十八条' } as const
const draw = (title: string) => drawTimeline(title, [mark], day('2026-05-11'))
const paint = async (title: string) => readPixels(await paintTimeline(draw(title)))

/** PNG of 8-bit RGBA, not interlaced, by its specification: chunks, then lines that are told by their neighbours. */
function readPixels(png: Buffer): Pixels {
  expect(png.toString('latin1', 1, 4)).toBe('PNG')
  expect([...png.subarray(24, 26), png[28]]).toEqual([8, 6, 0])
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  const data: Buffer[] = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  return { width, height, rgba: unfilter(inflateSync(Buffer.concat(data)), width * 4, height) }
}

function unfilter(lines: Buffer, stride: number, height: number): Buffer {
  const out = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < stride; x += 1) {
      const left = x < 4 ? 0 : (out[y * stride + x - 4] ?? 0)
      const up = y === 0 ? 0 : (out[(y - 1) * stride + x] ?? 0)
      const corner = x < 4 || y === 0 ? 0 : (out[(y - 1) * stride + x - 4] ?? 0)
      const told = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][lines[y * (stride + 1)] ?? 0] ?? 0
      out[y * stride + x] = (lines[y * (stride + 1) + 1 + x] ?? 0) + told
    }
  return out
}

function paeth(left: number, up: number, corner: number): number {
  const [toLeft, toUp, toCorner] = [up - corner, left - corner, left + up - 2 * corner].map(Math.abs) as [
    number,
    number,
    number,
  ]
  return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner
}

/** Pixels darker than half, in the title's line, from one place across to another, as points of the SVG. */
function inkOfTitle({ width, rgba }: Pixels, from = 20, to = 460): number {
  let dark = 0
  for (let y = 30; y < 84; y += 1)
    for (let x = from * 2; x < to * 2; x += 1) if ((rgba[(y * width + x) * 4] ?? 255) < 128) dark += 1
  return dark
}

it('is twice the size of the drawing', async () => {
  const svg = draw('视频会议系统')
  const [, width, height] = /width="(\d+)" height="(\d+)"/u.exec(svg) ?? []
  const picture = readPixels(await paintTimeline(svg))
  expect([picture.width, picture.height]).toEqual([Number(width) * 2, Number(height) * 2])
})

it('has ink where the title stands, and none where there is no title', async () => {
  expect(inkOfTitle(await paint(''))).toBe(0)
  const written = await paint('视频会议系统')
  // Six characters of 18 points, from the margin of 20 on: each of them leaves ink, and nothing does after the last.
  for (let i = 0; i < 6; i += 1) expect(inkOfTitle(written, 20 + i * 18, 38 + i * 18)).toBeGreaterThan(60)
  expect(inkOfTitle(written, 130)).toBe(0)
})

it('writes names with characters that older sets lack, each as itself', async () => {
  const [one, other, box] = [await paint('镕'), await paint('堃'), await paint('□')]
  expect(inkOfTitle(one)).toBeGreaterThan(inkOfTitle(box))
  expect(inkOfTitle(other)).toBeGreaterThan(inkOfTitle(box))
  expect(one.rgba.equals(other.rgba)).toBe(false)
})

it('shows a box for what the font does not hold, and leaves out marks without a width', async () => {
  const box = await paint('□')
  expect(inkOfTitle(box)).toBeGreaterThan(0)
  expect((await paint('👍')).rgba.equals(box.rgba)).toBe(true)
  expect((await paint('□\ufe0f\u200b')).rgba.equals(box.rgba)).toBe(true)
})
