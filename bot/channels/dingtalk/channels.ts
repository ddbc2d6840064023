/** Those of DingTalk and 专有钉钉 that are configured. */
import type { SendingChannel } from '../channel.ts'
import { createDingTalk, type DingTalkParts, isDingTalkOn } from './dingtalk.ts'
import { createZwdd, isZwddOn } from './zwdd.ts'

export function createDingTalkChannels(parts: DingTalkParts): readonly SendingChannel[] {
  const { config } = parts
  return [
    ...(isDingTalkOn(config) ? [createDingTalk(config, parts)] : []),
    ...(isZwddOn(config) ? [createZwdd(config, parts)] : []),
  ]
}
