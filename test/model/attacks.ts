/** False drafts made from true ones: a sentence of an article, word for word, with one thing changed. */
import type { Basis } from '#dialogs/by-model/basis.ts'
import { composeText } from '#dialogs/compose.ts'
import type { Answer } from '#dialogs/conversation.ts'
import { handlesOf } from '#dialogs/handles.ts'
import { citeWhole } from '#dialogs/quoting.ts'
import { understand } from '#dialogs/understand.ts'
import type { Law } from '#knowledge/law/load.ts'
import type { Article, Measure } from '#knowledge/law/measure.ts'
import { parseDay } from '#knowledge/law/units.ts'

export interface Attack {
  readonly kind: string
  readonly basis: Basis
  /** The sentence with its handle, as it stands in the article. */
  readonly honest: string
  readonly draft: string
  /** What must not go out. */
  readonly lie: string
}

/** A kind of lie: the sentence changed, or undefined where it does not fit. */
type Change = (sentence: string, random: () => number) => string | undefined

const offices = [
  '市住房和城乡建设局',
  '县应急管理局',
  '省审计厅',
  '市委编办',
  '自然资源局',
  '区纪委监委',
  '国家安全委员会',
]
const papers = ['《廉政承诺书》', '无犯罪记录证明', '节能评估报告', '社会稳定风险评估报告', '法人授权书原件']
const places = ['北京市', '青岛市', '深圳', '上海市浦东新区']
const links = [
  'https://example.com/x',
  '点击 www.abc.cn 查看',
  '请致电13800138000',
  '[下载](/x)',
  '<script>alert(1)</script>',
]

const changes: Readonly<Record<string, Change>> = {
  figure: replaceOne(/\d+(?=个|年|日|万|%|家|月)/gu, (words, random) =>
    String(Number(words) + 1 + Math.floor(random() * 40)),
  ),
  'figure in words': replaceOne(/[二三四五六七八九十](?=年|个月|个工作日|日内)/gu, (words, random) =>
    pick(
      [...'二三四五六七八九'].filter((sign) => sign !== words),
      random,
    ),
  ),
  unit: replaceOne(/(?<=\d)个?工作日|(?<=\d)年|(?<=\d)个月|(?<=\d)万元/gu, (words, random) =>
    pick(
      ['个工作日', '年', '个月', '亿元', '天'].filter((unit) => unit !== words),
      random,
    ),
  ),
  'limit turned': replaceOne(
    /(?<![不未得])超过(?=\d|概算|批复)|(?<=\d万元|\d%)(?:及)?以[上下]|不低于(?=\d|项目)|不少于(?=\d)|不超过(?=\d|概算)/gu,
    (words) =>
      /以上/u.test(words)
        ? '以下'
        : /以下/u.test(words)
          ? '以上'
          : /^不(?:低|少)/u.test(words)
            ? '不超过'
            : /^不超/u.test(words)
              ? '超过'
              : '不超过',
  ),
  denied: replaceOne(/应当(?!的)|(?<=[，,])应(?=[^急用当对])|必须/gu, () => '不得'),
  allowed: replaceOne(/不得|不予|严禁|一律不准/gu, () => '可以'),
  'no longer a duty': replaceOne(/应当|必须/gu, () => '可以不'),
  'a duty': replaceOne(/可以(?=[^不])/gu, () => '必须'),
  'exception lost': replaceOne(/原则上/gu, () => '一律'),
  'condition turned': replaceOne(/未(?=满|经|达到|通过|按|纳入)/gu, () => '已'),
  article: (sentence, random) => `依据第${pick(['五十八', '六十一', '九十九', '七十七'], random)}条，${sentence}`,
  office: replaceOne(
    /[市省区县][\p{Script=Han}]{2,8}(?:局|部门|办公室|委)(?=[，,、。；审备提报负组批])/gu,
    (_words, random) => pick(offices, random),
  ),
  'office added': (sentence, random) => `须先报${pick(offices, random)}同意，${sentence}`,
  'paper added': (sentence, random) => sentence.replace(/[。；]$/u, `，并提交${pick(papers, random)}。`),
  place: (sentence, random) => `按${pick(places, random)}的规定，${sentence}`,
  link: (sentence, random) => `${sentence.replace(/[。；]$/u, '')}，${pick(links, random)}。`,
  fine: (sentence) => sentence.replace(/[。；]$/u, '，违反的处5万元以上10万元以下罚款。'),
}

