/** A caller's mistake: which field, what is wrong with it and what would be right. */
export class InputError extends Error {
  readonly code: string
  readonly path: string | undefined
  constructor(code: string, message: string, path?: string) {
    super(message)
    this.name = 'InputError'
    this.code = code
    this.path = path
  }
}
