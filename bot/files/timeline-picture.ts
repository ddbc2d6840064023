/** The timeline as PNG, for places that show no SVG: the renderer is loaded, and the font read, at the first picture. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

const fontFile = join(import.meta.dirname, 'fonts', 'noto-sans-sc.ttf')
const family = 'Noto Sans SC'
/** Points of the picture to one of the SVG, so that it stays sharp on a phone. */
const zoom = 2
/** Drawn for a character the font does not hold: the renderer would leave it out without a word. */
const unknown = '□'

type Paint = (svg: string) => Promise<Buffer>
let painter: Promise<Paint> | undefined

/**
 * @returns PNG of twice the SVG's width and height
 * @throws Error where the renderer is not installed for this machine, or the font is not in its place
 */
export async function paintTimeline(svg: string): Promise<Buffer> {
  painter ??= openPainter()
  return (await painter)(svg)
}

async function openPainter(): Promise<Paint> {
  const [{ renderAsync }, font] = await Promise.all([import('@resvg/resvg-js'), readFile(fontFile)])
  const held = readCharacterMap(font)
  return async (svg) => {
    const image = await renderAsync(keepDrawable(svg, held), {
      font: { loadSystemFonts: false, fontFiles: [fontFile], defaultFontFamily: family, sansSerifFamily: family },
      fitTo: { mode: 'zoom', value: zoom },
    })
    return image.asPng()
  }
}

/** Marks without a width of their own are left out; all else the font lacks becomes a box. */
function keepDrawable(svg: string, held: (codePoint: number) => boolean): string {
  return svg
    .replaceAll(/[\p{Mn}\p{Cf}]/gu, '')
    .replaceAll(/[^\p{ASCII}]/gu, (character) => (held(character.codePointAt(0) ?? 0) ? character : unknown))
}

/** Reads table `cmap` of a TrueType font, format 12: groups of first, last and glyph, four octets each. */
function readCharacterMap(font: Buffer): (codePoint: number) => boolean {
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, i) => 12 + i * 16)
  const entry = tables.find((at) => font.toString('latin1', at, at + 4) === 'cmap')
  if (entry === undefined) throw new Error('the font has no character map')
  const cmap = font.readUInt32BE(entry + 8)
  const maps = Array.from({ length: font.readUInt16BE(cmap + 2) }, (_, i) => cmap + font.readUInt32BE(cmap + 8 + i * 8))
  const map = maps.find((at) => font.readUInt16BE(at) === 12)
  if (map === undefined) throw new Error('the font has no character map of format 12')
  const groups = Array.from({ length: font.readUInt32BE(map + 12) }, (_, i) => map + 16 + i * 12)
  const codePoints = new Set(
    groups.flatMap((at) => {
      const [first, last] = [font.readUInt32BE(at), font.readUInt32BE(at + 4)]
      return Array.from({ length: last - first + 1 }, (_, i) => first + i)
    }),
  )
  return (codePoint) => codePoints.has(codePoint)
}
