/** Named things in a text: offices, documents, systems, places, links. What carries a name's ending must be a name that a source holds. */
import type { Law } from '#knowledge/law/load.ts'
import { squeeze } from '#knowledge/law/whitespace.ts'
import { bindingMeasures } from '../places.ts'

/** Endings of offices, and of papers that are handed in or kept. */
const endings =
  /办公室|委员会|领导小组|工作组|专家组|小组|管委会|管理局|发改委|编办|网信办|委办|机要局|政府(?!采购|投资|购买|信息|网|令|职能|出资|性|资金|财力|规章|决策|服务|部门|系统|债)|法院|检察院|公安|党组|党委|工委|纪委|党政办|中心(?!城)|部门|(?<=[\p{Script=Han}])局(?!部|限|面|势)|(?<=[\p{Script=Han}])委(?!托|派|员|任)|(?<=[\p{Script=Han}])厅|(?<=[省市区县])办(?!理|法|事|公|结|文|好|成)|责任书|承诺书|申请书|建议书|任务书|通知书|意见书|说明书|证书|报告(?!期)|报表|申报表|表格|清单|承诺函|公函|函件|(?<=[\p{Script=Han}])函|证明|方案|预案|纪要|批文|批复文件|评估书|保证金|罚款|违约金|保函|押金|执照|许可证|资质证|原件|复印件|发票|声明|(?<=[\p{Script=Han}]{2})书(?![面记写法籍])|平台|系统(?!性)|云(?![集])/gu
const quoted = /[《“「"]([^》”」"]{1,60})[》”」"]/gu
const links =
  /(?:https?:\/\/|www\.)[^\s，。；）)]+|\b[\w-]+(?:\.[\w-]+)*\.(?:cn|com|net|org|gov)\b(?:\/[^\s，。；）)]*)?|[\w.+-]+@[\w-]+\.[\w.]+|\b1[3-9]\d{9}\b/giu
