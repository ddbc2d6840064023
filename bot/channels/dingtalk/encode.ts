/** Messages of ours → DingTalk's JSON, once for answers and once for the robot's own doors. Pure. */

/** One message as DingTalk shows it. */
export type Message =
  | { readonly kind: 'markdown'; readonly title: string; readonly text: string }
  | { readonly kind: 'card'; readonly title: string; readonly text: string; readonly buttons: readonly Button[] }
  /** Words that are too many for messages. */
  | { readonly kind: 'document'; readonly title: string; readonly text: string }

/** Those that are shown by themselves; a document is uploaded first. */
export type Shown = Exclude<Message, { kind: 'document' }>

export interface Button {
  readonly title: string
  readonly url: string
}

/** Posted to the address that came with a message. */
export type SessionMessage = Readonly<Record<string, unknown>>

/** Sent by the robot; `msgParam` travels as a JSON string. */
export interface RobotMessage {
  readonly msgKey: string
  readonly msgParam: Readonly<Record<string, string>>
}

/** More buttons than this have no message type. */
export const buttonsAtMost = 5

/** A button that lets the person say something. It says it without naming the robot, so it is of no use in a group. */
export function sayingButton(title: string, words: string): Button {
  return { title, url: `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent(words)}` }
}

/** @param mention in a group, the id of whoever asked; they are told of it only where the text names them as well */
export function toSessionMessage(message: Shown, mention?: string): SessionMessage {
  const { title } = message
  if (message.kind === 'card') {
    const [only, ...more] = message.buttons
    const buttons =
      only !== undefined && more.length === 0
        ? { singleTitle: only.title, singleURL: only.url }
        : {
            btnOrientation: '0',
            btns: message.buttons.map((button) => ({ title: button.title, actionURL: button.url })),
          }
    return { msgtype: 'actionCard', actionCard: { title, text: message.text, ...buttons } }
  }
  if (mention === undefined) return { msgtype: 'markdown', markdown: { title, text: message.text } }
  return {
    msgtype: 'markdown',
    markdown: { title, text: `@${mention}\n\n${message.text}` },
    at: { atUserIds: [mention] },
  }
}

export function toRobotMessage(message: Shown): RobotMessage {
  const { title, text } = message
  if (message.kind === 'markdown') return { msgKey: 'sampleMarkdown', msgParam: { title, text } }
  const [only, ...more] = message.buttons
  if (only !== undefined && more.length === 0)
    return { msgKey: 'sampleActionCard', msgParam: { title, text, singleTitle: only.title, singleURL: only.url } }
  const numbered = message.buttons.flatMap((button, i) => [
    [`actionTitle${i + 1}`, button.title],
    [`actionURL${i + 1}`, button.url],
  ])
  return {
    msgKey: `sampleActionCard${message.buttons.length}`,
    msgParam: { title, text, ...(Object.fromEntries(numbered) as Record<string, string>) },
  }
}

/** @param mediaId of the file uploaded before */
export function toFileMessage(mediaId: string, fileName: string): RobotMessage {
  const fileType = fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase()
  return { msgKey: 'sampleFile', msgParam: { mediaId, fileName, fileType } }
}
