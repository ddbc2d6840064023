/** «申报流程怎么走»: the stages asked for, in order, with who does what and the article. */
import type { Measure } from '#knowledge/law/measure.ts'
import type { Phase, Stage } from '#knowledge/law/stage.ts'
import type { Question } from './understand.ts'
import { wordsIn } from './wording/words-in.ts'

const asksForWay =
  /流程|步骤|程序|怎么走|咋走|哪几步|几个环节|哪些环节|全过程|从头到尾|\b(?:process|steps|procedure|stages)\b/iu
/** Which part of the way is meant; the whole where none is named. */
const parts: readonly (readonly [RegExp, readonly Phase[]])[] = [
  [/验收|acceptance/iu, ['accept']],
  [/采购|招标|合同|procure|contract/iu, ['procure']],
  [/评价|evaluation/iu, ['evaluate']],
  [/运维|operation/iu, ['operate']],
  [/申报|立项|审批|批复|报批|入库|declar|approv/iu, ['prepare', 'approve']],
]
const longest = 700

/** @returns undefined where the way is not asked for */
export function stageLines(question: Question, measure: Measure): string | undefined {
  if (!question.seeks.has('procedure') || !asksForWay.test(question.text)) return undefined
  const phases = parts.find(([pattern]) => pattern.test(question.text))?.[1]
  const lines = measure.stages
    .filter((stage) => phases === undefined || phases.includes(stage.phase))
    .map((stage, i) => `${i + 1}. ${lineOf(stage, question.lang)}`)
  const kept = lines.filter((_, i) => lines.slice(0, i + 1).join('\n').length <= longest)
  return kept.length < 2 ? undefined : kept.join('\n')
}

function lineOf({ title, actor, does, when, cites }: Stage, lang: 'zh' | 'en'): string {
  const words = wordsIn(lang)
  const sometimes = when === undefined ? '' : words.whereItApplies
  return words.stage(`${title[lang]}${sometimes}`, does[lang], actor[lang], words.articleLabel(cites.article))
}
