/**
 * npm scripts find the project's own Node.js through `node_modules/.bin/node`. npm below 11.8 loses that link when it
 * drops the other platform's package, so it is put back here.
 */
const fs = require('node:fs')
const path = require('node:path')

/**
 * @param {string} root the project's folder
 * @param {string} [platform]
 * @param {string} [arch]
 * @returns {string | undefined} a line to print, or undefined where all is well
 */
function mendNodeLink(root, platform = process.platform, arch = process.arch) {
  const name = `node-${platform}-${arch}`
  const target = path.join('..', name, 'bin', 'node')
  const bin = path.join(root, 'node_modules', '.bin')
  const binary = path.join(bin, target)
  if (!fs.existsSync(binary))
    return `${name} is not among the packages installed: npm scripts use the Node.js on PATH, which must be 24 or newer.`
  const link = path.join(bin, 'node')
  if (fs.existsSync(link) && fs.realpathSync(link) === fs.realpathSync(binary)) return undefined
  fs.mkdirSync(bin, { recursive: true })
  fs.rmSync(link, { force: true })
  fs.symlinkSync(target, link)
  fs.chmodSync(binary, 0o755)
  return `node_modules/.bin/node: link to ${name} put back.`
}

module.exports = { mendNodeLink }
