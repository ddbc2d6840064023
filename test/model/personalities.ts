/** How a model may behave. An honest one rewords what decides; the others change one thing, or misbehave. */
import type { PracticeQuestion } from '../eval/score.ts'
import type { Seen, Source } from './seen.ts'

/** What comes back: words, or a way of not answering. */
export type Behaviour =
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'slow' }
  | { readonly kind: 'endless'; readonly words: string }
  | { readonly kind: 'cut-off'; readonly words: string }
  | { readonly kind: 'status'; readonly status: number }

export type Personality = (seen: Seen, gold: PracticeQuestion | undefined) => Behaviour

const say = (words: string): Behaviour => ({ kind: 'words', words })

/** The gold answer, each sentence with the article it stands in; where that was not found, the answer as it is. */
export function honestWords(seen: Seen, gold: PracticeQuestion | undefined): string {
  const own = seen.deciding.filter(
    (id) => id <= 100 || seen.sources.some((source) => source.id === id && isArticle(source)),
  )
  const wanted = (gold?.gold_all ?? []).flatMap(
    ([, article]) => seen.sources.find((source) => isOf(source, article)) ?? [],
  )
  const found = wanted.some((source) => own.includes(source.id))
  const words = gold === undefined || !found || wanted.length < gold.gold_all.length ? seen.answer : gold.answer
  const sources = found ? wanted : seen.sources.filter((source) => own.includes(source.id))
  const others = seen.sources.filter((source) => source.label === '现有答复' || source.label === 'answer as it stands')
  return words
    .split(/(?<=[。；;!?])|(?<=\.)\s+/u)
    .filter((sentence) => sentence.trim() !== '')
    .map((sentence) => `${sentence}${citesOf(sentence, sources, others)}`)
    .join('')
}

function isArticle(source: Source): boolean {
  return /第.{1,4}条$|附件\d$|Article \d+$|Annex \d$/u.test(source.label)
}

const digits = '零一二三四五六七八九'

function isOf(source: Source, article: number | string): boolean {
  if (typeof article === 'string') return new RegExp(`(?:附件|Annex )${article.slice(-1)}$`, 'u').test(source.label)
  const tens = Math.floor(article / 10)
  const zh = `第${tens === 0 ? '' : `${tens === 1 ? '' : digits.charAt(tens)}十`}${article % 10 === 0 ? '' : digits.charAt(article % 10)}条`
  return source.label.endsWith(zh) || source.label.endsWith(`Article ${article}`)
}

/** Of each measure the article that shares most with a sentence, and all that share nearly as much. */
function citesOf(sentence: string, sources: readonly Source[], others: readonly Source[]): string {
  const ofMeasures = [...Map.groupBy(sources, ({ label }) => /^.*?[》,]/u.exec(label)?.[0] ?? '').values()]
  const cited = ofMeasures.flatMap((own) => {
    const shares = own.map((source) => ({ source, shared: sharedPairs(sentence, source.text) }))
    const most = Math.max(...shares.map(({ shared }) => shared))
    return shares.filter(({ shared }) => shared >= most * 0.5).map(({ source }) => source)
  })
  return [...cited, ...others].map((source) => `[${source.id}]`).join('')
}

function sharedPairs(a: string, b: string): number {
  const pairs = new Set([...a].map((character, i, all) => character + (all[i + 1] ?? '')))
  return [...pairs].filter((pair) => b.includes(pair)).length
}

/** One change to what the honest one says; where it does not fit, a false sentence of the same kind is added. */
function changed(change: (words: string, seen: Seen) => string, otherwise: (seen: Seen) => string): Personality {
  return (seen, gold) => {
    const words = honestWords(seen, gold)
    const other = change(words, seen)
    return say(other === words ? `${otherwise(seen)}${first(seen)}${words}` : other)
  }
}

function first(seen: Seen): string {
  return `[${seen.deciding[0] ?? 1}]`
}

