/**
 * `npm run -s licences [-- --all]`: the licence of every package that runs in the server, by licence; with --all also of
 * those that only build and test it. Exit status 1 where a package names none.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { runCommand } from './arguments.ts'

const root = join(import.meta.dirname, '..', '..')
/** Older packages give a list of objects. */
const licenceOf = z.union([
  z.string(),
  z.object({ type: z.string() }).transform(({ type }) => type),
  z.array(z.object({ type: z.string() })).transform((each) => each.map(({ type }) => type).join(' OR ')),
])
const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      name: z.string().optional(),
      version: z.string().optional(),
      license: licenceOf.optional(),
      dev: z.boolean().optional(),
      devOptional: z.boolean().optional(),
    }),
  ),
})
const manifestSchema = z.object({ license: licenceOf.optional(), licenses: licenceOf.optional() })
/** Not npm packages, and shipped or fetched all the same. */
const others = [
  ['OFL-1.1', 'Noto Sans SC (bot/files/fonts)'],
  ['MIT', 'botframework-webchat 4.18.1 (bundle; its own list: webchat.js.LICENSE.txt)'],
] as const
/** Packages whose licence stands in their own words only. */
const told: Readonly<Record<string, string>> = {
  // Readme.md, «License: MIT».
  'escape-regexp-component@1.0.2': 'MIT',
}
const unnamed = 'none named'

await runCommand(async () => {
  const { values } = parseArgs({ options: { all: { type: 'boolean' } } })
  const lock = lockSchema.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')))
  const byLicence = new Map<string, Set<string>>()
  const add = (licence: string, name: string): void =>
    void byLicence.set(licence, (byLicence.get(licence) ?? new Set()).add(name))
  for (const [path, { name, version, license, dev, devOptional }] of Object.entries(lock.packages)) {
    const onlyDeveloped = dev === true || devOptional === true
    if (path === '' || (onlyDeveloped && values.all !== true)) continue
    const called = name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    const whole = `${called}@${version ?? '?'}`
    add(license ?? readInstalled(path) ?? told[whole] ?? unnamed, whole)
  }
  for (const [licence, name] of others) add(licence, name)
  for (const [licence, packages] of [...byLicence].sort(([a], [b]) => (a < b ? -1 : 1)))
    process.stdout.write(
      `${licence} (${packages.size})\n${[...packages]
        .sort()
        .map((each) => `  ${each}\n`)
        .join('')}`,
    )
  if (byLicence.has(unnamed)) process.exitCode = 1
})

/** @returns undefined where the package names none, or is not installed on this kind of machine */
function readInstalled(path: string): string | undefined {
  const file = join(root, path, 'package.json')
  if (!existsSync(file)) return undefined
  const { license, licenses } = manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  return license ?? licenses
}
