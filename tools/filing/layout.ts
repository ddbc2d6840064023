/** Measures of an official document (GB/T 9704-2012): A4, 22 lines of 28 characters. Lengths in twips, sizes in half-points. */

/** 210 × 297 mm; converting the millimetres gives one twip less in width, and with it another paper. */
export const page = { width: 11_906, height: 16_838 } as const
/** 37, 35, 28 and 26 mm; the page number stands 7 mm below the text. */
export const margins = { top: 2098, bottom: 1984, left: 1587, right: 1474, footer: 1304 } as const
export const textWidth = page.width - margins.left - margins.right

/** Lines of exactly 28 pt; a quarter of a point less between characters lets 28 of them into a line. */
export const line = { exact: 560, gridPitch: 579, characterSpacing: -5 } as const

/** 二号, 三号, 四号, 小四 */
export const sizes = { title: 44, body: 32, note: 28, table: 24 } as const
/** One character of the body. */
export const character = sizes.body * 10

const latin = 'Times New Roman'
/** Every slot is named, so that Latin letters and digits do not take the Chinese font's. */
function font(eastAsia: string) {
  return { ascii: latin, hAnsi: latin, cs: latin, eastAsia, hint: 'eastAsia' } as const
}

export const fonts = {
  title: font('方正小标宋简体'),
  body: font('仿宋_GB2312'),
  heading: font('黑体'),
  subheading: font('楷体_GB2312'),
  pageNumber: font('宋体'),
} as const

/** Least heights of a form's rows. */
export const rowHeights = { line: 560, low: 760, tall: 1560 } as const
/** Lines in tables are exactly 20 pt: the page’s grid does not stretch an exact line. */
export const tableLine = 400
/** Holds （12） in the size of a table. */
export const numberColumn = 900
