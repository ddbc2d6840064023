/** The notices of one morning as one reply: a card of its own for one, a list for several. */
import type { AnswerCard, Reply, ReplyOption } from '../conversation.ts'
import type { Ports } from '../ports.ts'
import { articlePath } from '../reply-of-answer.ts'
import { projectZh } from '../wording/project-zh.ts'
import { remindIn } from '../wording/remind.ts'
import { wordsIn } from '../wording/words-in.ts'
import { option } from './ask.ts'
import { citedBy, filingFor, keyOfTelling, remarksOf, runsOut, sentenceOf, type Telling } from './remind-line.ts'

type Lang = 'zh' | 'en'

/** Buttons of a list: more would be a wall. */
const doneButtons = 5

export interface Composing {
  readonly ports: Ports
  readonly lang: Lang
  /** To the project's second contact, who may change nothing. */
  readonly isSecond?: boolean
  /** The list of a week. */
  readonly isWeek?: boolean
}

/** @param tellings at least one, each deadline once */
export function composeNotices(tellings: readonly Telling[], how: Composing): Reply {
  const [only] = tellings
  if (only === undefined) throw new Error('A reminder without anything to remind of.')
  return tellings.length === 1 && how.isWeek !== true ? one(only, how) : several(tellings, how)
}

function one(telling: Telling, { ports, lang, isSecond = false }: Composing): Reply {
  const words = remindIn(lang)
  const citation = citedBy(telling)
  const { measure, rule } = telling
  const sentence = sentenceOf(telling, ports, lang)
  const conclusion = `${isSecond ? words.second(nameOf(telling, lang)) : colon(nameOf(telling, lang), lang)}${sentence}`
  const remarks = remarksOf(telling, ports, lang)
  const act = runsOut(rule) ? words.whoEnds : telling.promise.due < ports.today ? words.whoLate : words.who
  const next = isSecond ? '' : act(rule.actor[lang], rule.recipient?.[lang])
  const place = placeOf(telling, lang)
  const options = isSecond ? [] : optionsFor(telling, lang)
  const path = articlePath(citation.measure, citation.article)
  const card: AnswerCard = {
    kind: 'answer',
    conclusion,
    ...(remarks.length === 0 ? {} : { details: remarks.join('\n\n') }),
    quotes: [{ place, quote: citation.quote, path }],
    validity: [],
    ...(next === '' ? {} : { next }),
    links: [{ title: wordsIn(lang).articleLabel(citation.article), path }],
    options,
  }
  const text = [
    `**${conclusion}**`,
    ...remarks,
    `> ${citation.quote}\n> —— [${place}](${path})`,
    ...(next === '' ? [] : [next]),
  ]
  return {
    text: text.join('\n\n'),
    summary: conclusion,
    card,
    ...(options.length === 0 ? {} : { options }),
    citations: [measure.id === citation.measure ? citation : citedBy(telling)],
  }
}

function several(tellings: readonly Telling[], how: Composing): Reply {
  const { lang, ports, isSecond = false, isWeek = false } = how
  const words = remindIn(lang)
  const projects = Map.groupBy(tellings, ({ record }) => record.id)
  const count = tellings.length
  const title = isWeek ? words.week(count) : words.today(count)
  const head = isSecond
    ? words.second([...projects.values()].map(([first]) => nameOf(first, lang)).join(words.comma))
    : title
  const blocks = [...projects.values()].map((ofOne) =>
    [
      `**${nameOf(ofOne[0], lang)}**`,
      ...ofOne.map((telling) => `- ${sentenceOf(telling, ports, lang)}${words.bracket(linkOf(telling, lang))}`),
    ].join('\n'),
  )
  const remarks = [...new Set(tellings.flatMap((telling) => remarksOf(telling, ports, lang)))]
  const options = isSecond ? [] : [...doneOptions(tellings, projects.size, lang), option(words.mine, 'remind-list', {})]
  const [first] = tellings
  return {
    text: [`**${head.trimEnd()}**`, ...blocks, ...remarks, ...(isSecond ? [] : [words.act])].join('\n\n'),
    summary: first === undefined ? head : `${isSecond ? head : colon(head, lang)}${sentenceOf(first, ports, lang)}`,
    ...(options.length === 0 ? {} : { options }),
    citations: tellings.map(citedBy),
  }
}

function doneOptions(tellings: readonly Telling[], projects: number, lang: Lang): ReplyOption[] {
  const words = remindIn(lang)
  return tellings.slice(0, doneButtons).map((telling) => {
    const title = telling.rule.title[lang]
    const named = projects === 1 ? title : `${nameOf(telling, lang)}${title}`
    return option(words.doneOf(named), 'remind-done', keyOfTelling(telling))
  })
}

function optionsFor(telling: Telling, lang: Lang): ReplyOption[] {
  const words = remindIn(lang)
  const key = keyOfTelling(telling)
  const filing = filingFor(telling)
  return [
    option(words.done, 'remind-done', key),
    option(words.later, 'remind-later', key),
    option(words.basis, 'remind-basis', key),
    ...(filing === undefined ? [] : [option(words.file, 'filing', { project: telling.record.id, filing })]),
  ]
}

function nameOf(telling: Telling | undefined, lang: Lang): string {
  return remindIn(lang).name(telling?.record.project.name ?? projectZh.unnamed)
}

function colon(words: string, lang: Lang): string {
  return `${words}${lang === 'zh' ? '：' : ': '}`
}

function placeOf({ measure, rule }: Telling, lang: Lang): string {
  return remindIn(lang).place(
    lang === 'zh' ? measure.title : measure.titleEn,
    wordsIn(lang).articleLabel(rule.cites.article),
  )
}

function linkOf(telling: Telling, lang: Lang): string {
  const { measure, article } = citedBy(telling)
  return `[${wordsIn(lang).articleLabel(article)}](${articlePath(measure, article)})`
}
