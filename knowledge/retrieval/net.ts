/**
 * A small network of one hidden layer: features → one vector shared by all measures → a head of classes each.
 * What is learned on one measure's questions serves the others; the hidden vector is the built-in embedding.
 */
import { adagrad, addRow, type ByteMatrix, seededRandom, shuffle, softmax, toBytes } from './arithmetic.ts'
import { type Example, errorsOf } from './classifier.ts'
import type { SparseVector } from './vocabulary.ts'

export interface NetExample extends Example {
  readonly head: number
}

export interface Head {
  /** One row a class, `netWidth` numbers each. */
  readonly weights: Float32Array
  readonly biases: Float32Array
}

export interface NetData {
  /** One row a feature, `netWidth` numbers each. */
  readonly embeddings: ByteMatrix
  readonly heads: readonly Head[]
}

/** Numbers in a hidden vector. */
export const netWidth = 64
const settings = {
  epochs: 10,
  rate: 0.1,
  lastRate: 0.2,
  dropped: 0.3,
  gain: 2,
  start: 0.2,
  squares: 1e-4,
  biasRate: 0.01,
}

/** @param headSizes classes of each head */
export function trainNet(
  examples: readonly NetExample[],
  features: number,
  headSizes: readonly number[],
  seed: number,
): NetData {
  const random = seededRandom(seed)
  const start = (length: number) => Float32Array.from({ length }, () => (random() - 0.5) * settings.start)
  const embeddings = start(features * netWidth)
  const squares = new Float32Array(embeddings.length).fill(settings.squares)
  const heads = headSizes.map((classes) => ({
    weights: start(classes * netWidth),
    squares: new Float32Array(classes * netWidth).fill(settings.squares),
    biases: new Float32Array(classes),
  }))
  const order = Int32Array.from(examples.keys())
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    const rate = settings.rate * (1 - ((1 - settings.lastRate) * epoch) / settings.epochs)
    shuffle(order, random)
    for (const at of order) {
      const example = examples[at] as NetExample
      const kept = dropSome(example.vector, random)
      const hidden = hiddenOf(kept, embeddings)
      const head = heads[example.head] as (typeof heads)[number]
      const back = learnHead(head, errorsOf(example, headScores(head, hidden)), hidden, rate)
      for (let k = 0; k < kept.ids.length; k++) {
        const row = (kept.ids[k] as number) * netWidth
        const value = (kept.values[k] as number) * settings.gain
        for (let j = 0; j < netWidth; j++) adagrad(embeddings, squares, row + j, value * (back[j] as number), rate)
      }
    }
  }
  return { embeddings: toBytes(embeddings, netWidth), heads: heads.map(({ weights, biases }) => ({ weights, biases })) }
}

/** Features are left out at random, so that no single one is relied on. */
function dropSome({ ids, values }: SparseVector, random: () => number): SparseVector {
  const keptIds = new Int32Array(ids.length)
  const keptValues = new Float32Array(ids.length)
  let kept = 0
  for (let k = 0; k < ids.length; k++) {
    if (random() < settings.dropped) continue
    keptIds[kept] = ids[k] as number
    keptValues[kept] = values[k] as number
    kept++
  }
  return { ids: keptIds.subarray(0, kept), values: keptValues.subarray(0, kept) }
}

function hiddenOf(vector: SparseVector, embeddings: Float32Array): Float32Array {
  const hidden = new Float32Array(netWidth)
  for (let k = 0; k < vector.ids.length; k++) {
    const row = (vector.ids[k] as number) * netWidth
    const value = (vector.values[k] as number) * settings.gain
    for (let j = 0; j < netWidth; j++) hidden[j] = (hidden[j] as number) + value * (embeddings[row + j] as number)
  }
  return hidden
}

function headScores(head: Head, hidden: Float32Array): Float32Array {
  const scores = Float32Array.from(head.biases)
  for (let c = 0; c < scores.length; c++) {
    let sum = scores[c] as number
    for (let j = 0; j < netWidth; j++) sum += (head.weights[c * netWidth + j] as number) * (hidden[j] as number)
    scores[c] = sum
  }
  return scores
}

/** Moves the head and @returns the gradient of the hidden vector. */
function learnHead(
  head: Head & { squares: Float32Array },
  errors: Float32Array,
  hidden: Float32Array,
  rate: number,
): Float32Array {
  const back = new Float32Array(netWidth)
  for (let c = 0; c < errors.length; c++) {
    const error = errors[c] as number
    if (Math.abs(error) < 1e-4) continue
    head.biases[c] = (head.biases[c] as number) - settings.biasRate * error
    for (let j = 0; j < netWidth; j++) {
      const at = c * netWidth + j
      back[j] = (back[j] as number) + error * (head.weights[at] as number)
      adagrad(head.weights, head.squares, at, error * (hidden[j] as number), rate)
    }
  }
  return back
}

/** The hidden vector: `netWidth` numbers, all 0 where no feature is known. */
export function embed(net: NetData, vector: SparseVector): Float32Array {
  const hidden = new Float32Array(netWidth)
  for (let k = 0; k < vector.ids.length; k++)
    addRow(hidden, net.embeddings, vector.ids[k] as number, (vector.values[k] as number) * settings.gain)
  return hidden
}

/** @returns a probability for each class of the head */
export function ask(head: Head, hidden: Float32Array): Float32Array {
  return softmax(headScores(head, hidden))
}
