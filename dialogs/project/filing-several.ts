/** Words that ask for several documents at once: «把验收材料都给我», «申报表和可研都要», «现在要交的全部打包». */
import type { FilingOutline } from '#knowledge/law/filing.ts'
import { filingsMeant, isNoRequest, spelledOut } from './filing-meant.ts'

export type SeveralWanted =
  /** Everything that is due now. */
  | { readonly kind: 'due' }
  /** Everything of a stage or a kind: 验收, 备案. */
  | { readonly kind: 'about'; readonly words: string }
  | { readonly kind: 'named'; readonly names: readonly string[] }

const give = '(?:给我们?|发我|发给我|要|来|生成|导出|下载|打包|出)'
const behind = new RegExp(
  `^(?<name>.+?)(?:都|全(?:部|都)?|各|每样|一起|一并|一块儿?)${give}+(?:一下|一?[份个])?(?:吧|呗)?$|^(?<packed>.+?)(?:全部|都|一起)?(?:打(?:个|成)?一?个?包|压缩)(?:给我|发我|下载|一下)*(?:吧|呗)?$`,
  'u',
)
const before = new RegExp(`^${give}+(?:一下)?(?:全部|所有|整套|全套)的?(?<name>.+)$`, 'u')
const english =
  /^(?:please )?(?:zip|pack|download|generate|give me|make|draft)(?: me| up)? (?:all|everything)\b(?: of| the| my)*(?<name>.*)$/iu
const polite = /^(?:请|麻烦|帮忙|帮我们?|把|将|我们?(?:的|想要|需要)?|这个项目的?|本项目的?)+/u
const generic = /(?:申报|报送|要交|提交)?的?(?:材料|文件|文档|资料|东西|文书)+$/u
const dueNow =
  /^(?:(?:我们?|项目|现在|目前|当前|眼下|这一?阶段|要|需要|应|该|得|提|交|报|准备|的|全部|所有|整套|全套|due|now|documents?|that|is|are|,|\s)+)$/iu

/** @returns undefined where several documents are not asked for */
export function severalWanted(text: string): SeveralWanted | undefined {
  const words = text.trim().replace(/[。.！!~～]+$/u, '')
  if (isNoRequest(words) || [...words].length > 80) return undefined
  const wanted = readSeveral(words)
  // «全都要» may be said of anything.
  return wanted?.kind === 'due' && !namesFiles.test(words) ? undefined : wanted
}

const namesFiles = /材料|文件|文档|资料|打包|压缩|导出|下载|document|zip|pack/iu

function readSeveral(words: string): SeveralWanted | undefined {
  const bare = words.replace(polite, '')
  const found = behind.exec(bare)?.groups ?? before.exec(bare)?.groups ?? english.exec(bare)?.groups
  const said = found?.name ?? found?.packed
  if (said === undefined) return undefined
  const name = said.trim().replace(/^(?:的|全部|所有|整套|全套)+|(?:的|全部|所有|全)+$/gu, '')
  const names = splitNames(name)
  if (names.length > 1) return { kind: 'named', names }
  if (!generic.test(name)) {
    if (name === '' || dueNow.test(name)) return { kind: 'due' }
    const topic = /^(?<topic>\w+) documents?$/iu.exec(name)?.groups?.topic
    return topic === undefined ? { kind: 'named', names } : { kind: 'about', words: topic }
  }
  const topic = name.replace(generic, '').replace(/(?:的|相关|有关|阶段|类|所需|需要|要|用|时|全部|所有)+$/u, '')
  return topic === '' || /^(?:项目)?申报$/u.test(topic) || dueNow.test(topic)
    ? { kind: 'due' }
    : { kind: 'about', words: topic }
}

/** «申报表、可研和初设» → three names. */
export function splitNames(words: string): string[] {
  return words
    .split(/、|，|,|以及|还有|和|及|与|跟|\band\b/iu)
    .map((each) => each.trim())
    .filter((each) => each !== '')
}

/** Documents about a stage or of a kind, but those that are asked for only if something happens. */
export function filingsAbout(words: string, filings: readonly FilingOutline[]): readonly FilingOutline[] {
  const wanted = spelledOut(words.replace(/^项目/u, '')).toLowerCase()
  const isAbout = ({ title, due }: FilingOutline) =>
    due.occasion === undefined && [title.zh, title.en.toLowerCase()].some((each) => each.includes(wanted))
  return wanted === '' ? [] : filings.filter(isAbout)
}

export interface NamedFilings {
  readonly found: readonly FilingOutline[]
  /** Names that fit several documents, with these, and names that fit none. */
  readonly unclear: readonly { readonly name: string; readonly among: readonly FilingOutline[] }[]
}

/** Each name by itself; a document that is named twice stands once. */
export function filingsNamed(names: readonly string[], filings: readonly FilingOutline[]): NamedFilings {
  const each = names.map((name) => ({ name, among: filingsMeant(name, filings) }))
  return {
    found: [...new Set(each.flatMap(({ among }) => (among.length === 1 ? among : [])))],
    unclear: each.filter(({ among }) => among.length !== 1),
  }
}
