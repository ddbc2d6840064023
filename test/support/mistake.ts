import { InputError } from '#tools/input-error.ts'

/** The InputError that a call throws; anything else goes on. */
export function mistake(run: () => unknown): InputError {
  try {
    run()
  } catch (error) {
    if (error instanceof InputError) return error
    throw error
  }
  throw new Error('no mistake was found')
}
