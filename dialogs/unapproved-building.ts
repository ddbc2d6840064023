/** «不用立项就能建，是这样吧»: building without approval, held to be allowed or asked about, is met by the prohibition. */
import { findArticle } from '#knowledge/law/load.ts'
import { sentencesOf } from '#knowledge/retrieval/telling.ts'
import { answerFromArticle } from './answer-article.ts'
import { fitConclusion } from './compose.ts'
import type { Draft, Found } from './draft.ts'
import type { Ports } from './ports.ts'
import type { Question } from './understand.ts'
import { wordsIn } from './wording/words-in.ts'

/** A second article counts where its score is at most this far below the first's (natural logarithm, summed over rankers). */
const alsoWithin = 2.5

const approval = '(?:立项|审批|报批|批准|批复|申报)'
const building = '(?:建|干|做|实施|开工|施工|动工|上马)'
const withoutApproval = new RegExp(
  `(?:不用|不必|不需要?|无需|无须|免|没有?|未(?:经|获)?|不经过?|先不)(?:再|去|走|经过?)?${approval}[^。？?，,]{0,3}(?:就|也|便|即|先|直接)[^。？?，,]{0,4}${building}|未批先建|先建后(?:批|补|报)|先${building}[^。？?]{0,12}补`,
  'u',
)
const leads = /是这样吧|对吧|对不对|是吧|没错吧|没问题吧|(?:行|可以|能)了?吧|吧[?？。]?$/u
const prohibition = new RegExp(
  `未(?:经|获)?${approval}[^。；;]*(?:不准|不得|禁止|严禁)|不得(?:未批先建|擅自${building})`,
  'u',
)

/** @returns undefined where no such building is spoken of, its consequence is asked, or no article found forbids it */
export function answerUnapprovedBuilding(question: Question, found: Found, ports: Ports): Draft | undefined {
  const { lang, text, seeks } = question
  if (lang === 'en' || seeks.has('consequence') || seeks.has('who') || !withoutApproval.test(text)) return undefined
  const best = found.result.hits[0]?.score ?? 0
  for (const hit of found.result.hits.filter(({ score }) => score >= best - alsoWithin)) {
    const article = findArticle(found.measure, hit.article)
    const forbids = article === undefined ? undefined : sentencesOf(article).find((each) => prohibition.test(each.text))
    if (article === undefined || forbids === undefined) continue
    const hits = found.result.hits.filter((other) => other === hit)
    const draft = answerFromArticle(question, { ...found, result: { ...found.result, hits } }, article, ports)
    const lead = leads.test(text) ? wordsIn(lang).notSo : ''
    return { ...draft, conclusion: fitConclusion(`${lead}${forbids.text}`) }
  }
  return undefined
}
