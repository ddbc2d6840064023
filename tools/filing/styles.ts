/** The styles of an official document as Word keeps them (styles.xml): fonts, lines and indents stand here once. */
import { character, fonts, line, sizes, tableLine } from './layout.ts'
import { escapeXml } from './xml.ts'

type Font = (typeof fonts)[keyof typeof fonts]

interface Look {
  readonly font?: Font
  readonly size?: number
  /** Lets 28 characters into a line; tables, notes and the title are set without. */
  readonly narrow?: boolean
  readonly color?: string
  readonly keepNext?: boolean
  /** The page's grid would stretch every line of a table. */
  readonly offGrid?: boolean
  readonly lineHeight?: number
  readonly before?: number
  readonly after?: number
  readonly indent?: boolean
  readonly centred?: boolean
  readonly outlineLevel?: number
}

const heading = (font: Font, outlineLevel: number): Look => ({
  font,
  narrow: true,
  keepNext: true,
  indent: true,
  outlineLevel,
})

const inTable: Look = { size: sizes.table, offGrid: true, lineHeight: tableLine }

/** Style id → its name in Word, and its look. Ids of headings and of the title are Word's own. */
const looks: Readonly<Record<string, readonly [name: string, look: Look]>> = {
  Title: ['Title', { font: fonts.title, size: sizes.title, lineHeight: 720, after: line.exact, centred: true }],
  Heading1: ['heading 1', heading(fonts.heading, 0)],
  Heading2: ['heading 2', heading(fonts.subheading, 1)],
  Heading3: ['heading 3', heading(fonts.body, 2)],
  Heading4: ['heading 4', heading(fonts.body, 3)],
  Body: ['Official Body', { narrow: true }],
  Guidance: ['Official Guidance', { font: fonts.subheading, size: sizes.note, color: '595959', indent: true }],
  TableText: ['Official Table Text', inTable],
  TableHead: ['Official Table Head', { ...inTable, font: fonts.heading, centred: true }],
  TableCaption: [
    'Official Table Caption',
    { ...inTable, font: fonts.heading, centred: true, keepNext: true, before: 120, after: 60 },
  ],
}

const namespace = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'

/** styles.xml, whole. */
export function stylesXml(): string {
  const base = `<w:rPrDefault><w:rPr>${runXml({ font: fonts.body, size: sizes.body })}</w:rPr></w:rPrDefault>`
  const lines = `<w:pPrDefault><w:pPr>${spacingXml({})}</w:pPr></w:pPrDefault>`
  const normal =
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
  const styles = Object.entries(looks).map(([id, [name, look]]) => styleXml(id, name, look))
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
  return `${head}<w:styles xmlns:w="${namespace}"><w:docDefaults>${base}${lines}</w:docDefaults>${normal}${styles.join('')}</w:styles>`
}

function styleXml(id: string, name: string, look: Look): string {
  const custom = name.startsWith('Official') ? ' w:customStyle="1"' : ''
  const head = `<w:name w:val="${escapeXml(name)}"/><w:basedOn w:val="Normal"/><w:qFormat/>`
  return `<w:style w:type="paragraph"${custom} w:styleId="${id}">${head}<w:pPr>${paragraphXml(look)}</w:pPr><w:rPr>${runXml(look)}</w:rPr></w:style>`
}

/** In the order that the schema asks for. */
function paragraphXml(look: Look): string {
  return [
    look.keepNext ? '<w:keepNext/>' : '',
    look.offGrid ? '<w:snapToGrid w:val="0"/>' : '',
    spacingXml(look),
    look.indent ? `<w:ind w:firstLine="${2 * character}"/>` : '',
    look.centred ? '<w:jc w:val="center"/>' : '',
    look.outlineLevel === undefined ? '' : `<w:outlineLvl w:val="${look.outlineLevel}"/>`,
  ].join('')
}

function spacingXml({ before = 0, after = 0, lineHeight = line.exact }: Look): string {
  return `<w:spacing w:before="${before}" w:after="${after}" w:line="${lineHeight}" w:lineRule="exact"/>`
}

function runXml({ font, color, narrow, size }: Look): string {
  return [
    font === undefined
      ? ''
      : `<w:rFonts w:hint="${font.hint}" w:ascii="${font.ascii}" w:eastAsia="${font.eastAsia}" w:hAnsi="${font.hAnsi}" w:cs="${font.cs}"/>`,
    color === undefined ? '' : `<w:color w:val="${color}"/>`,
    narrow ? `<w:spacing w:val="${line.characterSpacing}"/>` : '',
    size === undefined ? '' : `<w:sz w:val="${size}"/><w:szCs w:val="${size}"/>`,
  ].join('')
}
