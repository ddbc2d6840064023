/** The few loops over numbers that everything trained here shares. */

/** A seeded generator (mulberry32), 0 ≤ x < 1: the same data builds the same index. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Fisher–Yates, in place. */
export function shuffle(order: Int32Array, random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const kept = order[i] as number
    order[i] = order[j] as number
    order[j] = kept
  }
}

/** Scores → probabilities, in place. */
export function softmax(scores: Float32Array): Float32Array {
  let highest = Number.NEGATIVE_INFINITY
  for (const score of scores) if (score > highest) highest = score
  let sum = 0
  for (let i = 0; i < scores.length; i++) {
    const e = Math.exp((scores[i] as number) - highest)
    scores[i] = e
    sum += e
  }
  for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] as number) / sum
  return scores
}

/** One step of AdaGrad at `at`: `squares` gathers the gradients' squares. */
export function adagrad(
  weights: Float32Array,
  squares: Float32Array,
  at: number,
  gradient: number,
  rate: number,
): void {
  const sum = (squares[at] as number) + gradient * gradient
  squares[at] = sum
  weights[at] = (weights[at] as number) - (rate * gradient) / Math.sqrt(sum)
}

/** Rows of `width` numbers as bytes with a scale a row: a quarter of the memory, as many right on held-out questions (README). */
export interface ByteMatrix {
  readonly bytes: Int8Array
  readonly scales: Float32Array
}

export function toBytes(matrix: Float32Array, width: number): ByteMatrix {
  const rows = matrix.length / width
  const bytes = new Int8Array(matrix.length)
  const scales = new Float32Array(rows)
  for (let row = 0; row < rows; row++) {
    let highest = 0
    for (let j = row * width; j < (row + 1) * width; j++) highest = Math.max(highest, Math.abs(matrix[j] as number))
    const scale = highest / 127
    scales[row] = scale
    if (scale === 0) continue
    for (let j = row * width; j < (row + 1) * width; j++) bytes[j] = Math.round((matrix[j] as number) / scale)
  }
  return { bytes, scales }
}

/** Adds `factor` × row to `sum`. */
export function addRow(sum: Float32Array, matrix: ByteMatrix, row: number, factor: number): void {
  const scaled = factor * (matrix.scales[row] as number)
  if (scaled === 0) return
  const from = row * sum.length
  for (let j = 0; j < sum.length; j++) sum[j] = (sum[j] as number) + scaled * (matrix.bytes[from + j] as number)
}

/** Mean 0, standard deviation 1; all 0 where all are equal. */
export function standardise(scores: Float32Array): Float32Array {
  let sum = 0
  for (const score of scores) sum += score
  const mean = sum / scores.length
  let squares = 0
  for (const score of scores) squares += (score - mean) ** 2
  const deviation = Math.sqrt(squares / scores.length)
  return scores.map((score) => (deviation === 0 ? 0 : (score - mean) / deviation))
}
