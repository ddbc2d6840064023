/** The little XML that is needed here: writing a document's properties, and seeing that what was written is whole. */

export function coreProperties(title: string, madeOn: string): string {
  const at = `${madeOn}T00:00:00Z`
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"',
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"',
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    `<dc:title>${escapeXml(title)}</dc:title><dc:creator></dc:creator><cp:lastModifiedBy></cp:lastModifiedBy>`,
    `<cp:revision>1</cp:revision><dcterms:created xsi:type="dcterms:W3CDTF">${at}</dcterms:created>`,
    `<dcterms:modified xsi:type="dcterms:W3CDTF">${at}</dcterms:modified></cp:coreProperties>`,
  ].join('')
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** @throws Error at an entity that XML does not have by itself */
export function unescapeXml(text: string): string {
  return text.replace(/&([^;\s]*);?/gu, (whole, name: string) => {
    const number = /^#(?:x([0-9a-f]+)|(\d+))$/iu.exec(name)
    if (number !== null) return String.fromCodePoint(Number.parseInt(number[1] ?? number[2] ?? '', number[1] ? 16 : 10))
    const character = entities[name]
    if (character === undefined) throw new Error(`there is no entity «${whole}»`)
    return character
  })
}

const token =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([A-Za-z_][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/uy

/** @returns what is wrong with the text as XML, or undefined where its elements close as they open */
export function faultInXml(text: string): string | undefined {
  const open: string[] = []
  let at = 0
  let roots = 0
  while (at < text.length) {
    if (text.charAt(at) !== '<') {
      const next = text.indexOf('<', at)
      const between = text.slice(at, next === -1 ? text.length : next)
      if (open.length === 0 && between.trim() !== '' && between !== '\uFEFF') return `text outside the root at ${at}`
      at += between.length
      continue
    }
    token.lastIndex = at
    const found = token.exec(text)
    if (found === null) return `not XML at ${at}: ${text.slice(at, at + 40)}`
    const start = at
    at = token.lastIndex
    const [, closing, name, , selfClosing] = found
    if (name === undefined) continue
    if (closing === '/') {
      if (open.pop() !== name) return `</${name}> at ${start} closes another element`
    } else {
      if (open.length === 0) roots += 1
      if (selfClosing !== '/') open.push(name)
    }
  }
  if (open.length > 0) return `<${open.at(-1)}> is not closed`
  return roots === 1 ? undefined : 'has no single root'
}
