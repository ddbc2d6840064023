/** One message: the conversation so far and what was said give the replies and the conversation as it then stands. */
import { type Facts, factsSchema } from '#knowledge/law/facts.ts'
import { findArticle, findMeasure } from '#knowledge/law/load.ts'
import type { MeasureId } from '#knowledge/law/measure.ts'
import { recordOf } from './answer-record.ts'
import { answerWorded } from './by-model/answer-worded.ts'
import { closedStep, unlessClosed, withClosedTold } from './closed.ts'
import type { ButtonPayload, Conversation, Reply, ReplyOption, Step, UserMessage } from './conversation.ts'
import { closeFeedback, takeFeedback, votesFor } from './feedback.ts'
import { takeLinking } from './linking.ts'
import { takeMyData } from './my-data.ts'
import { bindingMeasures, placesNamed, withoutPlaces } from './places.ts'
import { readableText } from './plain-text.ts'
import type { Ports } from './ports.ts'
import { withDeclarationOffered } from './project/declaration-offered.ts'
import { withoutFilling } from './project/fill-first.ts'
import { handleProject, withOpenQuestion } from './project/handle-project.ts'
import { projectOptions } from './project/options.ts'
import { portsIn } from './project/share.ts'
import { withStageFilings } from './project/stage-filings.ts'
import { relatedArticles } from './related.ts'
import { articlePath, replyOfAnswer } from './reply-of-answer.ts'
import { isGreeting, languageOf, understand } from './understand.ts'
import { wordsIn } from './wording/words-in.ts'

const turnsKept = 8

export async function handleMessage(given: Conversation, told: UserMessage, ports: Ports): Promise<Step> {
  const message = readable(told)
  const lang = langOf(given, message, ports)
  const ofData = takeMyData(given, message, lang, ports)
  if (ofData !== undefined) return ofData
  const linked = await takeLinking(given, message, lang, ports)
  if (linked !== undefined) return linked
  const feedback = takeFeedback(given, message, lang)
  if (feedback !== undefined) return feedback
  const conversation = closeFeedback(given)
  const ofProject = await handleProject(conversation, message, lang, ports)
  const before = { conversation: given, lang }
  if (ofProject !== undefined) return unlessClosed(ofProject, 'projects', ports.closed, before)
  const closed = message.event === 'opened' ? undefined : closedStep('answers', ports.closed, before)
  if (closed !== undefined) return closed
  const seen = portsIn(conversation, message, ports)
  const answered = await respond(withoutFilling(conversation), message, lang, seen)
  const followed = await withStageFilings(answered, message, lang, seen)
  const whole = withOpenQuestion(withDeclarationOffered(followed, message, seen), seen)
  return message.event === 'opened' ? withClosedTold(whole, ports.closed, lang) : whole
}

function readable(message: UserMessage): UserMessage {
  const text = readableText(message.text)
  if (message.button === undefined) return { ...message, text }
  const args = Object.entries(message.button.args).map(([name, given]) => [
    name,
    typeof given === 'string' ? readableText(given) : given,
  ])
  return { ...message, text, button: { ...message.button, args: Object.fromEntries(args) } }
}

async function respond(
  conversation: Conversation,
  message: UserMessage,
  lang: 'zh' | 'en',
  ports: Ports,
): Promise<Step> {
  if (message.event === 'opened') return greet(conversation, lang, ports)
  if (message.button !== undefined) return pressed(conversation, message.button, lang, ports)
  const text = message.text.trim()
  if (text === '') return say(conversation, { text: wordsIn(lang).notUnderstood, summary: wordsIn(lang).notUnderstood })
  if (isGreeting(text) && (conversation.measure ?? ports.person.measure) === undefined)
    return greet(conversation, lang, ports)
  const place = placeAlone(text, ports)
  if (place !== undefined) return choosePlace(conversation, place, lang, ports)
  return answer(conversation, { text, lang }, ports)
}

