/** «既然规定了30天…», «不超过20%就行，对吧»: a figure held to be the rule that the article does not have is put right first. */
import { type Amount, findAmounts } from '#knowledge/law/amounts.ts'

/** Words that hold a figure to be the rule, or ask whether it is. */
const claims =
  /既然|规定|办法(?:里|中|上)?(?:写|说|要求)|不是说|听说|据说|我记得|对吧|对不对|是吧|没错吧|是不是|不是.{1,20}吗|就行|就可以|就能|就好|即可|\b(?:isn't it|right\?|correct\?|since the (?:rules?|measures?)|i (?:heard|thought|was told))/iu

/** «调了16%»: the case at hand, not the rule. */
const isOwnCase = /(?:[了已到有才占]|(?<!超)过)\s*$/u

/** @returns the figure as it was said, where its kind stands in the article and this one does not */
export function falseFigure(question: string, article: string): string | undefined {
  if (!claims.test(question)) return undefined
  const said = figuresIn(question).filter(({ start }) => !isOwnCase.test(question.slice(0, start)))
  const [only] = said
  if (only === undefined || said.length > 1) return undefined
  const held = figuresIn(article).filter((figure) => figure.kind === only.kind)
  return held.length === 0 || held.some((figure) => figure.value === only.value) ? undefined : only.text
}

interface Figure {
  /** Shares, days of whatever sort, or months and years: only like is held against like. */
  readonly kind: 'share' | 'days' | 'months'
  readonly value: string
  readonly text: string
  readonly start: number
}

function figuresIn(text: string): Figure[] {
  return findAmounts(text).flatMap((amount) => figureOf(amount) ?? [])
}

function figureOf(amount: Amount): Figure | undefined {
  const { text, start } = amount
  if (amount.kind === 'share') return { kind: 'share', value: String(amount.percent), text, start }
  if (amount.kind !== 'period' || amount.count === undefined) return undefined
  return amount.unit === 'months'
    ? { kind: 'months', value: String(amount.count), text, start }
    : { kind: 'days', value: `${amount.count} ${amount.unit}`, text, start }
}
