/**
 * What `npm start` runs. Compiled code is kept between starts, which halves their time; only then is the rest loaded. Plain
 * JavaScript: for TypeScript Node would load its stripper before that, for this one file.
 */
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// Beside the packages and not under DATA_DIR: whoever may write here may change the code itself anyway. Where nobody
// may, the start is slower and nothing else.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'compiled'))
const { start } = await import('./start.ts')
await start()
