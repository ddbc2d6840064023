/** Several documents of one project as one file, in the order they were asked for, each with its cover note. */
import type { IsoDate } from '#knowledge/law/units.ts'
import { ProducedFile } from './produced-file.ts'
import { writeZip } from './zip.ts'

/**
 * @param documents the files of each document, in order
 * @param name of the zip, without its ending
 */
export function bundleFilings(
  documents: readonly (readonly ProducedFile[])[],
  name: string,
  madeOn: IsoDate,
): ProducedFile {
  const numbered = documents.flatMap((files, i) =>
    files.map((file) => ({ name: `${String(i + 1).padStart(2, '0')} ${file.name}`, content: file.content })),
  )
  return new ProducedFile(`${fileNameOf(name)}.zip`, writeZip(numbered, madeOn))
}

/** A project may be called with signs that no file system takes. */
function fileNameOf(name: string): string {
  const plain = name.replace(/[\p{Cc}\\/:*?"<>|]+/gu, '').trim()
  return [...plain].slice(0, 80).join('')
}
