/** Tries every way in which what is missing could turn out, so that only what matters is asked for. */
import { type FactName, type Facts, facts as factList, isFactName } from '#knowledge/law/facts.ts'
import type { Compare } from '#knowledge/law/rule.ts'
import { type Anniversary, judgeLeaf, type Leaf, limitOf } from './judge-leaf.ts'

/** The facts as they might be. A share or a time is assumed as a whole, not by its numbers. */
export interface World {
  readonly facts: Facts
  readonly assumed: ReadonlyMap<Leaf, boolean>
}

interface Unknown {
  readonly names: readonly FactName[]
  readonly settings: readonly ((world: World) => World)[]
}

/** Beyond it every missing fact is asked for, whether it matters or not. */
const mostWorlds = 4096

/**
 * @param judge the result in one world; definite where nothing is missing
 * @returns the result where it is the same in every world; otherwise the facts that could change it
 */
export function tryCompletions(
  leaves: readonly Leaf[],
  facts: Facts,
  at: Anniversary,
  judge: (world: World) => boolean | undefined,
): { value: boolean | undefined; relevant: FactName[]; tried: FactName[] } {
  const unknowns = findUnknowns(leaves, facts, at)
  const all = [...new Set(unknowns.flatMap((unknown) => unknown.names))]
  const worlds = unknowns.reduce((product, unknown) => product * unknown.settings.length, 1)
  if (worlds > mostWorlds) return { value: undefined, relevant: all, tried: all }
  const results = Array.from({ length: worlds }, (_, i) => judge(worldAt(i, unknowns, facts)))
  if (results.every((result) => result === results[0])) return { value: results[0], relevant: [], tried: all }
  let stride = 1
  const relevant = unknowns.flatMap((unknown) => {
    const step = stride
    const size = unknown.settings.length
    stride *= size
    const matters = results.some((result, i) => result !== results[i - (Math.floor(i / step) % size) * step])
    return matters ? unknown.names : []
  })
  return { value: undefined, relevant: [...new Set(relevant)], tried: all }
}

/** World `i` in mixed radix: the first unknown turns fastest. */
function worldAt(i: number, unknowns: readonly Unknown[], facts: Facts): World {
  let rest = i
  let world: World = { facts, assumed: new Map() }
  for (const { settings } of unknowns) {
    world = settings[rest % settings.length]?.(world) ?? world
    rest = Math.floor(rest / settings.length)
  }
  return world
}

function findUnknowns(leaves: readonly Leaf[], facts: Facts, at: Anniversary): Unknown[] {
  const open = leaves.filter((leaf) => judgeLeaf(leaf, facts, at).value === undefined)
  const single = open.flatMap((leaf) => ('fact' in leaf && isFactName(leaf.fact) ? [leaf.fact] : []))
  const unknowns: Unknown[] = [...new Set(single)].map((name) => {
    const values = valuesToTry(name, open)
    return { names: [name], settings: values.map((value) => setFact(name, value)) }
  })
  for (const leaf of open) {
    if ('fact' in leaf) continue
    const settings = [true, false].map((value) => (world: World): World => {
      return { ...world, assumed: new Map(world.assumed).set(leaf, value) }
    })
    unknowns.push({ names: judgeLeaf(leaf, facts, at).missing, settings })
  }
  return unknowns
}

function setFact(name: FactName, value: unknown): (world: World) => World {
  return (world) => ({ ...world, facts: { ...world.facts, [name]: value } })
}

/** A choice's options; for a number, each limit it is held against, with one below and one above. */
function valuesToTry(name: FactName, leaves: readonly Leaf[]): unknown[] {
  const { options, unit, schema } = factList[name]
  if (options !== undefined) return options.map((option) => option.value)
  if (unit === 'yes-no') return [true, false]
  const limits = leaves.filter((leaf): leaf is Compare => 'fact' in leaf && leaf.fact === name && 'value' in leaf)
  const near = limits.flatMap((leaf) => {
    const limit = Number(limitOf(leaf).numerator)
    return [limit - 1, limit, limit + 1]
  })
  return [...new Set(near)].filter((value) => schema.safeParse(value).success)
}
