import { vi } from 'vitest'

/** Waits for what the server does by itself, as long as a busy machine may need. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 4_500, interval: 15 })
}
