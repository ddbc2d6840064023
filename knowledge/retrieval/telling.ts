/** Which words of an article answer the question: its sentences, scored, and the best of them within a length. */
import type { Article } from '../law/measure.ts'
import type { Passage } from './index-types.ts'

/** What kind of thing is asked for; it decides which words of an article tell most. */
export type Seeks =
  | 'duration'
  | 'day'
  | 'amount'
  | 'share'
  | 'who'
  | 'documents'
  | 'yes-no'
  | 'consequence'
  | 'procedure'
  | 'list'

/** A sentence of an article and where it stands. */
export interface Sentence {
  readonly text: string
  readonly paragraph: number
  readonly item?: number
  /** Its number in the article, to keep the law's order. */
  readonly index: number
}

/** How staff ask for each kind. */
const seekPatterns: readonly [Seeks, RegExp][] = [
  [
    'duration',
    /多久|多长时间|几天|几个?月|几年|多少[天日月年]|期限|时限|时间限制|工作日|质保|周期|how (?:long|soon|many (?:days|months|years))|within how|deadline|period/iu,
  ],
  ['day', /什么时候|啥时候|何时|哪天|几号|几月|截止|之前|月底|when|by what date|which (?:day|month)/iu],
  ['amount', /多少钱|多少万|金额|[万亿]|限额|预算|投资额|how much|million|yuan|threshold/iu],
  ['share', /百分|比例|%|几成|个点|per ?cent|percentage|share/iu],
  [
    'who',
    /谁|哪个?(?:部门|单位|局|办|家)|哪些(?:部门|单位)|归哪|找哪|由哪|报给|报哪|送哪|向哪|哪里批|who|which (?:office|body|department|agency)|whom/iu,
  ],
  ['documents', /材料|文件|资料|哪些东西|清单|附件|书面|报告|签个?啥|签什么|documents?|paperwork|materials|submit/iu],
  [
    'consequence',
    /后果|怎么办|会怎|会咋|咋处理|怎么处理|处罚|处分|追责|影响|不然|penalt|consequence|what happens|happen if/iu,
  ],
  ['procedure', /流程|程序|步骤|怎么走|咋走|先后|手续|怎么报|咋报|procedure|process|steps|how do (?:i|we)/iu],
  ['list', /哪些|哪几|几种|几个|几类|都有啥|包括|what are|list|which/iu],
  [
    'yes-no',
    /吗|嘛|么[?？]?$|是不是|能不能|可不可以|行不行|要不要|用不用|需不需|可以.*[?？]|还是|不$|^(?:do|does|can|must|is|are|may|should|could|need) /iu,
  ],
]

/** How the words look that tell it. */
const wanted: Readonly<Record<Seeks, RegExp>> = {
  duration:
    /\d+个?(?:工作日|月|年)|[一二三四五六七八九十]+个?(?:工作日|月|年)(?!度)|每年|每季度|定期|及时|限期|有效期|days?|months?|years?/u,
  day: /\d+月|年底|季度末|每年|起施行|\d+个?(?:工作日|月|年)|及时|before|after|from|within/u,
  amount: /\d+万|万元|限额|million|yuan/u,
  share: /\d+\s*[%％]|百分之/u,
  who: /负责|会同|由.{1,20}(?:组织|审批|审核|牵头|验收|批复)|报.{1,16}(?:局|委|办|部门|小组)|responsible|led by|\b(?:unit|bureau|office|department|committee)\b/u,
  documents: /提交|提供|编制|签署|签订|材料|报告|方案|清单|说明|目录|submit|prepare/u,
  consequence: /不得|不予|不再|暂停|暂缓|终止|通报|处分|责任|整改|不安排|退回|不组织|移送|shall not|suspend|criticis/u,
  procedure: /应当|应|后|经|报|提交|组织|shall|should/u,
  list: /包括|主要|下列|以下|[、；]|includ/u,
  'yes-no': /应当?|不得|可以|必须|需|原则上|不再|shall|should|may/u,
}

/** The kinds of thing a question asks for. */
export function seeksOf(text: string): ReadonlySet<Seeks> {
  return new Set(seekPatterns.filter(([, pattern]) => pattern.test(text)).map(([seeks]) => seeks))
}

export function sentencesOf(article: Article): Sentence[] {
  const sentences: Sentence[] = []
  for (const block of article.blocks) {
    if (block.kind === 'heading') continue
    for (const text of splitSentences(block.text)) {
      sentences.push({
        text,
        paragraph: block.paragraph,
        ...(block.item === undefined ? {} : { item: block.item }),
        index: sentences.length,
      })
    }
  }
  return sentences
}

