/** Builds the index in two threads of its own: that takes many seconds, and the server must answer and hear a stop meanwhile. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Law } from '#knowledge/law/load.ts'
import {
  type FirstHalf,
  type Half,
  type IndexData,
  joinHalves,
  type SecondHalf,
} from '#knowledge/retrieval/build-index.ts'

export async function buildIndexBeside(law: Law): Promise<IndexData> {
  const [first, second] = await Promise.all([learn<FirstHalf>(law, 'first'), learn<SecondHalf>(law, 'second')])
  return joinHalves(first, second)
}

/** @throws what the thread threw */
async function learn<T extends FirstHalf | SecondHalf>(law: Law, half: Half): Promise<T> {
  const learner = new Worker(new URL('./index-worker.ts', import.meta.url), { workerData: { law, half } })
  const [learned] = (await once(learner, 'message')) as [T]
  return learned
}