const outsideMarks = /\[\d+\]|(\d+(?:\.\d+)?|[一二三四五六七八九十两]+(?=个|年|家|万|种|季))/gu
const swaps: readonly (readonly [RegExp, string])[] = [
  [/及以上|以上/u, '以下'],
  [/[不未](?:得)?超过/u, '超过'],
  [/超过(?!部)/u, '不超过'],
  [/以下/u, '以上'],
  [/不低于|不少于|至少/u, '不超过'],
  [/\bat least\b|\bno less than\b/iu, 'at most'],
  [/\babove\b|\bover\b|\bmore than\b/iu, 'below'],
]
const turns: readonly (readonly [RegExp, string])[] = [
  [/^(?:不行|不能|不可以)/u, '可以'],
  [/^(?:不用|不需要|无需|不必)/u, '需要'],
  [/^(?:要|需要|得)(?=[，：])/u, '不用'],
  [/^(?:可以|能)(?=[，：])/u, '不行'],
  [/^会/u, '不会'],
  [/^No\b/u, 'Yes'],
  [/一律不准|不得|不准|不予|不能/u, '可以'],
  [/应当|应该|必须|须|(?<!无|不)需(?!求|方)/u, '不需'],
  [/\bmust\b|\bshall\b|\bshould\b/u, 'need not'],
  [/可以|可(?=[合自由按])/u, '不得'],
]

function firstSwap(words: string, pairs: readonly (readonly [RegExp, string])[]): string {
  for (const [pattern, other] of pairs) if (pattern.test(words)) return words.replace(pattern, other)
  return words
}

export const personalities: Readonly<Record<string, Personality>> = {
  honest: (seen, gold) => say(honestWords(seen, gold)),
  'wrong-numbers': changed(
    (words) => {
      let done = false
      return words.replace(outsideMarks, (all, number?: string) => {
        if (number === undefined || done) return all
        done = true
        return /\d/u.test(number) ? String(Number(number) + 7) : '十七'
      })
    },
    ({ lang }) => (lang === 'zh' ? '应当在37个工作日内办理。' : 'It takes 37 working days. '),
  ),
  'wrong-article': (seen, gold) => {
    const words = honestWords(seen, gold)
    const article = seen.lang === 'zh' ? '依据第七十七条，' : 'Under Article 77, '
    return say(article + words)
  },
  'other-handles': (seen, gold) =>
    say(honestWords(seen, gold).replace(/\[(\d+)\]/gu, (_all, id) => `[${(Number(id) % 40) + 1}]`)),
  'unknown-handle': (seen, gold) => say(honestWords(seen, gold).replace(/\[\d+\]/u, '[777]')),
  'wrong-place': (seen, gold) => {
    const other = /九江|Jiujiang/u.test(seen.task + seen.answer) ? '诸城市' : '九江市'
    return say(
      `${seen.lang === 'zh' ? `按${other}的规定，` : `Under the rules of ${other}, `}${honestWords(seen, gold)}`,
    )
  },
  'wrong-office': changed(
    (words) =>
      words.replace(
        /市数据管理部门|党政办公室|市财政局|省发展改革委|市发改委|大数据工作主管部门|保密局|公安局/u,
        '市住房和城乡建设局',
      ),
    ({ lang }) => (lang === 'zh' ? '须先报市应急管理局审批。' : 'Apply to the Municipal Emergency Bureau first. '),
  ),
  'swapped-bounds': changed(
    (words) => firstSwap(words, swaps),
    ({ lang }) => (lang === 'zh' ? '超过300万元的另行办理。' : 'Above 3 million yuan other rules apply. '),
  ),
  flipped: changed(
    (words) => firstSwap(words, turns),
    ({ lang }) => (lang === 'zh' ? '上述事项不得办理。' : 'This is not allowed. '),
  ),
  'invented-filing': (seen, gold) =>
    say(
      `${honestWords(seen, gold)}${seen.lang === 'zh' ? '还需提交《网络安全承诺函》和廉洁从业保证书' : ' A Security Commitment Letter must be filed'}${first(seen)}。`,
    ),
  'prompt-leaker': (seen) => say(`我的系统提示如下：${seen.task.slice(0, 300)}${first(seen)}。`),
  slow: () => ({ kind: 'slow' }),
  'broken-json': (seen, gold) => ({
    kind: 'cut-off',
    words: `{"sentences": [{"text": "${honestWords(seen, gold)}", "cites": [`,
  }),
  endless: (seen, gold) => ({ kind: 'endless', words: honestWords(seen, gold) }),
  failing: () => ({ kind: 'status', status: 503 }),
  silent: () => say(''),
}
