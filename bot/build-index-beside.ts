/** Builds the index in a thread of its own: that takes many seconds, and the server must answer and hear a stop meanwhile. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Law } from '#knowledge/law/load.ts'
import type { IndexData } from '#knowledge/retrieval/build-index.ts'
import { decodeIndex } from '#knowledge/retrieval/index-file.ts'

export async function buildIndexBeside(law: Law): Promise<IndexData> {
  const builder = new Worker(new URL('./index-worker.ts', import.meta.url), { workerData: law })
  const [bytes] = (await once(builder, 'message')) as [Uint8Array]
  return decodeIndex(bytes)
}
