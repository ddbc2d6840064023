/** The thread of `build-index-beside.ts`: takes the law, gives the index's bytes, ends. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Law } from '#knowledge/law/load.ts'
import { buildIndex } from '#knowledge/retrieval/build-index.ts'
import { encodeIndex } from '#knowledge/retrieval/index-file.ts'

parentPort?.postMessage(encodeIndex(buildIndex(workerData as Law)))
