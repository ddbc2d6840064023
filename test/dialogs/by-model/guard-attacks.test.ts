/** Five hundred lies, each one change away from an article's own words: none may go out. */
import { describe, expect, test } from 'vitest'
import { checkDraft } from '#dialogs/by-model/check-draft.ts'
import { loadLaw } from '#knowledge/law/load.ts'
import { attackKinds, makeAttacks } from '../../model/attacks.ts'

const seed = Number(process.env.GUARD_SEED ?? 20261124)
const attacks = makeAttacks(loadLaw(), 500, seed)

describe(`lies made with seed ${seed}`, () => {
  test.each(attackKinds)('%s: none goes out', (kind) => {
    const own = attacks.filter((attack) => attack.kind === kind)
    expect(own.length).toBeGreaterThan(4)
    const through = own.filter(({ draft, basis, lie }) =>
      (checkDraft(draft, basis).text ?? '').includes(lie.slice(0, -1)),
    )
    expect(through.map(({ draft }) => draft)).toEqual([])
  })

  test('the sentences they were made from go out, nearly all', () => {
    const tried = attacks.filter((_attack, i) => i % 4 === 0)
    const refused = tried.filter(({ honest, basis }) => checkDraft(honest, basis).text === undefined)
    expect(refused.length / tried.length).toBeLessThan(0.05)
  })
})
