/** What is said of a rule beside its own words: what is still missing, what holds, several ways at once. */
import { facts as factList, factNames, isFactName } from '#knowledge/law/facts.ts'
import type { Words } from './condition-words.ts'
import type { Evaluation } from './conditions.ts'

/** `总投资、是否涉密`; a rule's own id stands for «whether it was done» or «whether it holds». */
export function nameMissing(missing: readonly string[]): Words {
  const ordered = orderMissing(missing)
  const zh = ordered.map((name) => (isFactName(name) ? factList[name].zh : '本项是否属实'))
  const en = ordered.map((name) => (isFactName(name) ? factList[name].en : 'whether this holds'))
  return { zh: zh.join('、'), en: en.join(', ') }
}

export function unknownOutcome(missing: readonly string[], wouldBe: Words): Words {
  const names = nameMissing(missing)
  return {
    zh: `还不能判断，需先知道：${names.zh}。若是：${wouldBe.zh}`,
    en: `Not decided yet; still needed: ${names.en}. If so: ${wouldBe.en}`,
  }
}

export function outsideScope(scope: Words): Words {
  return {
    zh: `本办法不适用于该项目（${scope.zh}），其余各条仅供对照`,
    en: `The measure does not govern this project (${scope.en}); the other findings are for comparison only`,
  }
}

export const notApplicable: Words = { zh: '不适用于本项目', en: 'Does not apply to this project' }

/** A fact told that goes against what is said. */
export function butAlso(fact: Words): Words {
  return { zh: `但所填“${fact.zh}”与此不一致，请核对`, en: `but «${fact.en}» was told as well; check it` }
}

export function dutyDone(duty: Words): Words {
  return { zh: `已确认做到：${duty.zh}`, en: `Confirmed as done: ${duty.en}` }
}

export function dutyMissed(duty: Words): Words {
  return { zh: `尚未做到，请补正：${duty.zh}`, en: `Not done; put it right: ${duty.en}` }
}

export function twoReadings(first: Words, second: Words, advised: Words): Words {
  return {
    zh: `有两种读法：①${first.zh}；②${second.zh}。建议从严：${advised.zh}`,
    en: `Two readings: (1) ${first.en}; (2) ${second.en}. The stricter is advised: ${advised.en}`,
  }
}

/** What a limit says while it is open: both ends. */
export function eitherWay(met: Words, unmet: Words): Words {
  return { zh: `${met.zh}；否则：${unmet.zh}`, en: `${met.en}; otherwise: ${unmet.en}` }
}

/** @param ways every way open, the shortest first */
export function severalWays(ways: readonly Words[], shortest: Words): Words {
  if (ways.length < 2) return shortest
  return {
    zh: `同时符合${ways.length}种情形：${ways.map((way) => way.zh).join('；')}。建议走最短的：${shortest.zh}`,
    en: `${ways.length} ways are open: ${ways.map((way) => way.en).join('; ')}. The shortest is advised: ${shortest.en}`,
  }
}

/** @param ways those that may still come out */
export function openWays(missing: readonly string[], ways: readonly Words[]): Words {
  const names = nameMissing(missing)
  const each = [...new Map(ways.map((way) => [way.zh, way])).values()]
  return {
    zh: `还不能判断，需先知道：${names.zh}。可能为：${each.map((way, i) => `（${i + 1}）${way.zh}`).join('；')}`,
    en: `Not decided yet; still needed: ${names.en}. It may be: ${each.map((way, i) => `(${i + 1}) ${way.en}`).join('; ')}`,
  }
}

/** The reasons as one sentence, each once. */
export function joinReasons(reasons: readonly Words[]): Words {
  return {
    zh: [...new Set(reasons.map((reason) => reason.zh))].join('；'),
    en: [...new Set(reasons.map((reason) => reason.en))].join('; '),
  }
}

/** Why a condition came out as it did, or what it still waits for. */
export function reasonsOf(evaluation: Evaluation): Words[] {
  const known: Words[] = evaluation.because.map(({ zh, en }) => ({ zh, en }))
  if (evaluation.regardless === undefined || evaluation.regardless.length === 0) return known
  const names = nameMissing(evaluation.regardless)
  return [...known, { zh: `尚未告知的${names.zh}不影响结论`, en: `not told, but without effect: ${names.en}` }]
}

export function stillNeeded(missing: readonly string[]): Words[] {
  if (missing.length === 0) return []
  const names = nameMissing(missing)
  return [{ zh: `还需知道：${names.zh}`, en: `still needed: ${names.en}` }]
}

/** Facts in the order the interview asks them, then rule ids. */
export function orderMissing(missing: readonly string[]): string[] {
  const wanted = new Set(missing)
  const ids = [...wanted].filter((name) => !isFactName(name))
  return [...factNames.filter((name) => wanted.has(name)), ...ids]
}
