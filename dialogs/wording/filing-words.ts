/** What is told of documents that are listed and made, in both languages. */
import { facts as factList, isFactName } from '#knowledge/law/facts.ts'
import { projectFields } from '#knowledge/law/filing-sources.ts'
import { eventNames } from '#tools/event-names.ts'

/** What a fact, a field or an event's day is called; anything else by its own words. */
function labelOf(name: string, lang: 'zh' | 'en'): string {
  const field = Object.entries(projectFields).find(([each]) => each === name)?.[1]
  if (field !== undefined) return field[lang]
  if (isFactName(name)) return factList[name][lang]
  const event = Object.entries(eventNames).find(([each]) => each === name)?.[1]
  return event === undefined ? name : lang === 'zh' ? `${event.zh}日期` : `day: ${event.en}`
}

const zh = {
  listHead: (name: string) => `**“${name}”要准备的材料**`,
  due: { now: '现在要交', later: '以后或遇到时再交', unknown: '视未填内容而定' },
  dueState: (due: 'now' | 'later' | 'unknown' | 'not-due') =>
    `——${due === 'not-due' ? '不需要' : due === 'now' ? '现在要交' : due === 'later' ? '以后或遇到时再交' : '视未填内容而定'}`,
  notDue: (titles: string) => `不需要：${titles}。`,
  make: (title: string) => `生成：${title}`,
  makeBlank: (title: string) => `空白件：${title}`,
  blankOrProject: (title: string) => `还没有项目。可以先要一份空白的《${title}》，也可以先申报项目，再按项目填好。`,
  which: '要哪一份？',
  whichPlace: '按哪里的办法生成？',
  noneFits: (name: string, titles: string) => `本地办法没有叫“${name}”的材料。有这些：${titles}。`,
  made: (title: string, project: string) => `**《${title}》已按“${project}”生成**（Word）`,
  madeBlank: (title: string) => `**空白的《${title}》已生成**（Word）`,
  basis: (place: string) => `依据：${place}`,
  conventional: '办法没有规定格式，章节按通行写法拟定。',
  sections: '各部分',
  gaps: (count: number) => `还缺${count}项，文中以【待填】标出`,
  gapsMore: (count: number) => `另有${count}项`,
  coverNote: '所依据的办法已不在有效期内，另附一份效力说明，不写进材料正文。',
  linkLife: '下载链接半小时内有效，只对您可用；过期了再点一次“重新生成”。',
  again: '重新生成',
  askAgain: '把没填的再问我一遍',
  allFilled: '已填齐',
  filings: '材料清单',
  more: (count: number) => `……另有${count}个部分`,
  before: (number: number, most: number, question: string) => `先补一项（${number}/${most}，可跳过）：${question}`,
  skip: '跳过',
  atOnce: '直接生成',
  yes: '是',
  no: '否',
  unread: '没有看懂这个回答。',
  leftOpen: '好，先不生成。已答的内容都保留在项目里。',
  state: (filled: number, all: number) =>
    all === 0
      ? '按办法原文，无须填写'
      : filled === all
        ? `已填齐（${all}项）`
        : `已填${filled}/${all}项，待填${all - filled}项`,
  waits: '待填',
  waitsFor: (names: string, count: number) => `待填：${names}${count === 0 ? '' : `等${count}项`}`,
  answerOne: (name: string) => `填${name}`,
  nameOf: (name: string) => labelOf(name, 'zh'),
  totalSaid: '您说的合计',
  sumDiffers: (sum: string, label: string, told: string) =>
    `请核对：预算明细合计${sum}，与${label}${told}不一致。两个数都照您说的记，没有改动。`,
  newlyFilled: (names: string) => `新填：${names}`,
  noLongerFilled: (names: string) => `不再填：${names}`,
  judgedAnew: (titles: string) => `判断或期限有变：${titles}`,
  rewritten: (label: string) => `${label}有改动`,
  sameAsLast: (day: string) => `与上次（${day}）生成的内容相同。`,
  changedSince: (day: string, what: string) => `较上次（${day}）生成的：${what}。`,
  semicolon: '；',
  madeSeveral: (count: number, project: string) => `**${count}份材料已按“${project}”生成**（一个压缩包，内为 Word）`,
  madeSeveralBlank: (count: number) => `**${count}份空白材料已生成**（一个压缩包，内为 Word）`,
  bundleName: (project: string) => `${project}-申报材料`,
  leftForLater: (count: number) => `以后或遇到时才交的${count}份没有放进来。`,
  noneDue: '按已填内容，现在没有要交的材料。',
  unclear: (name: string) => `“${name}”对应不止一份，请点选：`,
  andMore: (title: string, count: number) => `${title}等${count}份`,
  openOne: '单独生成',
  nothingToAsk: '没有还能在对话里补的了；其余要由编制人在文中填写。',
  noneMade: '还没有生成过材料。要哪一份？',
  refused: (title: string) => `《${title}》没有生成。`,
  otherPlace: (title: string, place: string, own: string) =>
    `《${title}》是${place}的材料，这个项目按${own}的办法申报，不能用它。请从${own}的材料清单里选。`,
  mendChecklist: '清单里有一项既勾了“已做到”又勾了“不利情形”，或者不属于这个办法。请重新核对清单。',
  mendField: (label: string, should: string) => `“${label}”现在记的内容不合要求。${should}`,
  mendOther: (message: string) => `项目里有一项内容不合要求（${message}）。请改正后再生成。`,
  shorter: '请写成文字，单行不超过200字，段落不超过5000字。',
  checklist: '核对清单',
  stageList: (stage: string) => `**这个项目与“${stage}”有关的材料**`,
  all: (count: number) => `打包生成这${count}份`,
  comma: '、',
}

