import type { IsoDate } from '#knowledge/law/units.ts'
import type { Words } from './words.ts'

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** 2025-11-23 → 23 November 2025 */
export function writeDay(day: IsoDate): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${date} ${months[(month ?? 1) - 1]} ${year}`
}

export const en: Words = {
  labels: {
    basis: 'Basis',
    validity: 'Validity',
    next: 'Next',
    seeAlso: 'See also',
    nearest: 'Nearest provision',
    corrected: 'quote carries a correction of the source',
    doubt: 'Doubtful',
    translation: 'English translation (for reference)',
  },
  buttons: { original: 'Read the article', related: 'Related provisions', otherPlace: 'Another place' },
  feedback: {
    good: '👍 Useful',
    bad: '👎 Not right',
    thanks: 'Noted, thank you.',
    whatWasWrong: 'What was wrong? Choose one, or say it in a sentence.',
    inYourWords: 'Please say it in a sentence, or simply ask your next question.',
    wordsKept: 'Noted, thank you. If that was a question, please send it again.',
    reasons: {
      'wrong-article': 'Wrong article',
      'beside-the-point': 'Not what I asked',
      outdated: 'Out of date',
      'too-long': 'Too long or unclear',
      other: 'Something else',
    },
  },
  examples: [
    'Who organises completion acceptance?',
    'When is the self-evaluation done?',
    'What if the contents have to change?',
  ],
  greeting: (place) =>
    place === undefined
      ? 'Hello, I answer questions on the measures for government IT projects. Every answer quotes the article and says whether it is in force.\n\nWhich place are you in? (I will remember; you can change it at any time.)'
      : `Welcome back. Your place is **${place}**: just ask; for another place, name it in the question.`,
  placeKept: (place) => `Your place is now **${place}**. Just ask, for example:`,
  otherPlaces: 'Which place instead? I will answer again by its measure.',
  related: (place) => `Provisions related to ${place}:`,
  noRelated: 'No other provision is directly related.',
  notUnderstood: 'That button no longer works; please type your question.',
  articleLabel: (ref, paragraph, item) =>
    `${typeof ref === 'number' ? `Article ${ref}` : `Annex ${ref.slice('annex-'.length)}`}${paragraph === undefined ? '' : `, paragraph ${paragraph}`}${item === undefined ? '' : `, item ${item}`}`,
  validity: ({ status, from, to, on }, title) => {
    const until = to === null ? 'no end date' : `valid to ${writeDay(to)}`
    const life = `${title}: in force from ${writeDay(from)}, ${until}`
    if (status === 'expired')
      return `⚠ ${life}; expired by ${writeDay(on)}. Confirm whether it was extended or replaced.`
    if (status === 'not-yet') return `⚠ ${life}; not yet in force on ${writeDay(on)}.`
    return `${life}; in force on ${writeDay(on)}.`
  },
  compared: 'Side by side:',
  comparisonHead: '| Place | What it says | Provision |',
  validityShort: ({ status, to, from }, place) =>
    status === 'expired' && to !== null
      ? `⚠ ${place}: expired on ${writeDay(to)}; confirm whether it was extended or replaced.`
      : status === 'not-yet'
        ? `⚠ ${place}: not in force before ${writeDay(from)}.`
        : `${place}: in force.`,
  validityAnswer: ({ status, from, to, on, note }, title) => {
    const aside = note === undefined ? '' : ` (${note})`
    if (status === 'not-yet') return `Not yet in force on ${writeDay(on)}: ${title} takes effect on ${writeDay(from)}.`
    if (to === null) return `In force: ${title} took effect on ${writeDay(from)} and sets no end date.${aside}`
    if (status === 'expired') return `Expired: ${title} was in force from ${writeDay(from)} to ${writeDay(to)}.${aside}`
    return `In force: ${title} took effect on ${writeDay(from)} and is valid to ${writeDay(to)}.`
  },
  thanks: 'You are welcome.',
  notRead: 'I did not understand that. Please put it another way, e.g. «Who organises completion acceptance?»',
  classified:
    'Enter nothing about a classified project here: this assistant runs on a non-classified network, reckons nothing for it and keeps nothing more. Turn to your unit’s secrecy office or the secrecy authority.',
  noSuchArticle: (title, articles, annexes) =>
    `${title} has no such article: it has ${articles} articles${annexes === 0 ? '' : ` and ${annexes} annexes`}.`,
  vagueSum: (question, low, high) => `${question} If lower: ${low} If higher: ${high}`,
  asWritten: (words) => ` The article says «${words}».`,
  annexSays: (place, words) => `${place}: ${words}`,
  chapterHolds: ({ number, title }, articles, first, last) =>
    `Chapter ${number} (${title}) has ${articles} articles: ${first} to ${last}.`,
  stage: (title, does, actor, place) => `**${title}**: ${does} (${actor}; ${place})`,
  whereItApplies: ' (where it applies)',
  notSo: 'That is not so. ',
  notThat: (figure) => `Not ${figure}. `,
  onlyVague: (word) => `The measure says only «${word}»; no figure is laid down. `,
  notCovered: (title) => `${title} does not provide for this. `,
  askContact: (contact) => `Ask ${contact} to confirm.`,
  nearestIs: (place) => `The nearest is ${place}, but it does not settle what you ask.`,
  whichPlace: 'Which place’s measure do you mean? The rules differ.',
  choosePlace: 'Choose a place',
  confirmExtension: (contact) => `Ask ${contact} whether the measure was extended or replaced.`,
  smallTalk:
    'Hello, I answer questions on the measures for government IT projects. Just ask, for example: «How soon must a signed contract be filed?»',
  refused:
    'I cannot do that: answers rest on the text of the measures only; I do not restate rules otherwise, reveal settings or act as someone else. Ask me a policy question.',
  outOfScope: 'That is outside my field: I only answer questions on the measures for government IT projects.',
  lostPicture: (place) => `${place} is a picture lost from the source page; there are no words to quote.`,
  chineseOnly: '(the provision is in Chinese)',
  didYouMean: (label, gist) => `Did you mean ${label}: ${gist}…`,
  composedByModel:
    '[Text above: AI-generated (人工智能生成), checked sentence by sentence; the quoted articles prevail.]',
}
