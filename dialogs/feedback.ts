/** 👍 and 👎 under every answer: one press keeps a vote, a bad one asks for its reason once. */
import { isPleasantry } from './answer-end.ts'
import type { Answer, Conversation, Reply, ReplyOption, Step, UserMessage } from './conversation.ts'
import { type Feedback, isReason, reasons } from './feedback-reasons.ts'
import type { Ports } from './ports.ts'
import { isGreeting } from './understand.ts'
import { wordsIn } from './wording/words-in.ts'

const reasonCharactersAtMost = 1000
/** After 👎 some ask again instead of saying what was wrong; those want an answer. */
const asks =
  /[?？]\s*$|(?:吗|呢|么)[。！!\s]*$|^(?:谁|哪|什么|啥|怎么|咋|多久|多少|几|何|是否|是不是|能不能|可不可以|要不要|用不用|需不需要)|^(?:what|who|when|how|which|where|can|must|may|do|does|is|are|should)\b/iu

/** The buttons under an answer. @returns none where nothing was answered, or answers are not kept */
export function votesFor(answer: Answer, lang: 'zh' | 'en', ports: Ports): readonly ReplyOption[] {
  const { answerId } = ports
  // A question back is no answer yet: it is the place that is wanted.
  if (answerId === undefined || isPleasantry(answer.end) || answer.kind === 'clarify') return []
  const { good, bad } = wordsIn(lang).feedback
  return [vote(good, answerId, true), vote(bad, answerId, false)]
}

/** @returns undefined where the message is no feedback; whatever was asked about an answer is then closed by `closeFeedback` */
export function takeFeedback(conversation: Conversation, message: UserMessage, lang: 'zh' | 'en'): Step | undefined {
  const { button } = message
  if (button === undefined) return takeWords(conversation, message.text.trim(), lang)
  const { answer, good, reason } = button.args
  if (typeof answer !== 'string' || answer === '') return undefined
  if (button.verb === 'feedback' && typeof good === 'boolean')
    return good ? thank(conversation, { answer, good }, lang) : askReason(conversation, answer, lang)
  if (button.verb === 'feedback-reason' && isReason(reason)) {
    const feedback = { answer, good: false, reason }
    return reason === 'other' ? askWords(conversation, feedback, lang) : thank(conversation, feedback, lang)
  }
  return undefined
}

/** Once something else is said, no reason is awaited any more. */
export function closeFeedback(conversation: Conversation): Conversation {
  const { reasonAsked: _closed, ...rest } = conversation
  return rest
}

function takeWords(conversation: Conversation, words: string, lang: 'zh' | 'en'): Step | undefined {
  const { reasonAsked } = conversation
  if (reasonAsked === undefined || words === '' || asks.test(words) || isGreeting(words)) return undefined
  const kept = [...words].slice(0, reasonCharactersAtMost).join('')
  const step = thank(conversation, { answer: reasonAsked.answer, good: false, reason: 'other', words: kept }, lang)
  return { ...step, replies: [say(wordsIn(lang).feedback.wordsKept)] }
}

function thank(conversation: Conversation, feedback: Feedback, lang: 'zh' | 'en'): Step {
  return { replies: [say(wordsIn(lang).feedback.thanks)], conversation: closeFeedback(conversation), feedback }
}

function askReason(conversation: Conversation, answer: string, lang: 'zh' | 'en'): Step {
  const words = wordsIn(lang).feedback
  const options = reasons.map((reason): ReplyOption => {
    return { title: words.reasons[reason], payload: { v: 1, verb: 'feedback-reason', args: { answer, reason } } }
  })
  return {
    replies: [{ ...say(words.whatWasWrong), options }],
    conversation: { ...conversation, reasonAsked: { answer } },
    feedback: { answer, good: false },
  }
}

function askWords(conversation: Conversation, feedback: Feedback, lang: 'zh' | 'en'): Step {
  return {
    replies: [say(wordsIn(lang).feedback.inYourWords)],
    conversation: { ...conversation, reasonAsked: { answer: feedback.answer } },
    feedback,
  }
}

function vote(title: string, answer: string, good: boolean): ReplyOption {
  return { title, payload: { v: 1, verb: 'feedback', args: { answer, good } } }
}

function say(text: string): Reply {
  return { text, summary: text }
}