type FilingWords = typeof zh

const en: FilingWords = {
  listHead: (name) => `**Documents of “${name}”**`,
  due: { now: 'due now', later: 'later, or if it happens', unknown: 'depends on what is not told yet' },
  dueState: (due) =>
    ` – ${due === 'not-due' ? 'not needed' : due === 'now' ? 'due now' : due === 'later' ? 'later, or if it happens' : 'depends on what is not told yet'}`,
  notDue: (titles) => `Not needed: ${titles}.`,
  make: (title) => `Make: ${title}`,
  makeBlank: (title) => `Blank: ${title}`,
  blankOrProject: (title) =>
    `There is no project yet. Take a blank “${title}” now, or declare the project first and have it filled in.`,
  which: 'Which one?',
  whichPlace: 'By which place’s measure?',
  noneFits: (name, titles) => `The measure has no document called “${name}”. It has: ${titles}.`,
  made: (title, project) => `**“${title}” is made for “${project}”** (Word, in Chinese)`,
  madeBlank: (title) => `**A blank “${title}” is made** (Word, in Chinese)`,
  basis: (place) => `Basis: ${place}`,
  conventional: 'The measure prescribes no form; the sections follow common practice.',
  sections: 'Sections',
  gaps: (count) => `${count} things are missing, marked 【待填】 in the text`,
  gapsMore: (count) => `${count} more`,
  coverNote: 'The measure is no longer in force: a note on that is a second file, not part of the document.',
  linkLife: 'The link is good for half an hour and for you only; press “Make again” after that.',
  again: 'Make again',
  askAgain: 'Ask me what is missing',
  allFilled: 'all filled',
  filings: 'Documents',
  more: (count) => `… and ${count} more`,
  before: (number, most, question) => `First, one thing (${number} of at most ${most}; you may skip it): ${question}`,
  skip: 'Skip',
  atOnce: 'Make it now',
  yes: 'Yes',
  no: 'No',
  unread: 'I could not read that answer.',
  leftOpen: 'Not made. What you told is kept with the project.',
  state: (filled, all) =>
    all === 0
      ? 'the measure’s own words, nothing to fill'
      : filled === all
        ? `all ${all} filled`
        : `${filled} of ${all} filled`,
  waits: 'To fill in',
  waitsFor: (names, count) => `to fill in: ${names}${count === 0 ? '' : ` … (${count} in all)`}`,
  answerOne: (name) => `Fill in ${name}`,
  nameOf: (name) => labelOf(name, 'en'),
  totalSaid: 'the total you gave',
  sumDiffers: (sum, label, told) =>
    `Please check: the budget lines come to ${sum}, ${label} is ${told}. Both are kept as told; nothing was changed.`,
  newlyFilled: (names) => `newly filled: ${names}`,
  noLongerFilled: (names) => `no longer filled: ${names}`,
  judgedAnew: (titles) => `findings or deadlines changed: ${titles}`,
  rewritten: (label) => `${label} was changed`,
  sameAsLast: (day) => `The same as the one made on ${day}.`,
  changedSince: (day, what) => `Since the one made on ${day}: ${what}.`,
  semicolon: '; ',
  madeSeveral: (count, project) =>
    `**${count} documents are made for “${project}”** (one zip of Word files, in Chinese)`,
  madeSeveralBlank: (count) => `**${count} blank documents are made** (one zip of Word files, in Chinese)`,
  bundleName: (project) => `${project}-申报材料`,
  leftForLater: (count) => `${count} that are due later, or only if something happens, are left out.`,
  noneDue: 'On what is told so far, nothing is due now.',
  unclear: (name) => `“${name}” fits several; please choose:`,
  andMore: (title, count) => `${title} and ${count - 1} more`,
  openOne: 'Make this one',
  nothingToAsk: 'Nothing more can be filled in here; the rest is for the writer to add in the text.',
  noneMade: 'No document was made yet. Which one?',
  refused: (title) => `“${title}” was not made.`,
  otherPlace: (title, place, own) =>
    `“${title}” belongs to ${place}; this project is declared under the measure of ${own}. Please choose from its own list.`,
  mendChecklist:
    'Something on the checklist is ticked both as done and as a ground against, or is none of this measure’s. Please check the list again.',
  mendField: (label, should) => `What is kept as “${label}” does not fit. ${should}`,
  mendOther: (message) => `Something in the project does not fit (${message}). Please correct it first.`,
  shorter: 'It must be text: a line of at most 200 characters, a paragraph of at most 5,000.',
  checklist: 'Check the list',
  stageList: (stage) => `**This project’s documents about “${stage}”**`,
  all: (count) => `Make all ${count} as a zip`,
  comma: ', ',
}

export function filingWordsIn(lang: 'zh' | 'en'): FilingWords {
  return lang === 'en' ? en : zh
}
