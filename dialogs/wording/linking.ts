/** What is said when two channels become one person, in both languages. */

const channelsZh: Readonly<Record<string, string>> = {
  web: '网页',
  directline: '网页',
  oidc: '网页（统一认证）',
  wecom: '企业微信',
  dingtalk: '钉钉',
  zwdd: '专有钉钉',
  botframework: 'Teams',
}
const channelsEn: Readonly<Record<string, string>> = {
  web: 'the web page',
  directline: 'the web page',
  oidc: 'the web page (single sign-on)',
  wecom: 'WeCom',
  dingtalk: 'DingTalk',
  zwdd: 'government DingTalk',
  botframework: 'Teams',
}
const kindOf = (channel: string): string => channel.split(':', 1)[0] ?? channel

const zh = {
  begun: (code: string) =>
    `绑定码：${spaced(code)}\n\n10分钟内，在您的另一个渠道（企业微信、钉钉或网页）对我说“绑定${code}”，两边就是同一个人：项目、提醒和对话合在一起。绑定码不要给别人。`,
  unknown: '没有这个绑定码，或已过10分钟、已用过。请在另一个渠道说“绑定”，取一个新的。',
  again: '取绑定码',
  same: '这两个渠道已经是同一个人，不用再绑定。',
  confirm: (places: string) =>
    `要和这个绑定码的主人合为一人吗？对方在：${places}。合并后两边的项目、提醒和对话互相可见，不能再分开。绑定码不是您自己取的，请选“不绑定”。`,
  yes: '是我本人，绑定',
  no: '不绑定',
  kept: '好的，没有绑定。',
  done: '已绑定：两个渠道从现在起是同一个人。说“我的项目”看合在一起的项目。',
  alone: '这里是群聊，绑定请在和我单独的对话里说。',
  comma: '、',
  channel: (channel: string) => channelsZh[kindOf(channel)] ?? kindOf(channel),
}

const en: typeof zh = {
  begun: (code) =>
    `Your code: ${spaced(code)}\n\nWithin 10 minutes, tell me “link ${code}” on your other channel (WeCom, DingTalk or the web page). From then on both are one person, with projects, reminders and conversations together. Give the code to nobody.`,
  unknown:
    'There is no such code, or it is older than 10 minutes or used. Say “link accounts” on the other channel for a new one.',
  again: 'Get a code',
  same: 'Both channels are the same person already.',
  confirm: (places) =>
    `Become one person with the owner of this code, who is on ${places}? Projects, reminders and conversations of both are then seen by both, and this cannot be undone. If you did not get the code yourself, say no.`,
  yes: 'It is me: link',
  no: 'Do not link',
  kept: 'Nothing was linked.',
  done: 'Linked: both channels are one person from now on. Say “my projects” to see them together.',
  alone: 'This is a group. Please link in a conversation with me alone.',
  comma: ', ',
  channel: (channel) => channelsEn[kindOf(channel)] ?? kindOf(channel),
}

function spaced(code: string): string {
  return `${code.slice(0, 4)} ${code.slice(4)}`
}

export function linkingIn(lang: 'zh' | 'en'): typeof zh {
  return lang === 'zh' ? zh : en
}
