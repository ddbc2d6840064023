/** What a tool made leaves it as bytes; here they are written where the command line said. */
import { writeFileSync } from 'node:fs'
import { ProducedFile } from '#tools/filing/produced-file.ts'
import { InputError } from '#tools/input-error.ts'

/**
 * Writes the files of an output that names a `path`: the first there, any other beside it under its own ending.
 *
 * @returns the output as it is printed, each written file with its path
 * @throws InputError where the place cannot be written
 */
export function writeProduced(output: unknown): unknown {
  if (!isProduced(output)) return output
  const [first, ...others] = output.files
  if (first === undefined) return output
  const beside = others.map((file) => ({ file, path: besidePath(output.path, first.name, file.name) }))
  const written = [{ file: first, path: output.path }, ...beside]
  for (const { file, path } of written) write(path, file)
  return { ...output, files: written.map(({ file, path }) => ({ ...file.toJSON(), path })) }
}

interface Produced {
  readonly path: string
  readonly files: readonly ProducedFile[]
}

function isProduced(output: unknown): output is Produced {
  if (typeof output !== 'object' || output === null || !('path' in output) || !('files' in output)) return false
  const { path, files } = output
  return typeof path === 'string' && Array.isArray(files) && files.every((file) => file instanceof ProducedFile)
}

/** `申请.docx` written to `/a/b.docx` takes `申请-效力说明.docx` to `/a/b-效力说明.docx`. */
function besidePath(path: string, firstName: string, name: string): string {
  const stem = firstName.replace(/\.docx$/u, '')
  const ending = name.startsWith(stem) ? name.slice(stem.length) : `-${name}`
  return path.replace(/\.docx$/u, ending)
}

function write(path: string, { content }: ProducedFile): void {
  try {
    writeFileSync(path, content)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new InputError(
      'bad-input',
      `out: «${path}» cannot be written (${why}); name a file in a folder that is there`,
      'out',
    )
  }
}
