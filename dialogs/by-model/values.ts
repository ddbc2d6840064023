/** What of a source a model must write by handle: its figures and named things, each once. */
import { figuresIn } from './figures.ts'
import { namesIn } from './names.ts'

export function valuesIn(text: string): string[] {
  return [...new Set([...figuresIn(text).map((figure) => figure.text.trim()), ...namesIn(text)])]
}
