/** Those of WeCom that are configured. */
import type { Config } from '../../config.ts'
import type { SendingChannel } from '../channel.ts'
import { createBot, isBotOn } from './aibot.ts'
import { createWeCom, isWeComOn, type WeComParts } from './wecom.ts'

export function createWeComChannels(config: Config, parts: WeComParts): readonly SendingChannel[] {
  return [
    ...(isWeComOn(config) ? [createWeCom(config, parts)] : []),
    ...(isBotOn(config) ? [createBot(config, parts)] : []),
  ]
}
