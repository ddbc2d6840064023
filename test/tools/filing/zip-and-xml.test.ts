import { describe, expect, test } from 'vitest'
import { coreProperties, escapeXml, faultInXml, unescapeXml } from '#tools/filing/xml.ts'
import { readZip, withFixedTimes } from '#tools/filing/zip.ts'
import { storedZip } from './stored-zip.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('XML', () => {
  test.each([
    '<a/>',
    '<?xml version="1.0"?>\n<w:a x="1" y=\'>2\'><w:b/>词<!-- <c> --></w:a>\n',
    coreProperties('<甲> & 乙', '2026-11-24'),
  ])('%s is whole', (text) => {
    expect(faultInXml(text)).toBeUndefined()
  })
  test.each([
    ['', 'has no single root'],
    ['<a/><b/>', 'has no single root'],
    ['<a><b></a></b>', '</a> at 6 closes another element'],
    ['<a>', '<a> is not closed'],
    ['词<a/>', 'text outside the root at 0'],
    ['<a/>词', 'text outside the root at 4'],
    ['<a x=1/>', 'not XML at 0: <a x=1/>'],
    ['<a>1 < 2</a>', 'not XML at 5: < 2</a>'],
  ])('%s: %s', (text, fault) => {
    expect(faultInXml(text)).toBe(fault)
  })
  test('words come back as they were', () => {
    const text = '<甲> & "乙" \'丙\' &amp;'
    expect(unescapeXml(escapeXml(text))).toBe(text)
    expect(unescapeXml('&#x7532;&#20057;&quot;&apos;')).toBe('甲乙"\'')
    expect(() => unescapeXml('&nbsp;')).toThrow('there is no entity «&nbsp;»')
  })
})

describe('a zip', () => {
  test('gives back its parts', async () => {
    const parts = new Map([
      ['a.xml', bytes('<a/>')],
      ['词/b.xml', bytes('')],
    ])
    expect(await readZip(storedZip(parts))).toEqual(parts)
    expect(await readZip(storedZip(new Map()))).toEqual(new Map())
  })
  test('that is none is refused', async () => {
    await expect(readZip(bytes('no zip at all, but long enough'))).rejects.toThrow('cut off')
    await expect(readZip(new Uint8Array())).rejects.toThrow('cut off')
  })
  test('packed in a way of its own is refused', async () => {
    const zip = storedZip(new Map([['a.xml', bytes('<a/>')]]))
    zip[zip.length - 22 - 5 - 46 + 10] = 99
    await expect(readZip(zip)).rejects.toThrow('a.xml is packed in a way that Office does not use')
  })
  test('whose list points elsewhere is refused', async () => {
    const zip = storedZip(new Map([['a.xml', bytes('<a/>')]]))
    zip[zip.length - 22 - 5 - 46 + 42] = 7
    await expect(readZip(zip)).rejects.toThrow('a.xml is not where the zip’s list says')
  })
  test('gets the same times wherever it was made', async () => {
    const parts = new Map([['a.xml', bytes('<a/>')]])
    const zip = withFixedTimes(storedZip(parts))
    expect(new DataView(zip.buffer).getUint16(12, true)).toBe(0x0021)
    expect(await readZip(zip)).toEqual(parts)
  })
})
