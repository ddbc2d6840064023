/** The answer stands before a model is asked. Its wording then may change; nothing it says may. */
import { type Law, translationOf } from '#knowledge/law/load.ts'
import { composeText, validityLine } from '../compose.ts'
import type { Answer, ModelTrace, ToolUse } from '../conversation.ts'
import { findHandle, type Handle, type Handles, handlesOf, withTool } from '../handles.ts'
import type { ModelPort, Ports } from '../ports.ts'
import type { Question } from '../understand.ts'
import { wordsIn } from '../wording/words-in.ts'
import { type CheckedDraft, startCheck } from './check-draft.ts'
import { wordingTask } from './instructions.ts'

/** An answer as it goes out, and how its words came about. */
export interface Worded {
  readonly answer: Answer
  readonly trace?: ModelTrace
}

const othersAtMost = 2

/** Never rejects for what a model does: the answer as it is goes out. */
export async function wordAnswer(question: Question, answer: Answer, ports: Ports): Promise<Worded> {
  const { model } = ports
  if (model === undefined || !mayBeWorded(question, answer, ports.law)) return { answer }
  let handles = handlesOf(question, answer, ports.law)
  const found: ToolUse[] = []
  const lookUp = async (name: string, input: unknown): Promise<string> => {
    const use = { name, input, output: await ports.runTool(name, input) }
    const more = withTool(handles, use)
    handles = more.handles
    found.push(use)
    return `[${more.handle.id}] ${more.handle.text}`
  }
  const check = startCheck(() => ({ question, answer, handles, law: ports.law }))
  let draft = ''
  const show = showGrowth(question, model, ports)
  try {
    for await (const piece of model.write({ ...briefOf(handles, question, answer, ports), lookUp })) {
      draft += piece
      check.take(piece)
      show(check.soFar())
    }
  } catch (error) {
    return { answer, trace: { ...traceOf(model, handles, draft, found), outcome: 'failed', why: faultOf(error) } }
  }
  const checked = check.end()
  const trace = { ...traceOf(model, handles, draft, found), struck: checked.struck }
  if (checked.text === undefined)
    return { answer, trace: { ...trace, outcome: 'withdrawn', why: checked.withdrawn ?? '' } }
  const worded = reword(answer, checked, checked.text, found, model.name)
  return {
    answer: { ...worded, text: composeText(worded, question.lang, ports.law) },
    trace: { ...trace, outcome: 'worded' },
  }
}

/** Shows the checked words when there are more of them, labelled as the answer will be. */
function showGrowth({ lang }: Question, { name }: ModelPort, { showDraft }: Ports): (text: string | undefined) => void {
  let shown = ''
  return (text) => {
    if (showDraft === undefined || text === undefined || text === shown) return
    shown = text
    const { composedByModel } = wordsIn(lang)
    showDraft({ text: `${text}\n\n${composedByModel}`, summary: `${text}${composedByModel}`, composedBy: name })
  }
}

/** English words are held against a translation: where a measure has none, they could not be checked. */
function mayBeWorded({ lang }: Question, answer: Answer, law: Law): boolean {
  if (answer.kind !== 'answer' || answer.citations.length === 0) return false
  return lang === 'zh' || answer.citations.every(({ measure }) => translationOf(law, measure) !== undefined)
}

export function reword(
  answer: Answer,
  { sentences }: CheckedDraft,
  conclusion: string,
  found: readonly ToolUse[],
  model: string,
): Answer {
  const isCited = (handle: Handle) =>
    answer.citations.some((each) => each.measure === handle.measure && each.article === handle.article)
  const others = sentences
    .flatMap((sentence) => sentence.cites)
    .filter((handle, i, all) => handle.citation !== undefined && !isCited(handle) && all.indexOf(handle) === i)
    .slice(0, othersAtMost)
    .flatMap((handle) => handle.citation ?? [])
  return {
    ...answer,
    conclusion,
    citations: [...answer.citations, ...others],
    tools: [...answer.tools, ...found],
    composedBy: model,
  }
}

/** What a model is told: the task and the sources first, then what was asked and found. */
function briefOf(handles: Handles, question: Question, answer: Answer, ports: Ports): { task: string; data: string } {
  const isWhole = (handle: Handle) => handle.id <= 100
  const told = (handle: Handle) => `[${handle.id}] ${handle.label}\n${handle.text}`
  const lead = new Set(handles.deciding)
  const data = {
    提问: question.text,
    ...(question.before === '' ? {} : { 上一句: question.before }),
    语言: question.lang === 'zh' ? '中文' : 'English',
    现有答复: answer.conclusion,
    依据: handles.deciding.map((id) => `[${id}]`),
    效力: answer.validity.map((each) => validityLine(each, question.lang, ports.law)),
    另外的资料: handles.all.filter((handle) => !isWhole(handle)).map(told),
    值的代号: Object.fromEntries([...handles.values].filter(([id]) => lead.has(Number.parseInt(id, 10)))),
  }
  return {
    task: [wordingTask, ...handles.all.filter(isWhole).map(told)].join('\n'),
    data: JSON.stringify(data, null, 1),
  }
}

function traceOf(
  model: ModelPort,
  handles: Handles,
  draft: string,
  found: readonly ToolUse[],
): Omit<ModelTrace, 'outcome'> {
  const named = [...draft.matchAll(/[[{【](\d+)[a-z]?[\]}】]/gu)].flatMap(
    ([, id]) => findHandle(handles, Number(id)) ?? [],
  )
  return {
    model: model.name,
    prompt: model.prompt,
    draft,
    deciding: handles.deciding,
    handles: [...new Set(named)].map(({ id, label, text, measure, article }) => ({
      id,
      label,
      // The words of an article are found again by the digest of the measures.
      ...(measure === undefined || article === undefined ? { text } : { measure, article }),
    })),
    lookUps: found,
    struck: [],
  }
}

export function faultOf(error: unknown): string {
  if (error instanceof Error && 'fault' in error) return String(error.fault)
  return error instanceof Error ? error.name : String(error)
}
