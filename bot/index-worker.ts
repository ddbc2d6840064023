/** A thread of `build-index-beside.ts`: takes the law, gives the half of the index that is wanted, ends. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Law } from '#knowledge/law/load.ts'
import { buildHalf, type Half } from '#knowledge/retrieval/build-index.ts'

const { law, half } = workerData as { law: Law; half: Half }
parentPort?.postMessage(buildHalf(law, half))