/** An English name of an office is written with capitals. */
const englishNames =
  /\b(?:[A-Z][\w'’&-]*|of the|of|and|for the|for)(?:\s+(?:[A-Z][\w'’&-]*|of the|of|and|for the|for|on))*\s+[A-Z][\w'’&-]*\b/gu
const englishEndings =
  /\b(?:bureau|commission|committee|department|office|ministry|administration|authority|council|agency|cent(?:er|re)|court|group|government|report|letter|certificate|statement|plan|deposit|fine|penalty|licen[cs]e)s?\b/giu

/** Words that may stand right before a name without being part of it. */
const mayPrecede =
  /(?:[\s，。；：、,;:.…（(《“‘"'”’》)）\d\w在用于如由向报经到至给送与和及或是为归请找的属交让被对同从将应须需要有按凭随先后再并也还都可且即则以因把就得会含供等各该本]|依据|根据|按照|依照|参照|审批|审查|审核|批准|编制|编写|填写|提交|提供|出具|附具|签署|制定|设立|成立|包括|例如|称为|进入|列入|纳入|委托|通过|使用|建设|采用|接入|汇总|形成|完成|准备|递交|递送|备案|管理|负责|有关|相关|所有|任何)$/u
/** Endings of any noun: the two characters before them must be a source's too, and no more. */
const weak = /^(?:部门|系统|平台|中心|云)$/u
/** Of papers the three characters before that run must be a source's as well: «节能评估报告» is no «风险评估报告». */
const papers = /^(?:报告|方案|清单|表格|证明|预案)$/u
const plain = /^(?:有关|相关|主管|上级|本级|同级|业务|各|该|本|项目)?(?:部门|单位|系统|平台|报告|方案|清单|材料|中心)$/u
const generic = /(?:会同|由|报|向|和|及|与|等|、|，|^)(?:有关|相关)部门$/u
const provinces =
  '北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 深圳 广州 杭州 南京 济南 青岛 武汉 成都 西安 长春 沈阳 大连 哈尔滨 郑州 长沙 合肥 福州 厦门 南昌 昆明 贵阳 太原 石家庄 潍坊 苏州 宁波'.split(
    ' ',
  )

/** @returns words of the text that name something no source holds; empty where all is held */
export function foreignNames(text: string, sources: readonly string[]): string[] {
  const held = sources.map(squeeze).join('\n')
  const words = squeeze(text)
  return [
    ...[...text.matchAll(links)].map(([all]) => all),
    ...[...text.matchAll(quoted)].flatMap(([, inner = '']) => (held.includes(squeeze(inner)) ? [] : [inner])),
    ...foreignByEnding(words, held),
    ...foreignEnglish(text, sources),
  ]
}

function foreignByEnding(words: string, sources: string): string[] {
  // «省委省政府» of «省委、省政府»
  const held = `${sources}\n${sources.replaceAll('、', '')}`
  return [...words.matchAll(endings)].flatMap((match) => foreign(words, match.index + match[0].length, match[0], held))
}

/** Names no office and no paper: what it is the system of stands in the source, and that is enough. */
const loose = /^(?:系统|平台|云)$/u

/** A run of so many characters before an ending is whole, whatever stands before it. */
const longRun = 6
const levels = /[省市县区国州镇乡]/u

/** The longest run before an ending that a source holds must be a name of its own, not the tail of another one. */
function foreign(text: string, end: number, ending: string, held: string): string[] {
  let start = end - ending.length
  while (
    start > 0 &&
    /[\p{Script=Han}（()）]/u.test(text.charAt(start - 1)) &&
    held.includes(text.slice(start - 1, end))
  )
    start--
  const name = text.slice(start, end)
  const before = text.charAt(start - 1)
  // «会同有关部门», whatever other name ends in «关部门».
  if (generic.test(text.slice(0, end))) return []
  const joins = start === 0 || mayPrecede.test(text.slice(Math.max(0, start - 2), start))
  const whole = text.slice(Math.max(0, start - 6), end)
  // «建设局» of «财政局»: one character is no office.
  if (name.length === 1 && !/[该本各同]/u.test(before)) return [whole]
  if (!held.includes(name)) return plain.test(ending) && joins ? [] : [whole]
  if (loose.test(ending) && held.includes(text.slice(end - ending.length - 2, end - ending.length))) return []
  // «在项目管理系统»: the name itself begins behind the joining word, and is whole.
  if (mayPrecede.test(name.charAt(0)) && (name.length - ending.length >= 3 || levels.test(name.charAt(1)))) return []
  // «县发改委» where the source has «市发改委»: the ending is there, the office is not.
  if (levels.test(before)) return [whole]
  const isWeak = weak.test(ending) || (papers.test(ending) && held.includes(text.slice(start - 3, start)))
  const isLong = name.length - ending.length >= (isWeak ? 2 : papers.test(ending) ? longRun - 1 : longRun)
  return isLong || joins ? [] : [whole]
}

function foreignEnglish(text: string, sources: readonly string[]): string[] {
  if (!/[a-z]{3}/iu.test(text)) return []
  const held = sources.join('\n').toLowerCase().replace(/\s+/gu, ' ')
  const has = (words: string) => held.includes(words.toLowerCase().replace(/\s+/gu, ' '))
  const named = [...text.matchAll(englishNames)].flatMap(([all]) => {
    const trimmed = all.replace(/^(?:of the|of|and|for the|for|the|in|no|yes|it|a|an|only|if|under|by)\s+/iu, '')
    // An article’s number is a figure; its words name nothing.
    const own = trimmed.replace(/^(?:Chinese|English)\s+|\s*\b(?:Articles?|Annex|Paragraph|Item|Chapter)$/gu, '')
    return /[A-Z]/u.test(own) && !has(own) ? [own] : []
  })
  const ended = [...text.matchAll(englishEndings)].flatMap(([all]) => (has(all.replace(/s$/u, '')) ? [] : [all]))
  return [...named, ...ended]
}

const officeEndings =
  /办公室|委员会|领导小组|管委会|发改委|网信办|保密机要局|政府(?!采购|投资|购买|信息)|部门|(?<=\p{Script=Han}{2})[局厅](?!部|限|面|势)/gu

/** Offices of a text as its sources write them, each as long as a source holds it. */
export function officesIn(text: string, sources: readonly string[]): string[] {
  const held = sources.map(squeeze).join('\n')
  const words = squeeze(text)
  return [...words.matchAll(officeEndings)].flatMap((match) => {
    const end = match.index + match[0].length
    let start = match.index
    while (start > 0 && held.includes(words.slice(start - 1, end)) && /\p{Script=Han}/u.test(words.charAt(start - 1)))
      start--
    const name = words.slice(start, end).replace(joinsInFront, '')
    if (/(?:有关|相关)部门$/u.test(words.slice(0, end))) return []
    return name.length >= 3 && !plain.test(name) ? [name] : []
  })
}

const joinsInFront = /^.*(?:[由向报经到至给送与和及或是为请同对从应须需]|负责|可以)/u

/** Places in a text that are neither a source's own words nor the place of a source. */
export function foreignPlaces(
  text: string,
  sources: readonly string[],
  measures: readonly string[],
  law: Law,
): string[] {
  const held = sources.join('\n').toLowerCase()
  const own = bindingMeasures(law)
    .filter((measure) => measures.includes(measure.id))
    .flatMap((measure) => [
      ...measure.jurisdiction.aliases,
      measure.jurisdiction.zh,
      measure.jurisdiction.en,
      measure.title,
      measure.titleEn,
    ])
    .join('\n')
    .toLowerCase()
  const known = bindingMeasures(law).flatMap((measure) => measure.jurisdiction.aliases)
  const named = [...new Set([...known, ...provinces])].filter((alias) => isNamed(text, alias))
  return named.filter((alias) => !own.includes(alias.toLowerCase()) && !held.includes(alias.toLowerCase()))
}

function isNamed(text: string, alias: string): boolean {
  if (!/^[\x20-\x7e]+$/u.test(alias)) return text.includes(alias)
  return new RegExp(`\\b${alias.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&')}\\b`, 'iu').test(text)
}

const nameBefore = /[\p{Script=Han}（()）]/u
const cutsName = /[由向报经到至给送与和及或是为归请找的属交让被对同在从将应须需要按并也]/u

/** Offices and papers named in a source, as a list to choose from. */
export function namesIn(text: string): string[] {
  const found = [...text.matchAll(endings)].flatMap((match) => {
    const end = match.index + match[0].length
    let start = match.index
    while (
      start > 0 &&
      nameBefore.test(text.charAt(start - 1)) &&
      !cutsName.test(text.charAt(start - 1)) &&
      end - start < 24
    )
      start--
    const name = text.slice(start, end).replace(/^[（()）]+/u, '')
    return name.length >= 3 ? [name] : []
  })
  const titles = [...text.matchAll(/《[^》]{2,40}》/gu)].map(([all]) => all)
  return [...new Set([...found, ...titles])]
}
