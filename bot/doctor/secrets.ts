/** Secrets as they were set: what looks like a placeholder or a slip of copying is told before a platform refuses it. */
import { type Config, secretSettings } from '../config.ts'
import { type Finding, mend, mind, well } from './finding.ts'

const placeholder = /^(?:x+|\*+|changeme|change-me|secret|password|your[-_ ].*|<.*>|\$\{.*\}|todo|test|123456\d*)$/iu
const shortestUsual = 16

/** @param config as it was read: what is missing beside other settings has stopped it already */
export function checkSecrets(config: Config): Finding[] {
  const found = secretSettings(config).flatMap(([name, value]): Finding[] => {
    if (placeholder.test(value)) return [mend(`${name} 像是占位的样例`, '平台会拒绝它', '换成管理后台给出的真实值')]
    if (value !== value.trim() || /^["'].*["']$/u.test(value))
      return [mend(`${name} 首尾有空格或引号`, '多半是复制时带进来的', '去掉后重试')]
    if (value.length < shortestUsual)
      return [mind(`${name} 只有 ${value.length} 个字符`, '密钥通常更长', '对照管理后台核对')]
    return []
  })
  if (found.length > 0) return found
  const channels = channelsOn(config)
  return [well(`密钥的样子都对；开着的渠道：${['网页', ...channels].join('、')}`)]
}

function channelsOn(config: Config): string[] {
  return [
    ...(config.WECOM_AGENT_ID === undefined ? [] : ['企业微信']),
    ...(config.WECOM_BOT_ID === undefined ? [] : ['企业微信智能机器人']),
    ...(config.DINGTALK_APP_KEY === undefined ? [] : ['钉钉']),
    ...(config.ZWDD_APP_KEY === undefined ? [] : ['专有钉钉']),
    ...(config.MicrosoftAppId === undefined ? [] : ['Bot Framework']),
  ]
}

/** Switches that stand are easily forgotten. */
export function checkSwitches({ DISABLED }: Config): Finding[] {
  return Object.entries(DISABLED).map(([name, reason]) =>
    mind(`${name} 已停用`, `DISABLED 里写着：${reason}`, '要恢复就从 DISABLED 里去掉这一项，再重启'),
  )
}
