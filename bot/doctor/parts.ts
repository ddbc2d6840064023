/** What must be on this machine: packages, font, calendar, index, web chat, room on the disk. Nothing is changed. */
import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { WorkCalendar } from '#knowledge/calendar/calendar.ts'
import type { Law } from '#knowledge/law/load.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { digestOf } from '#knowledge/retrieval/build-index.ts'
import { paintTimeline } from '../files/timeline-picture.ts'
import { indexFolder } from '../index-folder.ts'
import { type Finding, mend, mind, saidBy, well } from './finding.ts'

const nodeWanted = 24
const megabyte = 1024 * 1024
/** Below the first the store soon refuses messages; below the second somebody should see to it. */
const megabytesNeeded = 200
const megabytesWished = 1024

export function checkNode(version: string = process.versions.node): Finding {
  if (Number(version.split('.')[0]) >= nodeWanted) return well(`Node.js ${version}`)
  return mend(
    `Node.js ${version} 太旧`,
    `需要 ${nodeWanted} 或更新的版本`,
    '用 npm start、npm run 启动，它们用 node_modules 里自带的版本',
  )
}

export async function checkFont(paint: typeof paintTimeline = paintTimeline): Promise<Finding> {
  const svg = (text: string): string =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text x="4" y="30" font-size="28">${text}</text></svg>`
  try {
    const [drawn, empty] = [await paint(svg('济')), await paint(svg(''))]
    if (!drawn.equals(empty)) return well('中文字体能用（时间线图片）')
    return mend('中文字体画不出汉字', '画出来是空白', '重新取出 bot/files/fonts/noto-sans-sc.ttf')
  } catch (error) {
    return mend('时间线图片画不出来', saidBy(error), '运行 npm ci，并确认 bot/files/fonts/noto-sans-sc.ttf 还在')
  }
}

/** @param today by which «this year» is meant */
export function checkCalendar(calendar: WorkCalendar, today: IsoDate, dataDir: string): Finding {
  const year = Number(today.slice(0, 4))
  const statusOf = (each: number) => calendar.statusBetween(`${each}-01-01` as IsoDate, `${each}-12-31` as IsoDate)
  const file = (each: number): string => join(dataDir, 'calendar', `${each}.yaml`)
  const fix = (each: number): string =>
    `国务院办公厅的放假通知公布后，照 knowledge/calendar/years 里的样子写成 ${file(each)}，再重启`
  if (statusOf(year) !== 'official') return mend(`工作日历没有 ${year} 年的放假通知`, '今年的期限算不准', fix(year))
  if (statusOf(year + 1) !== 'official')
    return mind(
      `工作日历还没有 ${year + 1} 年的放假通知`,
      '跨年的期限先按法定节假日推算，并注明是推算的',
      fix(year + 1),
    )
  return well(`工作日历有 ${year} 年和 ${year + 1} 年的放假通知`)
}

export function checkIndex(law: Law, dataDir: string): Finding {
  const folder = indexFolder(dataDir)
  if (folder === undefined)
    return mind('检索索引没有地方存', 'DATA_DIR 和临时目录都写不进去，每次启动都要重建', '让运行的用户能写 DATA_DIR')
  if (existsSync(join(folder, digestOf(law), 'index.bin'))) return well('检索索引与现行办法一致')
  return mind('检索索引还没有建', '第一次启动，或办法变动过', '不用处理：下次启动自己建，约半分钟')
}

export function checkWebChat(root: string): Finding {
  const { webChat } = createRequire(import.meta.url)('../setup/webchat.cjs') as { webChat: { version: string } }
  const folder = join(root, 'node_modules', '.cache', 'webchat', webChat.version)
  const missing = ['webchat.js', 'webchat.js.br', 'webchat.js.gz'].filter((name) => !existsSync(join(folder, name)))
  if (missing.length === 0) return well(`网页聊天组件 WebChat ${webChat.version}`)
  return mend(
    '网页聊天组件没有装好，网页只能看办法，不能对话',
    `缺少 ${missing.join('、')}`,
    '在能访问 npm 源的地方运行 npm run postinstall；内网把 node_modules/.cache/webchat 一起拷过去',
  )
}

export async function checkRoom(dataDir: string, read: typeof statfs = statfs): Promise<Finding> {
  const { bavail, bsize } = await read(dataDir)
  const free = Math.floor((bavail * bsize) / megabyte)
  const fix = '清理磁盘或扩容；旧备份在 DATA_DIR/backups，由您删'
  if (free < megabytesNeeded) return mend(`磁盘只剩 ${free} MB`, '数据库写满后不再接收消息', fix)
  if (free < megabytesWished) return mind(`磁盘只剩 ${free} MB`, '不久会写满', fix)
  return well(`磁盘还有 ${free} MB`)
}
