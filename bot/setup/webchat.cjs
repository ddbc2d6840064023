/**
 * Fetches Microsoft's WebChat bundle: one file of a 7 MB npm tarball whose ordinary installation would bring some 450
 * packages. The tarball must have the digest below; the bundle is kept outside the repository and compressed once.
 */
const { spawnSync } = require('node:child_process')
const crypto = require('node:crypto')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const zlib = require('node:zlib')
const { readTar } = require('./tar.cjs')

const webChat = {
  version: '4.18.1',
  /** Of the tarball, as the npm registry publishes it. */
  tarball: 'sha512-7jpEUJ7olT62Xm+8eh7BhhIcXVfU2xD4pZDaeBt8K4XcNy6K/83UGIxE9BFkXmHMZ4hDEVOzs5cre07GWuaXzg==',
  /** Of the files taken from it. */
  files: {
    'webchat.js': 'sha512-/QHdP14QBRIOHw8gBEffy7VpWq0cTaGkr70Sg3ceo6KO0gaHOIWbC7OXB0Rmqp7sV1c/PU5zDh8p23uz8L88+A==',
    'webchat.js.LICENSE.txt':
      'sha512-ajPGAwznmeWTJLDZr0t7N3Vxa6zH/rEPJ/y6Xd3wwzUTsm0DQIfGvE1g7mNxeEckPxAUfNMPysh5ZTZElzGPmQ==',
  },
}

/**
 * @param {string} root the project's folder
 * @param {{ fetchTarball?: (version: string) => Buffer, release?: typeof webChat }} [given]
 * @returns {string | undefined} a line to print, or undefined where the bundle was there already
 */
function installWebChat(root, { fetchTarball = packFromRegistry, release = webChat } = {}) {
  const folder = path.join(root, 'node_modules', '.cache', 'webchat', release.version)
  try {
    if (isComplete(folder, release)) return undefined
    const tarball = fetchTarball(release.version)
    checkDigest(tarball, release.tarball, `botframework-webchat@${release.version}`)
    placeFiles(folder, tarball, release)
    return `WebChat ${release.version} is in ${path.relative(root, folder)}.`
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return `WebChat ${release.version} could not be had (${why}). The assistant starts, its page cannot chat yet; \`npm run postinstall\` tries again.`
  }
}

function isComplete(folder, release) {
  const compressed = ['webchat.js.br', 'webchat.js.gz']
  if (!compressed.every((name) => fs.existsSync(path.join(folder, name)))) return false
  return Object.entries(release.files).every(([name, digest]) => {
    const file = path.join(folder, name)
    return fs.existsSync(file) && digestOf(fs.readFileSync(file)) === digest
  })
}

function placeFiles(folder, tarball, release) {
  const names = Object.keys(release.files)
  const contents = readTar(
    tarball,
    names.map((name) => `package/dist/${name}`),
  )
  fs.mkdirSync(folder, { recursive: true })
  for (const name of names) {
    const content = contents.get(`package/dist/${name}`)
    if (content === undefined) throw new Error(`${name} is not in the tarball`)
    checkDigest(content, release.files[name], name)
    if (name.endsWith('.js')) {
      replaceFile(path.join(folder, `${name}.br`), brotli(content))
      replaceFile(path.join(folder, `${name}.gz`), zlib.gzipSync(content, { level: 9 }))
    }
    replaceFile(path.join(folder, name), content)
  }
}

/** Whole or not at all: an install that is broken off leaves no half file behind. */
function replaceFile(file, content) {
  fs.writeFileSync(`${file}.new`, content)
  fs.renameSync(`${file}.new`, file)
}

/** Quality 9: half a second; 11 would take ten for a tenth less. */
function brotli(content) {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = zlib.constants
  return zlib.brotliCompressSync(content, {
    params: { [BROTLI_PARAM_QUALITY]: 9, [BROTLI_PARAM_SIZE_HINT]: content.length },
  })
}

function checkDigest(content, wanted, what) {
  const digest = digestOf(content)
  if (digest !== wanted) throw new Error(`${what} has the digest ${digest.slice(0, 20)}…, not ${wanted.slice(0, 20)}…`)
}

function digestOf(content) {
  return `sha512-${crypto.createHash('sha512').update(content).digest('base64')}`
}

/** `npm pack` with the npm that runs this install, so that its registry, proxy and certificates hold here too. */
function packFromRegistry(version) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'webchat-'))
  try {
    const cli = process.env.npm_execpath
    const args = [
      'pack',
      `botframework-webchat@${version}`,
      '--ignore-scripts',
      '--loglevel=error',
      '--fetch-retries=1',
    ]
    const [command, before] = cli?.endsWith('.js') ? [process.execPath, [cli]] : ['npm', []]
    const run = spawnSync(command, [...before, ...args, '--pack-destination', folder], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 180_000,
    })
    const packed = fs.readdirSync(folder).find((name) => name.endsWith('.tgz'))
    if (packed === undefined) throw new Error(`npm pack: ${reasonOf(run)}`)
    return fs.readFileSync(path.join(folder, packed))
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

function reasonOf(run) {
  if (run.error !== undefined) return run.error.message
  const code = /code (E[A-Z0-9]+)/.exec(run.stderr ?? '')?.[1]
  return code ?? `exit status ${run.status}`
}

module.exports = { installWebChat, webChat }
