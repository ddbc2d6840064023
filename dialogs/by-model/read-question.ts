/** A question that the rules did not read: a model may say what is meant by it. What is then done with it the rules decide. */
import { z } from 'zod'
import { type Facts, factsSchema } from '#knowledge/law/facts.ts'
import { findArticle, findMeasure } from '#knowledge/law/load.ts'
import { answerQuestion } from '../answer.ts'
import type { AnswerEnd } from '../answer-end.ts'
import type { Answer, ReplyOption } from '../conversation.ts'
import { placesNamed } from '../places.ts'
import type { ModelPort, Ports } from '../ports.ts'
import { type Question, understand } from '../understand.ts'
import { wordsIn } from '../wording/words-in.ts'
import { figuresIn, isSameFigure } from './figures.ts'
import { readingTask } from './instructions.ts'
import { faultOf, type Worded } from './word-answer.ts'

const unread: readonly AnswerEnd[] = ['not-covered-silent', 'clarify-words']
const gistCharacters = 24

const proposalSchema = z.object({
  question: z.string().trim().min(2).max(200),
  place: z.string().max(40).nullish(),
  topic: z.string().max(40).nullish(),
  /** `other`: nothing that the measures are about. */
  intent: z.enum(['ask', 'compare', 'calculate', 'check', 'list', 'explain', 'other']).nullish(),
  facts: z.object({ totalInvestmentYuan: z.number().nullish() }).nullish(),
})

type Proposal = z.output<typeof proposalSchema>

/** The answer stays what it is; where the question as proposed has one, it is offered to press. Never rejects for a model. */
export async function offerReading(question: Question, answer: Answer, ports: Ports): Promise<Worded> {
  const { model } = ports
  if (model === undefined || !unread.includes(answer.end)) return { answer }
  const trace = { model: model.name, prompt: model.prompt, deciding: [], handles: [], lookUps: [], struck: [] }
  const given = await propose(question, model)
  if ('fault' in given) return { answer, trace: { ...trace, draft: '', outcome: 'failed', why: given.fault } }
  const draft = JSON.stringify(given.value)
  const proposal = proposalSchema.safeParse(given.value)
  const typed = proposal.success ? typedFrom(proposal.data, question, ports) : undefined
  if (typed === undefined) return { answer, trace: { ...trace, draft, outcome: 'unread' } }
  const option = optionFor(typed, await answerQuestion(typed, ports), ports)
  if (option === undefined) return { answer, trace: { ...trace, draft, outcome: 'unread' } }
  const options = [...answer.options, option]
  return { answer: { ...answer, options }, trace: { ...trace, draft, outcome: 'read' } }
}

async function propose(question: Question, model: ModelPort): Promise<{ value: unknown } | { fault: string }> {
  const data = JSON.stringify({ 提问: question.text, ...(question.before === '' ? {} : { 上一句: question.before }) })
  try {
    return { value: await model.propose({ task: readingTask, data }) }
  } catch (error) {
    return { fault: faultOf(error) }
  }
}

/** @returns undefined where it adds a place or a figure that was not said */
function typedFrom(proposal: Proposal, question: Question, { law, today }: Ports): Question | undefined {
  if (proposal.intent === 'other') return undefined
  const said = `${question.before} ${question.text}`
  const places = placesNamed(law, `${proposal.place ?? ''} ${proposal.question}`)
  if (places.some((place) => !question.measures.includes(place))) return undefined
  const figures = figuresIn(said)
  if (figuresIn(proposal.question).some((figure) => !figures.some((own) => isSameFigure(figure, own)))) return undefined
  const [measure] = question.measures
  const facts = factsIn(proposal, said)
  return understand(law, { question: proposal.question, measure, history: [], lang: question.lang, facts }, today)
}

function factsIn({ facts }: Proposal, said: string): Facts {
  const sum = facts?.totalInvestmentYuan ?? undefined
  const isSaid = figuresIn(said).some(({ kind, value }) => kind === 'money' && Number(value) === sum)
  const read = factsSchema.safeParse(isSaid ? { totalInvestmentYuan: sum } : {})
  return read.success ? read.data : {}
}

/** What is shown to press is the article's words, not the model's. */
function optionFor(typed: Question, answer: Answer, { law }: Ports): ReplyOption | undefined {
  const [first] = answer.citations
  if (answer.kind !== 'answer' || first === undefined) return undefined
  const measure = findMeasure(law, first.measure)
  const article = measure === undefined ? undefined : findArticle(measure, first.article)
  const words = wordsIn(typed.lang)
  const gist = [...(article?.text ?? first.quote).replaceAll(/\s/gu, '')].slice(0, gistCharacters).join('')
  const title = words.didYouMean(words.articleLabel(first.article), gist)
  return { title, payload: { v: 1, verb: 'ask-in', args: { measure: first.measure, question: typed.text } } }
}
