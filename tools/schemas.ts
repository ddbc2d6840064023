/** Schema pieces that several tools share. */
import { z } from 'zod'
import { type IsoDate, parseDay } from '#knowledge/law/units.ts'

/** A calendar day that exists, `YYYY-MM-DD`, in Asia/Shanghai. */
export const day = z
  .string()
  .refine((text) => parseDay(text) !== undefined, {
    error: 'must be a day that exists, written YYYY-MM-DD, e.g. 2026-09-18',
  })
  .transform((text) => text as IsoDate)

/** An article's number or an annex: `18`, `annex-2`. */
export const articleRef = z.union(
  [
    z.number().int().positive(),
    z
      .string()
      .regex(/^annex-[1-9][0-9]{0,3}$/)
      .transform((text) => text as `annex-${number}`),
  ],
  { error: 'must be an article’s number (18) or an annex ("annex-2")' },
)
