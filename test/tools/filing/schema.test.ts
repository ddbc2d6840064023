/** Every document against the Open XML schema, by Microsoft’s own validator. */
import validate from '@ooxml-tools/validate'
import { describe, expect, test } from 'vitest'
import { readZip } from '#tools/filing/zip.ts'
import { fullProject } from '../../support/projects.ts'
import { everyFiling, filled, measuresWithFilings, outlineOf, rendered } from './made.ts'
import { storedZip } from './stored-zip.ts'

const patience = { timeout: 120_000 }

/** Every filing filled; and one a measure with nothing but gaps, which are printed alike in all. */
const checked = measuresWithFilings.flatMap(({ id }) => {
  const all = everyFiling.filter(({ measure }) => measure.id === id)
  return [{ id, all: [...all.filter(({ project }) => project === fullProject), ...all.slice(1, 2)] }]
})

describe.each(checked)('the documents of $id', ({ all }) => {
  test('are valid Open XML', patience, async () => {
    const faults: unknown[] = []
    for (const { id, name, measure, outline, project } of all) {
      const found = await validate(await rendered(filled(measure, outline, project)), 'docx', 'Office2019')
      if (found.length > 0) faults.push([id, name, found])
    }
    expect(faults).toEqual([])
  })
})

test('a document with a paragraph outside its body is found invalid', patience, async () => {
  const { measure, outline } = outlineOf('jining.change-application')
  const parts = readZip(await rendered(filled(measure, outline, {})))
  const document = new TextDecoder().decode(parts.get('word/document.xml'))
  const spoiled = document.replace('<w:pPr><w:pStyle w:val="Title"/></w:pPr>', '<w:pPr><w:nonsense/></w:pPr>')
  expect(spoiled).not.toBe(document)
  parts.set('word/document.xml', new TextEncoder().encode(spoiled))
  expect(await validate(storedZip(parts), 'docx', 'Office2019')).not.toEqual([])
})
