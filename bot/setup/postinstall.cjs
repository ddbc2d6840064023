/**
 * Runs once after `npm ci` or `npm install`, under whatever Node.js the system has: plain CommonJS, nothing to import.
 * Neither step may stop an install: what could not be done is told in one line, with what mends it.
 */
const path = require('node:path')
const { mendNodeLink } = require('./node-link.cjs')
const { installWebChat } = require('./webchat.cjs')

const root = path.join(__dirname, '..', '..')

for (const step of [() => mendNodeLink(root), () => installWebChat(root)]) {
  try {
    const line = step()
    if (line !== undefined) console.log(line)
  } catch (error) {
    console.log(`postinstall: ${error instanceof Error ? error.message : String(error)}`)
  }
}
