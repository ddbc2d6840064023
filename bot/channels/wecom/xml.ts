/** The platform's XML → plain values. What is broken, doubled or dangerous is refused whole. */
import { XMLParser, XMLValidator } from 'fast-xml-parser'

/** Numbers stay text: a message's id has 64 bits. Of entities only the five of XML itself are known. */
const parser = new XMLParser({
  parseTagValue: false,
  trimValues: false,
  processEntities: true,
  ignoreAttributes: true,
  ignoreDeclaration: true,
})
/** The platform's messages are four deep, and hold a few dozen short tags without attributes. */
const depthAtMost = 12
const tagsAtMost = 2_000
const tagCharactersAtMost = 200
const cdata = { begin: '<![CDATA[', end: ']]>' }

/** @returns what stands in `<xml>`; undefined for anything that is not one well-formed `<xml>` element */
export function readXml(text: string): Readonly<Record<string, unknown>> | undefined {
  if (text.includes('\u0000') || !isHarmless(text) || XMLValidator.validate(text) !== true) return undefined
  const parsed = parse(text)
  const root = isRecord(parsed) ? parsed.xml : undefined
  return isRecord(root) ? root : undefined
}

/** The parser throws at names that reach into objects. */
function parse(text: string): unknown {
  try {
    return parser.parse(text)
  } catch (error) {
    if (error instanceof Error) return undefined
    throw error
  }
}

/**
 * Looked through once, from left to right, before anything is built: nobody has proved yet who wrote it. A document type
 * could declare entities that grow, or that name files.
 */
function isHarmless(text: string): boolean {
  let depth = 0
  let tags = 0
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at)) {
    if (text.startsWith(cdata.begin, at)) {
      const end = text.indexOf(cdata.end, at)
      tags += 1
      if (end === -1 || tags > tagsAtMost) return false
      at = end + cdata.end.length
      continue
    }
    const end = text.indexOf('>', at)
    if (end === -1 || end - at > tagCharactersAtMost || text.startsWith('<!', at)) return false
    if (text.startsWith('</', at)) depth -= 1
    else if (!text.startsWith('/>', end - 1) && !text.startsWith('<?', at)) depth += 1
    tags += 1
    if (depth > depthAtMost || tags > tagsAtMost) return false
    at = end + 1
  }
  return true
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
