/** The page's sign-in by DingTalk and 专有钉钉, put together from the channels' settings. */
import type { Config } from '../../config.ts'
import { createDingTalkWay } from '../../sign-in/dingtalk.ts'
import type { ScriptWay } from '../../sign-in/way.ts'
import { dingTalkClientOf, dingTalkName, isDingTalkOn } from './dingtalk.ts'
import { isZwddOn, zwddClientOf, zwddName } from './zwdd.ts'

export function dingTalkWays(config: Config, now: () => Date): ScriptWay[] {
  const ways: ScriptWay[] = []
  if (isDingTalkOn(config) && config.DINGTALK_JSAPI_URL !== undefined) {
    const { DINGTALK_CORP_ID: corpId, DINGTALK_APP_KEY: clientId } = config
    ways.push(
      createDingTalkWay({
        id: 'dingtalk',
        script: config.DINGTALK_JSAPI_URL,
        settings: { corpId, clientId },
        memberOf: dingTalkClientOf(config, now).memberOf,
        addressChannel: `${dingTalkName}:${corpId}`,
      }),
    )
  }
  if (isZwddOn(config) && config.ZWDD_JSAPI_URL !== undefined)
    ways.push(
      createDingTalkWay({
        id: 'zwdd',
        script: config.ZWDD_JSAPI_URL,
        settings: {},
        memberOf: zwddClientOf(config, now).memberOf,
        addressChannel: `${zwddName}:${config.ZWDD_TENANT_ID}`,
      }),
    )
  return ways
}
