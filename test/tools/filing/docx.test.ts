/** The layout of GB/T 9704-2012, read from the document itself. */
import { beforeAll, describe, expect, test } from 'vitest'
import { readZip } from '#tools/filing/zip.ts'
import { fullProject } from '../../support/projects.ts'
import { filled, outlineOf, rendered } from './made.ts'

const parts = new Map<string, string>()
beforeAll(async () => {
  const { measure, outline } = outlineOf('jining.contract-checklist')
  const form = outlineOf('jining.contract-record')
  const decode = (content: Uint8Array | undefined) => new TextDecoder().decode(content)
  for (const [name, content] of readZip(await rendered(filled(measure, outline, fullProject))))
    parts.set(name, decode(content))
  const formParts = readZip(await rendered(filled(form.measure, form.outline, {})))
  parts.set('form', decode(formParts.get('word/document.xml')))
})
const document = () => parts.get('word/document.xml') ?? ''
const styleOf = (id: string) =>
  new RegExp(`<w:style [^>]*w:styleId="${id}".*?</w:style>`, 'u').exec(parts.get('word/styles.xml') ?? '')?.[0] ?? ''

test('the page is A4 with margins of 37, 35, 28 and 26 mm and a grid of 22 lines', () => {
  expect(document()).toContain('<w:pgSz w:w="11906" w:h="16838" w:orient="portrait"/>')
  expect(document()).toMatch(/<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"/u)
  expect(document()).toContain('<w:docGrid w:type="lines" w:linePitch="579"/>')
})

test('the body is 仿宋 三号 on lines of exactly 28 pt, Latin letters and digits are not', () => {
  const styles = parts.get('word/styles.xml') ?? ''
  expect(styles).toMatch(
    /<w:rPrDefault><w:rPr><w:rFonts w:hint="eastAsia" w:ascii="Times New Roman" w:eastAsia="仿宋_GB2312" w:hAnsi="Times New Roman" w:cs="Times New Roman"\/><w:sz w:val="32"\/>/u,
  )
  expect(styles).toContain(
    '<w:spacing w:before="0" w:after="0" w:line="560" w:lineRule="exact"/></w:pPr></w:pPrDefault>',
  )
  expect(styleOf('Body')).toContain('<w:spacing w:val="-5"/>')
})

test.each([
  ['Title', '方正小标宋简体', '44'],
  ['Heading1', '黑体', undefined],
  ['Heading2', '楷体_GB2312', undefined],
  ['Heading3', '仿宋_GB2312', undefined],
  ['Guidance', '楷体_GB2312', '28'],
  ['TableHead', '黑体', '24'],
])('%s is set in %s', (id, font, size) => {
  expect(styleOf(id)).toContain(`w:eastAsia="${font}"`)
  if (size !== undefined) expect(styleOf(id)).toContain(`<w:sz w:val="${size}"/>`)
})

test('headings stay with what follows them, and appear in the navigation pane', () => {
  expect(styleOf('Heading2')).toMatch(/<w:keepNext\/>.*<w:outlineLvl w:val="1"\/>/u)
})

test('pages are numbered — 1 —, on the right of odd pages and the left of even ones', () => {
  expect(parts.get('word/settings.xml')).toContain('<w:evenAndOddHeaders/>')
  const footers = [...parts].filter(([name]) => /footer\d\.xml$/u.test(name)).map(([, text]) => text)
  expect(footers.map((text) => /<w:jc w:val="(\w+)"/u.exec(text)?.[1]).toSorted()).toEqual(['left', 'right'])
  for (const footer of footers) {
    expect(footer).toMatch(/— <\/w:t>.*PAGE.*> —<\/w:t>/u)
    expect(footer).toContain('w:eastAsia="宋体"')
  }
})

describe('tables', () => {
  const rows = (xml: string) => [...xml.matchAll(/<w:tr>.*?<\/w:tr>/gu)].map(([row]) => row)
  test('repeat their head and keep each row whole', () => {
    const all = rows(document())
    expect(all.filter((row) => row.includes('<w:tblHeader/>'))).toHaveLength(document().split('<w:tbl>').length - 1)
    expect(all.every((row) => row.includes('<w:cantSplit/>'))).toBe(true)
  })
  test('of a form have rows of a least height, and the seal at the foot of its cell', () => {
    const all = rows(parts.get('form') ?? '')
    expect(
      all.every((row) => /<w:trHeight w:val="\d+" w:hRule="atLeast"\/>/u.test(row) && row.includes('<w:cantSplit/>')),
    ).toBe(true)
    expect(all.at(-1)).toMatch(/<w:vAlign w:val="bottom"\/>.*（盖章）.*年　　月　　日/u)
  })
})

test('the seal and the day stand four characters in from the right, never alone on a page', () => {
  const [, before = ''] = /(<w:p>(?:(?!<w:p>).)*核对结论、需补充(?:(?!<w:p>).)*<\/w:p>)/u.exec(document()) ?? []
  expect(before).toContain('<w:keepNext/>')
  expect(document()).toMatch(
    /<w:ind w:right="1280"\/><w:jc w:val="right"\/><\/w:pPr><w:r><w:t xml:space="preserve">年　　月　　日/u,
  )
})

test('what is missing is marked so that nobody overlooks it', () => {
  expect(document()).toMatch(/<w:highlight w:val="yellow"\/><\/w:rPr><w:t xml:space="preserve">【待填:/u)
})
