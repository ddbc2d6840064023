/** Every sentence of ours that a user reads in an answer, in one shape for both languages. */
import type { ArticleRef, Chapter, Validity } from '#knowledge/law/measure.ts'
import type { Reason } from '../feedback-reasons.ts'

export interface Words {
  readonly labels: {
    readonly basis: string
    readonly validity: string
    readonly next: string
    readonly seeAlso: string
    readonly nearest: string
    readonly corrected: string
    readonly doubt: string
    readonly translation: string
  }
  readonly buttons: { readonly original: string; readonly related: string; readonly otherPlace: string }
  readonly feedback: {
    readonly good: string
    readonly bad: string
    readonly thanks: string
    readonly whatWasWrong: string
    readonly inYourWords: string
    readonly wordsKept: string
    readonly reasons: Readonly<Record<Reason, string>>
  }
  readonly examples: readonly string[]
  greeting(place: string | undefined): string
  placeKept(place: string): string
  otherPlaces: string
  related(place: string): string
  noRelated: string
  notUnderstood: string
  articleLabel(ref: ArticleRef, paragraph?: number, item?: number): string
  validity(validity: Validity, title: string): string
  /** Over the rows of a comparison. */
  readonly compared: string
  readonly comparisonHead: string
  validityShort(validity: Validity, place: string): string
  validityAnswer(validity: Validity, title: string): string
  thanks: string
  notRead: string
  classified: string
  noSuchArticle(title: string, articles: number, annexes: number): string
  vagueSum(question: string, low: string, high: string): string
  asWritten(words: string): string
  annexSays(place: string, words: string): string
  /** A chapter, how many articles it has, its first and its last. */
  chapterHolds(chapter: Chapter, articles: number, first: string, last: string): string
  /** One stage of a project's way. */
  stage(title: string, does: string, actor: string, place: string): string
  readonly whereItApplies: string
  /** The law has only a word like 定期. */
  onlyVague(word: string): string
  /** A figure taken for the rule that the article does not have. */
  notThat(figure: string): string
  /** Something taken to be allowed that is forbidden. */
  readonly notSo: string
  notCovered(title: string): string
  askContact(contact: string): string
  nearestIs(place: string): string
  whichPlace: string
  choosePlace: string
  confirmExtension(contact: string): string
  smallTalk: string
  refused: string
  outOfScope: string
  lostPicture(label: string): string
  chineseOnly: string
  /** Under words that a model composed, as 《人工智能生成合成内容标识办法》 wants it. */
  readonly composedByModel: string
  /** On a button: what may have been meant. */
  didYouMean(label: string, gist: string): string
}
