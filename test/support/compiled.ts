/**
 * Compiled code is kept between processes, as `npm start` keeps it: for what the tests import, and for each process that
 * they start.
 */
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../../node_modules/.cache/compiled')
enableCompileCache(folder)
process.env.NODE_COMPILE_CACHE = folder
