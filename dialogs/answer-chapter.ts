/** «第三章讲了什么»: the chapter's articles in order, each by its first words. */
import type { Chapter, Measure } from '#knowledge/law/measure.ts'
import { readOrdinal } from '#knowledge/law/numerals.ts'
import { type Draft, draftOf } from './draft.ts'
import { citeWhole } from './quoting.ts'
import type { Question } from './understand.ts'
import { wordsIn } from './wording/words-in.ts'

/** A chapter of an outline in an annex is another thing. */
const ofOutline = /附件|提纲|可研|可行性|建议书|初步设计|初设|方案|annex|outline/iu
const longestLine = 48

/** @returns undefined where no chapter of the measure is named */
export function answerChapter(question: Question, measure: Measure): Draft | undefined {
  const number = chapterNamed(question.bare)
  const chapter = measure.chapters.find((each) => each.number === number)
  if (chapter === undefined) return undefined
  const articles = measure.articles.filter((article) => article.chapter?.number === number)
  const [first] = articles
  const last = articles.at(-1)
  if (first === undefined || last === undefined) return undefined
  const words = wordsIn(question.lang)
  const lines = articles.map((article) => `- ${words.articleLabel(article.ref)} ${firstWords(article.text)}`)
  const range = [words.articleLabel(first.ref), words.articleLabel(last.ref)] as const
  return draftOf('answer-by-article', words.chapterHolds(chapter, articles.length, ...range), {
    details: lines.join('\n'),
    citations: [citeWhole(first)],
  })
}

function chapterNamed(text: string): Chapter['number'] | undefined {
  if (ofOutline.test(text)) return undefined
  const match = /第\s*([一二三四五六七八九十]+|\d+)\s*章|\bchapter\s*(\d+)\b/iu.exec(text)
  const said = match?.[1] ?? match?.[2]
  if (said === undefined) return undefined
  return /^\d+$/u.test(said) ? Number(said) : readOrdinal(said)
}

function firstWords(text: string): string {
  const characters = [...text.replaceAll('\n', '')]
  return characters.length <= longestLine ? characters.join('') : `${characters.slice(0, longestLine - 1).join('')}…`
}