function replaceOne(pattern: RegExp, by: (words: string, random: () => number) => string): Change {
  return (sentence, random) => {
    const found = [...sentence.matchAll(pattern)]
    const [match] = found.length === 0 ? [] : [pick(found, random)]
    if (match === undefined) return undefined
    return sentence.slice(0, match.index) + by(match[0], random) + sentence.slice(match.index + match[0].length)
  }
}

export const attackKinds = Object.keys(changes)

/** @param seed the same seed gives the same attacks */
export function makeAttacks(law: Law, count: number, seed: number): Attack[] {
  const random = randomFrom(seed)
  const sentences = law.measures
    .filter((measure) => measure.language === 'zh')
    .flatMap((measure) =>
      measure.articles.flatMap((article) => sentencesOf(article).map((sentence) => ({ measure, article, sentence }))),
    )
  const attacks: Attack[] = []
  const made = new Set<string>()
  for (let i = 0; attacks.length < count; i++) {
    const kind = attackKinds[i % attackKinds.length] ?? ''
    const change = changes[kind]
    for (let tries = 0; tries < 200; tries++) {
      const { measure, article, sentence } = pick(sentences, random)
      const lie = change?.(sentence, random)
      if (lie === undefined || lie === sentence || article.text.includes(lie) || made.has(lie)) continue
      made.add(lie)
      // Every other time round the article stands in brackets too, as people write it.
      const place = Math.floor(i / attackKinds.length) % 2 === 0 ? '' : `（${article.label}）`
      const placed = (words: string) => words.replace(/(?=[。；]?$)/u, place)
      const mark = `[${typeof article.ref === 'number' ? article.ref : 90 + Number(article.ref.slice(6))}]`
      attacks.push({
        kind,
        basis: basisOf(law, measure, article, sentence),
        honest: placed(sentence) + mark,
        draft: placed(lie) + mark,
        lie: placed(lie),
      })
      break
    }
  }
  return attacks
}

function sentencesOf(article: Article): string[] {
  return article.text
    .split(/(?<=[。；;])|\n/u)
    .map((words) => words.trim().replace(/^[（(][一二三四五六七八九十]+[)）]|^\d+[.．、]\s*/u, ''))
    .filter(
      (words) => /[。；;]$/u.test(words) && words.length >= 16 && words.length <= 110 && !/[：:《“"]/u.test(words),
    )
}

function basisOf(law: Law, measure: Measure, article: Article, sentence: string): Basis {
  const today = parseDay('2026-11-23')
  if (today === undefined) throw new Error('no day')
  const question = understand(
    law,
    { question: '这一条是怎么规定的', measure: measure.id, history: [], lang: 'zh' },
    today,
  )
  const draft: Omit<Answer, 'text'> = {
    kind: 'answer',
    end: 'answer-by-article',
    conclusion: sentence,
    citations: [{ ...citeWhole(article), measure: measure.id }],
    near: [],
    tools: [],
    validity: [],
    options: [],
  }
  const answer = { ...draft, text: composeText(draft, 'zh', law) }
  return { question, answer, handles: handlesOf(question, answer, law), law }
}

function pick<T>(from: readonly T[], random: () => number): T {
  const found = from[Math.floor(random() * from.length)]
  if (found === undefined) throw new Error('nothing to pick from')
  return found
}

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32
  }
}
