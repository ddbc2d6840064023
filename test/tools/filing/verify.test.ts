/** What may go wrong between data and document, planted one by one. */
import { describe, expect, test } from 'vitest'
import type { Block, Filing, Piece } from '#tools/filing/filing.ts'
import { FilingError, verifyDocument } from '#tools/filing/verify.ts'
import { readZip } from '#tools/filing/zip.ts'
import { fullProject } from '../../support/projects.ts'
import { filled, outlineOf, rendered } from './made.ts'
import { storedZip } from './stored-zip.ts'

const { measure, outline } = outlineOf('jining.change-application')
const filing = filled(measure, outline, fullProject)

async function faultsOf(document: Uint8Array, of: Filing = filing): Promise<readonly string[]> {
  try {
    verifyDocument(of, document)
  } catch (error) {
    if (error instanceof FilingError) return error.faults
    throw error
  }
  return []
}

/** The document with words of one part replaced. */
async function spoil(part: string, old: string, spoiled: string): Promise<Uint8Array> {
  const parts = readZip(await rendered(filing))
  const text = new TextDecoder().decode(parts.get(part))
  expect(text).toContain(old)
  parts.set(part, new TextEncoder().encode(text.replace(old, () => spoiled)))
  return storedZip(parts)
}

const documentPart = 'word/document.xml'

test('a document as it was made has no fault', async () => {
  expect(await faultsOf(await rendered(filing))).toEqual([])
})

describe('the zip', () => {
  test('cut off at the end', async () => {
    const bytes = await rendered(filing)
    expect(await faultsOf(bytes.subarray(0, bytes.length - 1))).toEqual(['the zip is cut off: its end is not there'])
    expect(await faultsOf(bytes.subarray(0, 10))).toEqual(['the zip is cut off: its end is not there'])
  })
  test('with a changed byte in a part', async () => {
    const bytes = await rendered(filing)
    const parts = readZip(bytes)
    const stored = storedZip(parts)
    const at = Buffer.from(stored).indexOf('政务信息化项目调整申请')
    stored[at] = (stored[at] ?? 0) ^ 1
    expect((await faultsOf(stored)).join()).toMatch(/is damaged: its length or its checksum/u)
  })
  test('with a damaged list of parts', async () => {
    const bytes = await rendered(filing)
    bytes[bytes.length - 6] = (bytes[bytes.length - 6] ?? 0) ^ 1
    expect((await faultsOf(bytes)).join()).toMatch(/list of parts is damaged/u)
  })
  test('without the document', async () => {
    const parts = readZip(await rendered(filing))
    parts.delete(documentPart)
    expect(await faultsOf(storedZip(parts))).toEqual([`${documentPart} is not in the zip`])
  })
})

describe('the document', () => {
  test('with an element that is not closed', async () => {
    const faults = await faultsOf(await spoil(documentPart, '</w:body>', ''))
    expect(faults.join()).toMatch(/word\/document\.xml is not XML: <\/w:document> at \d+ closes another element/u)
  })
  test('that lost a heading', async () => {
    expect(await faultsOf(await spoil(documentPart, '二、调整原因', ''))).toEqual([
      'the heading «二、调整原因» is lost',
    ])
  })
  test('that lost a value', async () => {
    const faults = await faultsOf(await spoil(documentPart, '行政审批服务局', ''))
    expect(faults.join()).toMatch(
      /^where «项目建设单位：行政审批服务局» should stand, the document has «项目建设单位：»$/u,
    )
  })
  test('that lost the mark of what is missing', async () => {
    const faults = await faultsOf(await spoil(documentPart, '【待填:调整的原因和依据】', '　'))
    expect(faults.join()).toContain('where «【待填:调整的原因和依据】» should stand')
  })
  test('with a line too many', async () => {
    const more = '<w:p><w:r><w:t>另附一行</w:t></w:r></w:p><w:sectPr>'
    expect(await faultsOf(await spoil(documentPart, '<w:sectPr>', more))).toEqual([
      'the document has «另附一行», which the filing has not',
    ])
  })
})

describe('the data', () => {
  const withPiece = async (piece: Piece): Promise<readonly string[]> => {
    const block: Block = { kind: 'paragraph', style: 'body', line: [piece] }
    const more: Filing = { ...filing, blocks: [...filing.blocks, block] }
    return faultsOf(await rendered(more), more)
  }
  test('with a field that does not say where it comes from', async () => {
    const untraced = JSON.parse('{"kind":"value","text":"120万元"}')
    expect(await withPiece(untraced)).toEqual(['«120万元» does not say where it comes from'])
  })
  test('with a gap that says neither what is missing nor what would fill it', async () => {
    expect((await withPiece({ kind: 'gap', names: [], hint: '' })).join()).toMatch(/does not say what would fill it/u)
  })
  test('with an empty field', async () => {
    const empty: Piece = { kind: 'value', text: '', from: { kind: 'field', name: 'name' } }
    expect(await withPiece(empty)).toEqual(['a field is empty and not marked as missing'])
  })
  test.each(['总投资undefined元', 'NaN元', '[object Object]'])('with a slip of the program: %s', async (text) => {
    expect(await withPiece({ kind: 'words', text })).toEqual([`«${text}» is no word for a document`])
  })
  test('but a project may be called null', async () => {
    expect(await withPiece({ kind: 'value', text: 'null', from: { kind: 'field', name: 'name' } })).toEqual([])
  })
})