function langOf(conversation: Conversation, message: UserMessage, ports: Ports): 'zh' | 'en' {
  // One word («done») or a number alone is of no language: it stays the one that was spoken.
  const tells = /\p{Script=Han}|[A-Za-z]{2,}.*?[^A-Za-z][A-Za-z]{2,}/su.test(message.text)
  if (tells || (message.text.trim() !== '' && conversation.lang === undefined)) return languageOf(message.text)
  if (conversation.lang !== undefined) return conversation.lang
  return ports.person.lang ?? (message.locale?.toLowerCase().startsWith('en') === true ? 'en' : 'zh')
}

function greet(conversation: Conversation, lang: 'zh' | 'en', ports: Ports): Step {
  const words = wordsIn(lang)
  const own = ports.person.measure === undefined ? undefined : findMeasure(ports.law, ports.person.measure)
  const text = words.greeting(own?.jurisdiction[lang])
  const options =
    own === undefined
      ? placeOptions(ports, lang)
      : [...exampleOptions(words.examples, own.id), ...projectOptions(ports)]
  const known = own === undefined ? {} : { measure: own.id }
  return {
    replies: [{ text, summary: text.replaceAll('*', ''), options }],
    conversation: { ...conversation, ...known, lang },
  }
}

function pressed(
  conversation: Conversation,
  button: ButtonPayload,
  lang: 'zh' | 'en',
  ports: Ports,
): Promise<Step> | Step {
  const measure = String(button.args.measure ?? '')
  const question = String(button.args.question ?? '')
  const known = findMeasure(ports.law, measure) !== undefined
  switch (button.verb) {
    case 'choose-place':
      if (known) return choosePlace(conversation, measure, lang, ports)
      break
    case 'ask-in':
      if (known && question !== '') return answerIn(conversation, measure, question, ports)
      break
    case 'ask-with':
      if (known && question !== '') return answerWith(conversation, button, lang, ports)
      break
    case 'other-place':
      if (question !== '') return offerPlaces(conversation, question, lang, ports)
      break
    case 'related':
      if (known) return showRelated(conversation, button, lang, ports)
      break
  }
  return say(conversation, { text: wordsIn(lang).notUnderstood, summary: wordsIn(lang).notUnderstood })
}

/** The place is kept for the person; a question that waited for it is answered at once. */
async function choosePlace(
  conversation: Conversation,
  measure: MeasureId,
  lang: 'zh' | 'en',
  ports: Ports,
): Promise<Step> {
  const { pending, ...rest } = conversation
  if (pending !== undefined) return answerIn({ ...rest, measure }, measure, pending.question, ports)
  const words = wordsIn(lang)
  const text = words.placeKept(findMeasure(ports.law, measure)?.jurisdiction[lang] ?? measure)
  const reply: Reply = {
    text,
    summary: text.replaceAll('*', ''),
    options: [...exampleOptions(words.examples, measure), ...projectOptions(ports)],
  }
  return { replies: [reply], conversation: { ...rest, measure, lang } }
}

/** Answered by that place's measure; the first place ever chosen becomes the person's own. */
function answerIn(conversation: Conversation, measure: MeasureId, question: string, ports: Ports): Promise<Step> {
  const own = conversation.measure ?? ports.person.measure ?? measure
  const text = withoutPlaces(ports.law, question) || question
  return answer({ ...conversation, measure: own }, { text, lang: languageOf(question), measure }, ports)
}

/** The same question again, with one more fact told by a button. */
function answerWith(
  conversation: Conversation,
  button: ButtonPayload,
  lang: 'zh' | 'en',
  ports: Ports,
): Promise<Step> | Step {
  const { measure, question, fact, value } = button.args
  const told = factsSchema.safeParse({ [String(fact)]: value })
  if (!told.success)
    return say(conversation, { text: wordsIn(lang).notUnderstood, summary: wordsIn(lang).notUnderstood })
  const text = String(question)
  return answer(conversation, { text, lang: languageOf(text), measure: String(measure), facts: told.data }, ports)
}

interface Asked {
  readonly text: string
  readonly lang: 'zh' | 'en'
  /** The measure to answer by; the person's own where absent. */
  readonly measure?: MeasureId
  readonly facts?: Facts
}

