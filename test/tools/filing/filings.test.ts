/** All filings from a full project and from an empty one, opened by a reader that is not ours. */
import mammoth from 'mammoth'
import { describe, expect, test } from 'vitest'
import type { FilingSectionOutline } from '#knowledge/law/filing.ts'
import { sectionsOf } from '#knowledge/law/filing-check.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import { evaluate } from '#tools/conditions.ts'
import { type Filing, linesOf, textOf } from '#tools/filing/filing.ts'
import { verifyDocument } from '#tools/filing/verify.ts'
import type { Project } from '#tools/project.ts'
import { everyFiling, filled, measuresWithFilings, rendered, today } from './made.ts'

const headingStyles = [1, 2, 3, 4].map((level) => `p[style-name='heading ${level}'] => h${level}:fresh`)
const styleMap = [
  "p[style-name='Title'] => h6:fresh",
  ...headingStyles,
  ...['Body', 'Guidance', 'Table Text', 'Table Head', 'Table Caption'].map(
    (name) => `p[style-name='Official ${name}'] => p:fresh`,
  ),
]

async function openWithMammoth(bytes: Uint8Array): Promise<{ html: string; headings: string[]; told: string[] }> {
  const { value: html, messages } = await mammoth.convertToHtml({ buffer: Buffer.from(bytes) }, { styleMap })
  const headings = [...html.matchAll(/<h[1-4]>(.*?)<\/h[1-4]>/gu)].map(([, text = '']) => plain(text))
  return { html, headings, told: messages.map(({ message }) => message) }
}

function plain(html: string): string {
  const text = html.replace(/<[^>]*>/gu, '')
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

/** Headings that the outline prints for a project, in order, without their numbers. */
function headingsOf(sections: readonly FilingSectionOutline[], { rules }: Measure, { facts = {} }: Project): string[] {
  const leftOut = ({ given }: FilingSectionOutline) =>
    given !== undefined && evaluate(given.when, facts, { rules, today }).value === false
  const printed = sectionsOf(sections).filter((section) => section.showHeading !== false && !leftOut(section))
  return printed.map(({ heading }) => heading)
}

const withoutNumber = (heading: string) =>
  heading.replace(
    /^(?:第[一二三四五六七八九十]+章　|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+\.|（\d+）)/u,
    '',
  )

const gapsIn = (text: string) => [...text.matchAll(/【待填:([^】]*)】/gu)].map(([, hint = '']) => hint)
const piecesOf = (filing: Filing) => filing.blocks.flatMap(linesOf).flat()

describe.each(everyFiling)('$id from $name', ({ measure, outline, project }) => {
  const filing = filled(measure, outline, project)

  test('opens elsewhere with its title, the outline’s headings and every line in order', async () => {
    const opened = await openWithMammoth(await rendered(filing))
    expect(opened.told).toEqual([])
    expect(opened.html).toContain(`<h6>${outline.title.zh}</h6>`)
    expect(opened.headings.map(withoutNumber)).toEqual(headingsOf(outline.sections, measure, project))
    const text = plain(opened.html.replace(/\t/gu, ''))
    let at = 0
    for (const line of filing.blocks.flatMap(linesOf).map((each) => textOf(each).replaceAll('\t', ''))) {
      expect(text.slice(at)).toContain(line)
      at = text.indexOf(line, at) + line.length
    }
    expect(gapsIn(text)).toEqual(piecesOf(filing).flatMap((piece) => (piece.kind === 'gap' ? [piece.hint] : [])))
  })

  test('has no slip of the program, no empty field and no heading that stands alone', () => {
    const pieces = piecesOf(filing)
    expect(
      pieces.map((piece) => textOf([piece])).filter((text) => /undefined|\bnull\b|NaN|\[object/u.test(text)),
    ).toEqual([])
    expect(pieces.filter((piece) => piece.kind !== 'gap' && piece.text === '')).toEqual([])
    expect(pieces.filter((piece) => piece.kind === 'gap' && piece.names.length === 0)).toEqual([])
    const deepest = filing.blocks.filter((block, i) => block.kind === 'heading' && isAlone(filing, i))
    expect(deepest).toEqual([])
  })

  test('is found whole when it is opened again', async () => {
    expect(verifyDocument(filing, await rendered(filing))).toBeUndefined()
  })
})

/** A heading followed by another of its own level or a higher one, or by nothing. */
function isAlone(filing: Filing, at: number): boolean {
  const [heading, next] = [filing.blocks[at], filing.blocks[at + 1]]
  if (heading?.kind !== 'heading') return false
  return next === undefined || (next.kind === 'heading' && next.level <= heading.level) || next.kind === 'signature'
}

describe('what is known is filled in, and what is not is marked', () => {
  test.each(everyFiling.filter(({ name }) => name === 'a full project'))('$id', ({ measure, outline, project }) => {
    const gaps = piecesOf(filled(measure, outline, project)).filter((piece) => piece.kind === 'gap')
    const fields = [
      'name',
      'unit',
      'owner.name',
      'contact',
      'place',
      'summary',
      'basis',
      'objectives',
      'contents',
      'budget',
    ]
    const known = [...fields, ...Object.keys(project.facts ?? {}), ...(project.events ?? []).map(({ event }) => event)]
    expect(gaps.flatMap((gap) => gap.names).filter((name) => known.includes(name))).toEqual([])
  })

  test.each(everyFiling.filter(({ name }) => name === 'an empty project'))('$id', ({ measure, outline, project }) => {
    const invented = piecesOf(filled(measure, outline, project)).filter(
      (piece) => piece.kind === 'value' && ['field', 'fact', 'event'].includes(piece.from.kind),
    )
    expect(invented).toEqual([])
  })
})

test('every measure that binds has its filings, each with the measure’s short name before it', () => {
  const prefixes = measuresWithFilings.map((measure) => [...new Set(measure.filings.map(({ id }) => id.split('.')[0]))])
  expect(prefixes.every((each) => each.length === 1)).toBe(true)
  expect(measuresWithFilings.every((measure) => measure.translationOf === undefined)).toBe(true)
})
