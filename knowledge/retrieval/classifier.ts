/** Multinomial logistic regression over sparse features: which article a question is about. */
import { adagrad, addRow, type ByteMatrix, seededRandom, shuffle, softmax, toBytes } from './arithmetic.ts'
import type { SparseVector } from './vocabulary.ts'

/** What is learned from: any of `classes` is right; `weight` is how much it counts. */
export interface Example {
  readonly vector: SparseVector
  readonly classes: readonly number[]
  readonly weight: number
}

export interface ClassifierData {
  readonly weights: ByteMatrix
  readonly biases: Float32Array
}

const settings = { epochs: 12, rate: 0.5, decay: 1e-5, seed: 7 }

/** @returns one row of weights a feature, one number a class */
export function trainClassifier(examples: readonly Example[], features: number, classes: number): ClassifierData {
  const weights = new Float32Array(features * classes)
  const squares = new Float32Array(features * classes).fill(1e-6)
  const biases = new Float32Array(classes)
  const random = seededRandom(settings.seed)
  const order = Int32Array.from(examples.keys())
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    shuffle(order, random)
    for (const at of order) {
      const example = examples[at] as Example
      const { ids, values } = example.vector
      const errors = errorsOf(example, scoresOf(example.vector, weights, biases))
      for (let c = 0; c < classes; c++) biases[c] = (biases[c] as number) - 0.02 * (errors[c] as number)
      for (let k = 0; k < ids.length; k++) {
        const row = (ids[k] as number) * classes
        const value = values[k] as number
        for (let c = 0; c < classes; c++) {
          const gradient = value * (errors[c] as number) + settings.decay * (weights[row + c] as number)
          adagrad(weights, squares, row + c, gradient, settings.rate)
        }
      }
    }
  }
  return { weights: toBytes(weights, classes), biases }
}

/** Probability minus what it should be; among several right classes the share each has now is kept. */
export function errorsOf(example: Example, scores: Float32Array): Float32Array {
  const errors = softmax(scores)
  let right = 0
  for (const c of example.classes) right += errors[c] as number
  const shares = example.classes.map((c) => (errors[c] as number) / Math.max(right, 1e-12))
  example.classes.forEach((c, i) => {
    errors[c] = (errors[c] as number) - (shares[i] as number)
  })
  for (let c = 0; c < errors.length; c++) errors[c] = (errors[c] as number) * example.weight
  return errors
}

function scoresOf(vector: SparseVector, weights: Float32Array, biases: Float32Array): Float32Array {
  const scores = Float32Array.from(biases)
  const classes = biases.length
  for (let k = 0; k < vector.ids.length; k++) {
    const row = (vector.ids[k] as number) * classes
    const value = vector.values[k] as number
    for (let c = 0; c < classes; c++) scores[c] = (scores[c] as number) + value * (weights[row + c] as number)
  }
  return scores
}

/** @returns a probability a class */
export function classify(data: ClassifierData, vector: SparseVector): Float32Array {
  const scores = Float32Array.from(data.biases)
  for (let k = 0; k < vector.ids.length; k++)
    addRow(scores, data.weights, vector.ids[k] as number, vector.values[k] as number)
  return softmax(scores)
}
