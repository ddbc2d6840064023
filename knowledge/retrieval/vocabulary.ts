/** Which features are known and how telling each is; feature hashes → sparse vectors of length 1. */

/** Features by number, ascending in first sight; `values` are weights, their squares sum to 1 (or all is empty). */
export interface SparseVector {
  readonly ids: Int32Array
  readonly values: Float32Array
}

/** An open-addressed table: `slots[k]` is a feature's hash, 0 empty; `numbers[k]` its number. */
export interface VocabularyData {
  readonly slots: Uint32Array
  readonly numbers: Int32Array
  /** By number: ln(1 + texts / texts with it). */
  readonly rarity: Float32Array
}

export function buildVocabulary(texts: readonly (readonly number[])[]): VocabularyData {
  const seenIn = new Map<number, number>()
  for (const text of texts) for (const feature of new Set(text)) seenIn.set(feature, (seenIn.get(feature) ?? 0) + 1)
  const size = 2 ** Math.ceil(Math.log2(seenIn.size * 2 + 1))
  const slots = new Uint32Array(size)
  const numbers = new Int32Array(size)
  const rarity = new Float32Array(seenIn.size)
  let number = 0
  for (const [feature, count] of seenIn) {
    let at = feature & (size - 1)
    while (slots[at] !== 0) at = (at + 1) & (size - 1)
    slots[at] = feature
    numbers[at] = number
    rarity[number++] = Math.log(1 + texts.length / count)
  }
  return { slots, numbers, rarity }
}

export class Vocabulary {
  readonly size: number
  private readonly data: VocabularyData

  constructor(data: VocabularyData) {
    this.data = data
    this.size = data.rarity.length
  }

  /** @returns the feature's number, or -1 */
  find(feature: number): number {
    const { slots, numbers } = this.data
    const mask = slots.length - 1
    for (let at = feature & mask; slots[at] !== 0; at = (at + 1) & mask)
      if (slots[at] === feature) return numbers[at] as number
    return -1
  }

  rarityOf(number: number): number {
    return this.data.rarity[number] as number
  }

  /** Known features and how often each stands in the text. */
  count(features: readonly number[]): Map<number, number> {
    const counts = new Map<number, number>()
    for (const feature of features) {
      const number = this.find(feature)
      if (number >= 0) counts.set(number, (counts.get(number) ?? 0) + 1)
    }
    return counts
  }

  /** @param power how much rarity counts: 1 is plain tf-idf, 0.5 softer (better for the trained parts) */
  vector(features: readonly number[], power: 0.5 | 1): SparseVector {
    const counts = this.count(features)
    const ids = new Int32Array(counts.size)
    const values = new Float32Array(counts.size)
    let at = 0
    let squares = 0
    for (const [number, count] of counts) {
      const rarity = this.rarityOf(number)
      const value = (1 + Math.log(count)) * (power === 1 ? rarity : Math.sqrt(rarity))
      ids[at] = number
      values[at++] = value
      squares += value * value
    }
    const length = Math.sqrt(squares)
    for (let k = 0; k < at; k++) values[k] = (values[k] as number) / length
    return { ids, values }
  }
}
