/** A document opened again before anybody gets it: its zip, its XML, its headings, and every line and where it comes from. */
import { squeeze } from '#knowledge/law/whitespace.ts'
import { type Filing, type Line, linesOf, textOf } from './filing.ts'
import { faultInXml, unescapeXml } from './xml.ts'
import { readZip } from './zip.ts'

/** A document that is not what its filing says: a fault of the house, with all that is wrong. */
export class FilingError extends Error {
  readonly faults: readonly string[]
  constructor(filing: string, faults: readonly string[]) {
    super(`${filing} was not made whole: ${faults.join('; ')}`)
    this.name = 'FilingError'
    this.faults = faults
  }
}

interface ReadParagraph {
  readonly style: string
  readonly text: string
}

/** @throws FilingError naming everything that is wrong with the document */
export function verifyDocument(filing: Filing, bytes: Uint8Array): void {
  const faults = [...untraced(filing), ...faultsInBytes(filing, bytes)]
  if (faults.length > 0) throw new FilingError(filing.filing, faults)
}

function faultsInBytes(filing: Filing, bytes: Uint8Array): string[] {
  const parts = openParts(bytes)
  if (typeof parts === 'string') return [parts]
  const broken = [...parts].flatMap(([name, text]) => {
    const fault = faultInXml(text)
    return fault === undefined ? [] : [`${name} is not XML: ${fault}`]
  })
  const absent = ['[Content_Types].xml', '_rels/.rels', documentPart].filter((name) => !parts.has(name))
  if (broken.length > 0 || absent.length > 0) return [...broken, ...absent.map((name) => `${name} is not in the zip`)]
  return compare(filing, readParagraphs(parts.get(documentPart) ?? ''))
}

const documentPart = 'word/document.xml'

/** @returns the XML parts by name, or what is wrong with the zip */
function openParts(bytes: Uint8Array): Map<string, string> | string {
  try {
    const parts = [...readZip(bytes)].filter(([name]) => /\.(?:xml|rels)$/u.test(name))
    return new Map(parts.map(([name, content]) => [name, new TextDecoder('utf-8', { fatal: true }).decode(content)]))
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause)
  }
}

/** Paragraphs with words in them, in order. */
function readParagraphs(document: string): ReadParagraph[] {
  return [...document.matchAll(/<w:p(?:\s[^>]*)?>([\s\S]*?)<\/w:p>/gu)].flatMap(([, content = '']) => {
    const style = /<w:pStyle w:val="([^"]*)"/u.exec(content)?.[1] ?? ''
    const text = [...content.matchAll(/<w:t(?:\s[^>]*)?>([^<]*)<\/w:t>/gu)].map(([, words = '']) => words).join('')
    return text === '' ? [] : [{ style, text: unescapeXml(text) }]
  })
}

/** The document must hold the filing's lines, all of them, in their order, and nothing else. */
function compare(filing: Filing, found: readonly ReadParagraph[]): string[] {
  const headings = filing.blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []))
  const foundHeadings = found.filter(({ style }) => style.startsWith('Heading')).map(({ text }) => text)
  const lost = headings
    .filter((heading) => !foundHeadings.includes(heading))
    .map((each) => `the heading «${each}» is lost`)
  if (lost.length > 0) return lost
  const wanted = [filing.title, ...filing.blocks.flatMap(linesOf).map(textOf)]
    .map(squeeze)
    .filter((text) => text !== '')
  const got = found.map(({ text }) => squeeze(text))
  const at = wanted.findIndex((text, i) => text !== got[i])
  if (at !== -1) return [`where «${wanted[at]}» should stand, the document has «${got[at] ?? 'nothing'}»`]
  return got.length === wanted.length ? [] : [`the document has «${got[wanted.length]}», which the filing has not`]
}

/** Every field must say where it comes from or what it waits for, and no word of ours may be a slip of the program. */
function untraced(filing: Filing): string[] {
  const pieces = filing.blocks.flatMap(linesOf).flat()
  return pieces.flatMap((piece) => {
    if (piece.kind === 'value' && piece.from === undefined) return [`«${piece.text}» does not say where it comes from`]
    if (piece.kind === 'gap' && (piece.names.length === 0 || piece.hint === ''))
      return [`the gap «${piece.hint}» does not say what would fill it`]
    if (piece.kind !== 'gap' && piece.text === '') return ['a field is empty and not marked as missing']
    const own = piece.kind === 'words' || (piece.kind === 'value' && piece.from.kind !== 'field')
    return own && isSlip([piece]) ? [`«${textOf([piece])}» is no word for a document`] : []
  })
}

function isSlip(line: Line): boolean {
  return /\b(?:undefined|null|NaN)\b|\[object /u.test(textOf(line))
}
