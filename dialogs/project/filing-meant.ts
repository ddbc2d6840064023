/** Words that ask for a document to be made → the documents of a measure that are meant. */
import type { FilingOutline } from '#knowledge/law/filing.ts'

/** What surrounds the document's name: `生成…`, `…给我一份`, `draft …`. */
const before =
  /^(?:请|麻烦|帮忙|帮我们?|给我们?|我(?:们)?(?:想|要|想要|需要)?|再)*(?:(?:生成|出具|导出|下载|起草|给我们?)(?:一下|一?[份个张])?|(?:拟|写|弄|做|来|要|出|发)(?:一下|一?[份个张]))(?<name>.+)$/u
const behind =
  /^(?:请|麻烦|帮我|把)*(?<name>.+?)(?:(?:请|帮我|给我|发我|发给我|帮忙)(?:生成|写|做|弄|出|来|发)?(?:一下|一?[份个张])(?:吧|呗)?|(?:生成|导出|下载)(?:一下|一?[份个张])?)$/u
const english =
  /^(?:please )?(?:(?:can|could) you )?(?:generate|draft|download|write|make|give me) (?:me )?(?:(?:an?|the|my|our) )?(?<name>.+)$/iu
/** A question, or a project of which no document is made. */
const other =
  /涉密|国家秘密|[?？]|怎么|怎样|如何|吗|谁|多久|多少|什么|哪|要不要|是否|能否|能不能|会不会|说说|讲讲|讲一下|说一下|解释|介绍|\b(?:how|what|who)\b/iu
const kindOfDocument =
  /(?:表|书|报告|方案|申请|提纲|说明|目录|清单|材料|文档|初设|可研|\b(?:report|plan|application|form|study|proposal|letter|catalogue|budget))$/iu

/** @returns the document's name as it was said; undefined where no document is asked to be made */
export function filingWanted(text: string): string | undefined {
  const words = text.trim().replace(/[。.！!~～]+$/u, '')
  if (isNoRequest(words) || [...words].length > 60) return undefined
  const name = (behind.exec(words) ?? before.exec(words) ?? english.exec(words))?.groups?.name
  const bare = name
    ?.replace(/^(?:这个|我们?的|本|该)?(?:项目的)?(?:word|Word|空白)?(?:的)?/u, '')
    .replace(/的?(?:模板|Word|word)$/u, '')
  return bare !== undefined && kindOfDocument.test(bare) ? bare : undefined
}

/** Words that ask, or that speak of a project of which no document is made. */
export function isNoRequest(words: string): boolean {
  return other.test(words)
}

/** Whether a document is called just so, or its name begins or goes on so: «建设方案和预算» is one document. */
export function isNamed(name: string, filings: readonly FilingOutline[]): boolean {
  const wanted = coreOf(spelledOut(name))
  return wanted !== '' && filings.some(({ title }) => coreOf(title.zh).includes(wanted))
}

/** @returns those that fit best, in the measure's order; several where the words fit several alike */
export function filingsMeant(name: string, filings: readonly FilingOutline[]): readonly FilingOutline[] {
  const wanted = coreOf(spelledOut(name))
  if (wanted === '') return []
  if (!/\p{Script=Han}/u.test(wanted)) return meantInEnglish(name, filings)
  const likenesses: ((core: string) => boolean)[] = [
    (core) => core === wanted,
    (core) => core.includes(wanted),
    (core) => wanted.includes(core),
    (core) => isWithin(wanted, core),
    // «申报表» where the measure has an 申报书.
    (core) => stemOf(wanted).length > 1 && core.includes(stemOf(wanted)),
  ]
  for (const isAlike of likenesses) {
    const found = filings.filter(({ title }) => isAlike(coreOf(title.zh)))
    if (found.length > 0) return found
  }
  return []
}

function meantInEnglish(name: string, filings: readonly FilingOutline[]): readonly FilingOutline[] {
  const wanted = name.toLowerCase()
  return filings.filter(({ title }) => title.en.toLowerCase().includes(wanted))
}

/** Short names of the trade. */
export function spelledOut(name: string): string {
  return name
    .replace(/可研(?:报告|提纲|方案)?/u, '可行性研究报告')
    .replace(/初设(?:方案)?/u, '初步设计')
    .replace(/终验|最终验收/u, '竣工验收')
    .replace(/初验/u, '初步验收')
    .replace(/自评(?!价)(?:估)?/u, '自评')
    .replace(/密评|密码(?!应用)/u, '密码应用')
    .replace(/的?提纲$/u, '')
}

/** Without what nearly every title begins with, and without signs. */
function coreOf(title: string): string {
  return title
    .replace(/九江市|政务信息化|数字化|信息化/gu, '')
    .replace(/^项目/u, '')
    .replace(/[\s“”《》「」（）()、的]/gu, '')
}

function stemOf(name: string): string {
  return name.replace(/(?:表|书|报告|方案|申请|说明|材料)+$/u, '')
}

/** Every character in order: «自评报告» in «自评价报告». */
function isWithin(short: string, long: string): boolean {
  let at = 0
  for (const character of short) {
    at = long.indexOf(character, at) + 1
    if (at === 0) return false
  }
  return true
}