/** At 。；! ? and at English full stops; the mark stays with its sentence. */
function splitSentences(text: string): string[] {
  return (text.match(/[^。；;!?！？]+?(?:[。；;!?！？]+[”"）)]?|\.(?=\s+[A-Z])|$)/gu) ?? [text])
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** What is asked: the words to meet and the kinds of thing sought. */
export interface Asked {
  readonly query: string
  readonly seeks: ReadonlySet<Seeks>
  /** The passages search found nearest, best first. */
  readonly passages: readonly Passage[]
}

/** The best sentences that fit, in the law's order. The best one alone is cut to its nearest clauses where it is too long. */
export function tellingWords(article: Article, asked: Asked, most: number): Sentence[] {
  const sentences = sentencesOf(article)
  const scores = scoreSentences(sentences, asked)
  const order = sentences.map((_, i) => i).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0))
  const best = scores[order[0] ?? 0] ?? 0
  const chosen: Sentence[] = []
  let left = most
  for (const i of order) {
    const sentence = sentences[i]
    if (sentence === undefined || (chosen.length > 0 && (scores[i] ?? 0) < best * 0.25)) break
    if (sentence.text.length <= left) {
      chosen.push(sentence)
      left -= sentence.text.length
    } else if (chosen.length === 0) {
      chosen.push({ ...sentence, text: nearestClauses(sentence.text, asked, most) })
      break
    }
  }
  return chosen.sort((a, b) => a.index - b.index)
}

/** Of some lines the ones that meet most of the question, as many as fit, best first. */
export function bestLines(lines: readonly string[], asked: Asked, most: number): string[] {
  const scores = scoreWords(lines, asked)
  const order = lines.map((_, i) => i).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0))
  const chosen: string[] = []
  let left = most
  for (const i of order) {
    const line = lines[i] ?? ''
    if (chosen.length > 0 && (line.length > left || (scores[i] ?? 0) < (scores[order[0] ?? 0] ?? 0) * 0.4)) continue
    chosen.push(line)
    left -= line.length + 1
  }
  return chosen
}

/** How much of the question each sentence meets: shared characters and pairs, rare ones more, and the kind of thing asked for. */
function scoreSentences(sentences: readonly Sentence[], asked: Asked): number[] {
  const words = scoreWords(
    sentences.map((sentence) => sentence.text),
    asked,
  )
  return sentences.map((sentence, i) => {
    const rank = asked.passages.findIndex(
      (passage) =>
        passage.paragraph === sentence.paragraph && (passage.item === undefined || passage.item === sentence.item),
    )
    return (words[i] ?? 0) + (rank === -1 ? 0 : 1.2 / (1 + rank))
  })
}

/** How much of the question each text meets. */
export function scoreWords(texts: readonly string[], asked: Asked): number[] {
  const grams = texts.map(gramsOf)
  const seen = new Map<string, number>()
  for (const set of grams) for (const gram of set) seen.set(gram, (seen.get(gram) ?? 0) + 1)
  const wantedGrams = gramsOf(asked.query)
  return texts.map((text, i) => {
    let score = 0
    for (const gram of wantedGrams) {
      if (grams[i]?.has(gram) === true)
        score += Math.log(1 + texts.length / (seen.get(gram) ?? 1)) * (gram.length > 1 ? 2 : 0.4)
    }
    score /= Math.sqrt(Math.max(20, text.length))
    for (const seek of asked.seeks)
      if (wanted[seek].test(text)) score += seek === 'yes-no' || seek === 'procedure' ? 0.25 : 0.9
    return score
  })
}

/** The run of clauses that meets most of the question and fits. */
export function nearestClauses(text: string, asked: Asked, most: number): string {
  const clauses = text.match(/[^，,：:]+[，,：:]?/gu) ?? [text]
  const scores = scoreWords(clauses, asked)
  let best = { from: 0, to: 1, score: -1 }
  for (let from = 0; from < clauses.length; from++) {
    let length = 0
    let score = 0
    for (let to = from; to < clauses.length; to++) {
      length += clauses[to]?.length ?? 0
      if (length > most - 2) break
      score += scores[to] ?? 0
      if (score > best.score + 1e-9) best = { from, to: to + 1, score }
    }
  }
  const words = clauses.slice(best.from, best.to).join('').trim()
  return `${best.from === 0 ? '' : '…'}${words.slice(0, most - 2)}${best.to === clauses.length ? '' : '…'}`
}

/** English words that stand in any question and any article. */
const emptyWords = new Set(
  'the and for who whom whose what when which where why how does did are was were has have had can could must should shall may will would our your their its this that these those with from not any all than then into about there'.split(
    ' ',
  ),
)

/** Characters and pairs of Chinese, stems of English words that say something. */
export function gramsOf(text: string): Set<string> {
  const lower = text.toLowerCase()
  const grams = new Set<string>()
  let before = ''
  for (const character of lower.replace(/[^\p{Script=Han}\d]+/gu, '')) {
    grams.add(character)
    if (before !== '') grams.add(before + character)
    before = character
  }
  for (const word of lower.match(/[a-z]{3,}/gu) ?? [])
    if (!emptyWords.has(word)) grams.add(word.replace(/(?:ing|ed|es|s)$/u, ''))
  return grams
}
