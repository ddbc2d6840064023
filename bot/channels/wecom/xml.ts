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
/** The platform's messages are four deep. */
const depthAtMost = 12

/** @returns what stands in `<xml>`; undefined for anything that is not one well-formed `<xml>` element */
export function readXml(text: string): Readonly<Record<string, unknown>> | undefined {
  const outside = text.replace(/<!\[CDATA\[.*?\]\]>/gs, '')
  // A document type may declare entities that grow, or that name files.
  if (text.includes('\u0000') || outside.includes('<!') || depthOf(outside) > depthAtMost) return undefined
  if (XMLValidator.validate(text) !== true) return undefined
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

/** Counted before anything is built, so that a small body cannot cost much. */
function depthOf(text: string): number {
  let depth = 0
  let most = 0
  for (const [tag] of text.matchAll(/<[^>]*>/g)) {
    if (tag.startsWith('</')) depth -= 1
    else if (!tag.endsWith('/>') && !tag.startsWith('<?')) depth += 1
    most = Math.max(most, depth)
  }
  return most
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
