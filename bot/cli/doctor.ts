/**
 * `npm run -s doctor [-- --online]`: what keeps the assistant from running well, why, and what to do. Changes nothing.
 * Exit status 1 where something must be mended. With --online the platforms are asked whether they take our secrets.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { loadEnvFile } from 'node:process'
import { parseArgs } from 'node:util'
import { loadLaw } from '#knowledge/law/load.ts'
import { shanghaiDay } from '#knowledge/law/units.ts'
import { loadOfficeCalendar } from '../assistant.ts'
import { type Config, ConfigError, readConfig, secretsIn } from '../config.ts'
import { canWrite, checkDatabase } from '../doctor/database.ts'
import { describeFinding, type Finding, mend, mind, saidBy, well } from '../doctor/finding.ts'
import { checkOnline } from '../doctor/online.ts'
import { checkCalendar, checkFont, checkIndex, checkNode, checkRoom, checkWebChat } from '../doctor/parts.ts'
import { checkSecrets, checkSwitches } from '../doctor/secrets.ts'
import { createLog, mask } from '../log.ts'
import { runCommand } from './arguments.ts'

const root = join(import.meta.dirname, '..', '..')

await runCommand(async () => {
  const { values } = parseArgs({ options: { online: { type: 'boolean' } } })
  if (existsSync('.env')) loadEnvFile('.env')
  const config = readOrTell()
  const findings = [
    checkNode(),
    ...('problems' in config ? config.problems : await examine(config, values.online === true)),
    await checkFont(),
    checkWebChat(root),
  ]
  const secrets = 'problems' in config ? [] : secretsIn(config)
  for (const finding of findings) process.stdout.write(`${mask(describeFinding(finding), secrets)}\n`)
  const faults = findings.filter(({ verdict }) => verdict === 'mend').length
  process.stdout.write(faults === 0 ? '没有要修的。\n' : `有 ${faults} 处要修。\n`)
  if (faults > 0) process.exitCode = 1
})

function readOrTell(): Config | { readonly problems: Finding[] } {
  try {
    return readConfig(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return {
      problems: error.problems.map((problem) =>
        mend('设置不对', problem, '照 .env.example 里的说明改 .env 或环境变量；其余设置改好后再检查'),
      ),
    }
  }
}

async function examine(config: Config, online: boolean): Promise<Finding[]> {
  const now = (): Date => new Date()
  const { DATA_DIR: dataDir } = config
  const place = existsSync(dataDir)
    ? [canWrite([dataDir]), await checkRoom(dataDir)]
    : [
        mind(
          `数据目录 ${dataDir} 还没有`,
          '还没有启动过，或 DATA_DIR 写错了',
          '第一次启动时自己建立；确认路径是要用的那个',
        ),
      ]
  return [
    well('设置都对'),
    ...checkSwitches(config),
    ...place,
    ...(await checkDatabase(config)),
    ...checkKnowledge(dataDir, now()),
    ...checkSecrets(config),
    ...(online ? await checkOnline(config, createLog('silent'), now) : []),
  ]
}

/** Files that people write: their faults are told like any other. */
function checkKnowledge(dataDir: string, now: Date): Finding[] {
  try {
    const law = loadLaw()
    return [
      well(`办法 ${law.measures.length} 部都能载入`),
      checkIndex(law, dataDir),
      checkCalendar(loadOfficeCalendar(dataDir), shanghaiDay(now), dataDir),
    ]
  } catch (error) {
    return [mend('办法或日历的文件有错', saidBy(error), '按上面指出的文件和行改正')]
  }
}