async function answer(
  conversation: Conversation,
  { text, lang, measure, facts = {} }: Asked,
  ports: Ports,
): Promise<Step> {
  const place = measure ?? conversation.measure ?? ports.person.measure
  // A place chosen by a button wins over one named some turns ago.
  const history =
    measure === undefined ? conversation.recent : conversation.recent.map((turn) => withoutPlaces(ports.law, turn))
  const question = understand(ports.law, { question: text, measure: place, history, lang, facts }, ports.today)
  const { answer: given, trace } = await answerWorded(question, ports)
  const answered = recordOf(question, given, ports, trace)
  const { pending: _before, ...rest } = conversation
  const first = given.citations[0]
  const next: Conversation = {
    ...rest,
    lang,
    // A place chosen by a button holds for the talk, as one that is typed does.
    recent:
      given.kind === 'refused'
        ? conversation.recent
        : [...conversation.recent, withPlace(text, measure, ports)].slice(-turnsKept),
    ...(first === undefined ? {} : { lastCited: { measure: first.measure, article: first.article } }),
    ...(given.kind === 'clarify' ? { pending: { question: text } } : {}),
  }
  const reply = replyOfAnswer(given, text, lang, ports.law, votesFor(given, lang, ports))
  return { replies: [reply], conversation: next, ...(answered === undefined ? {} : { answered }) }
}

function withPlace(text: string, measure: MeasureId | undefined, ports: Ports): string {
  const place = measure === undefined ? undefined : findMeasure(ports.law, measure)?.jurisdiction.zh
  return place === undefined || text.includes(place) ? text : `${place}：${text}`
}

function offerPlaces(conversation: Conversation, question: string, lang: 'zh' | 'en', ports: Ports): Step {
  const text = wordsIn(lang).otherPlaces
  const options = bindingMeasures(ports.law).map((measure) =>
    option(measure.jurisdiction[lang], 'ask-in', { measure: measure.id, question }),
  )
  return say(conversation, { text, summary: text, options })
}

function showRelated(conversation: Conversation, button: ButtonPayload, lang: 'zh' | 'en', ports: Ports): Step {
  const words = wordsIn(lang)
  const measure = findMeasure(ports.law, String(button.args.measure))
  const given = button.args.article
  const ref = measure?.articles.find((article) => String(article.ref) === String(given))?.ref
  if (measure === undefined || ref === undefined)
    return say(conversation, { text: words.notUnderstood, summary: words.notUnderstood })
  const related = relatedArticles(ports.law, measure.id, ref)
  if (related.length === 0) return say(conversation, { text: words.noRelated, summary: words.noRelated })
  const head = words.related(`《${measure.title}》${findArticle(measure, ref)?.label ?? ''}`)
  const lines = related.map(
    (article) => `- [${article.label}](${articlePath(measure.id, article.ref)}) ${firstWords(article.text)}`,
  )
  return say(conversation, { text: [head, lines.join('\n')].join('\n\n'), summary: head })
}

function firstWords(text: string): string {
  const characters = [...text.replaceAll('\n', '')]
  return characters.length <= 60 ? characters.join('') : `${characters.slice(0, 59).join('')}…`
}

/** «济宁高新区» said alone chooses the place. */
function placeAlone(text: string, ports: Ports): MeasureId | undefined {
  const named = placesNamed(ports.law, text)
  if (named.length !== 1) return undefined
  const rest = withoutPlaces(ports.law, text).replace(
    /^(?:我在|我们?是|选|就|换(?:成|到)?|改成)|[的吧呢啊。,，!！\s]+$/gu,
    '',
  )
  return rest.trim() === '' ? named[0] : undefined
}

function placeOptions(ports: Ports, lang: 'zh' | 'en'): ReplyOption[] {
  return bindingMeasures(ports.law).map((measure) =>
    option(measure.jurisdiction[lang], 'choose-place', { measure: measure.id }),
  )
}

function exampleOptions(examples: readonly string[], measure: MeasureId): ReplyOption[] {
  return examples.map((example) => option(example, 'ask-in', { measure, question: example }))
}

function option(title: string, verb: string, args: ButtonPayload['args']): ReplyOption {
  return { title, payload: { v: 1, verb, args } }
}

function say(conversation: Conversation, reply: Reply): Step {
  return { replies: [reply], conversation }
}
