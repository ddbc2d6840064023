import { describe, expect, test } from 'vitest'
import { dayOf } from '#knowledge/law/units.ts'
import { bundleFilings } from '#tools/filing/bundle.ts'
import { ProducedFile } from '#tools/filing/produced-file.ts'
import { coreProperties, escapeXml, faultInXml, unescapeXml } from '#tools/filing/xml.ts'
import { readZip, withFixedTimes, writeZip } from '#tools/filing/zip.ts'
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
    expect(readZip(storedZip(parts))).toEqual(parts)
    expect(readZip(storedZip(new Map()))).toEqual(new Map())
  })
  test('that is none is refused', async () => {
    expect(() => readZip(bytes('no zip at all, but long enough'))).toThrow('cut off')
    expect(() => readZip(new Uint8Array())).toThrow('cut off')
  })
  test('packed in a way of its own is refused', async () => {
    const zip = storedZip(new Map([['a.xml', bytes('<a/>')]]))
    zip[zip.length - 22 - 5 - 46 + 10] = 99
    expect(() => readZip(zip)).toThrow('a.xml is packed in a way that Office does not use')
  })
  test('whose list points elsewhere is refused', async () => {
    const zip = storedZip(new Map([['a.xml', bytes('<a/>')]]))
    zip[zip.length - 22 - 5 - 46 + 42] = 7
    expect(() => readZip(zip)).toThrow('a.xml is not where the zip’s list says')
  })
  test('gets the same times wherever it was made', async () => {
    const parts = new Map([['a.xml', bytes('<a/>')]])
    const zip = withFixedTimes(storedZip(parts))
    expect(new DataView(zip.buffer).getUint16(12, true)).toBe(0x0021)
    expect(readZip(zip)).toEqual(parts)
  })
})

describe('several documents in a zip', () => {
  const day = dayOf(2026, 11, 24)
  const file = (name: string) => new ProducedFile(name, bytes(`content of ${name}`))
  const zip = () => bundleFilings([[file('甲.docx'), file('甲-效力说明.docx')], [file('乙.docx')]], 'a/b: “平台”', day)
  test('stand in their order, each with its note, under a name that every system takes', () => {
    expect([...readZip(zip().content)].map(([name, content]) => [name, new TextDecoder().decode(content)])).toEqual([
      ['01 甲.docx', 'content of 甲.docx'],
      ['01 甲-效力说明.docx', 'content of 甲-效力说明.docx'],
      ['02 乙.docx', 'content of 乙.docx'],
    ])
    expect(zip().name).toBe('ab “平台”.zip')
  })
  test('are the same bytes on the same day, their names marked as UTF-8', () => {
    expect(zip().content).toEqual(zip().content)
    expect(new DataView(zip().content.buffer).getUint16(6, true) & 0x0800).toBe(0x0800)
  })
  test('of one name are refused', () => {
    expect(() => writeZip([file('甲.docx'), file('甲.docx')], day)).toThrow('the same name')
  })
  test('are not read where a single bit of any of them is turned', () => {
    const whole = zip().content
    for (let at = 30; at < 60; at++) {
      const spoiled = whole.slice()
      spoiled[at] = (spoiled[at] ?? 0) ^ 1
      const read = () => [...readZip(spoiled).keys()].join()
      // A turned bit in a name before the content goes unseen: the list at the end tells the name.
      if (at >= 30 + new TextEncoder().encode('01 甲.docx').length) expect(read).toThrow('is damaged')
    }
  })
})
