/** A question with an amount is decided by the rules of its measure: the number, the limit, and what follows. */
import { type FactName, type Facts, facts as factList } from '#knowledge/law/facts.ts'
import { findArticle, type Law } from '#knowledge/law/load.ts'
import type { Citation, Measure } from '#knowledge/law/measure.ts'
import type { Rule } from '#knowledge/law/rule.ts'
import { conditionsOf } from '#knowledge/law/rule-check.ts'
import type { ArticleHit } from '#knowledge/retrieval/index-types.ts'
import { gramsOf } from '#knowledge/retrieval/telling.ts'
import type { Finding } from '#tools/check-thresholds.ts'
import { leavesOf } from '#tools/conditions.ts'
import { fitConclusion } from './compose.ts'
import type { ReplyOption, ToolUse } from './conversation.ts'
import { type Draft, draftOf, type Found } from './draft.ts'
import type { SaidFacts } from './facts-said.ts'
import type { Ports } from './ports.ts'
import { quoteArticle } from './quoting.ts'
import type { Question } from './understand.ts'
import { wordsIn } from './wording/words-in.ts'

/** Rules are only looked at in articles that search found near, best first. */
const articlesLookedAt = 3
/** A second article counts as found where its score is at most this far below the first's (natural logarithm, summed over rankers). */
const alsoWithin = 2.5

/** @returns undefined where the question holds no amount that a rule of the articles found asks for */
export async function answerByRules(
  question: Question,
  { measure, result, tool }: Found,
  ports: Ports,
): Promise<Draft | undefined> {
  const { said } = question
  const facts: Facts = { ...question.facts, ...said.facts }
  const asked: readonly FactName[] = [
    ...said.measured,
    ...(said.vague === undefined ? [] : [said.vague.fact]),
    ...(Object.keys(question.facts) as FactName[]),
  ]
  const rules = rulesAsking(measure, asked, result.hits, question)
  if (rules.length === 0) return undefined
  const { findings, ends, tools } = await checkSaid(measure, facts, said, rules, ports)
  const found = rules.flatMap((id) => findings.find((finding) => finding.rule === id) ?? [])
  const [main] = found
  if (main === undefined)
    return said.vague === undefined
      ? undefined
      : askSum(said.vague.question, rules[0], ends, { measure, result, tool }, tools, question, ports)
  // An open rule asks its question alone; beside a settled one only what is settled too.
  const told =
    main.status === 'unknown'
      ? [main]
      : [main, ...found.filter((finding) => finding !== main && finding.status !== 'unknown')]
  const conclusion = told.map((finding) => sentence(finding, said, question.lang)).join('')
  const end = main.status === 'unknown' ? 'answer-lacks-fact' : 'answer-by-rule'
  return draftOf(end, fitConclusion(`${yesOrNo(question, main)}${conclusion}`), {
    citations: quoteFindings(told, measure, ports.law, question.lang),
    tools: [tool, ...tools],
    options: main.status === 'unknown' ? optionsFor(main.missing[0], question, measure) : [],
  })
}

/** «要不要» is answered with yes or no first, where the rule says it. */
function yesOrNo(question: Question, finding: Finding): string {
  if (!question.seeks.has('yes-no')) return ''
  const asksNeed = /要不要|用不用|需不需|需要|得|必须|还要|也要|要.*[吗么]|\b(?:must|need|required?|have to)\b/iu.test(
    question.text,
  )
  if (!asksNeed) return ''
  const outcome = finding.outcome.zh
  const isNeeded =
    finding.status === 'applies' && /须|需|应/u.test(outcome.slice(0, 12)) && !/^(?:无须|无需|不)/u.test(outcome)
  if (isNeeded) return question.lang === 'zh' ? '需要。' : 'Yes. '
  if (finding.status === 'does-not-apply' || /^(?:无须|无需|不必|不需)/u.test(outcome))
    return question.lang === 'zh' ? '不需要。' : 'No. '
  return ''
}

/** The words each finding rests on; of one article together. */
function quoteFindings(findings: readonly Finding[], measure: Measure, law: Law, lang: 'zh' | 'en'): Citation[] {
  const refs = [...new Set(findings.map((finding) => finding.citation.article))]
  return refs.flatMap((ref) => {
    const article = findArticle(measure, ref)
    const own = findings.map((finding) => finding.citation).filter((citation) => citation.article === ref)
    const telling = own.map((citation, index) => ({
      text: citation.quote,
      paragraph: citation.paragraph ?? 1,
      ...(citation.item === undefined ? {} : { item: citation.item }),
      index,
    }))
    return article === undefined ? own : quoteArticle(law, article, telling, [], lang)
  })
}

/** What follows and why; where a fact is missing the law's own words, and the question that would settle it. */
function sentence(finding: Finding, said: SaidFacts, lang: 'zh' | 'en'): string {
  if (finding.status === 'unknown') return openSentence(finding, lang)
  const outcome = finding.outcome[lang]
  const because = inWordsSaid(lang === 'zh' ? finding.because : finding.becauseEn, said)
  if (because === '') return lang === 'zh' ? `${outcome}。` : `${outcome}. `
  return lang === 'zh' ? `${outcome}（${because}）。` : `${outcome} (${because}). `
}

function openSentence(finding: Finding, lang: 'zh' | 'en'): string {
  const [missing] = finding.missing
  const ask = missing !== undefined && missing in factList ? factList[missing as FactName].ask[lang] : undefined
  if (ask === undefined) return lang === 'zh' ? `${finding.outcome.zh}。` : `${finding.outcome.en}. `
  return lang === 'zh'
    ? `${finding.citation.quote.replace(/[，,；;。]$/u, '')}。${ask}`
    : `${finding.outcome.en}. ${ask} `
}

/** A vague or relative sum is told as it was said, not as the number it was reckoned with. */
function inWordsSaid(because: string, said: SaidFacts): string {
  if (said.vague === undefined) return because
  return because.replace(/[\d,]+(?:元| yuan)/u, said.vague.said)
}

/** A vague sum settles a rule where both its ends give the same result. */
async function checkSaid(
  measure: Measure,
  facts: Facts,
  said: SaidFacts,
  rules: readonly string[],
  ports: Ports,
): Promise<{ findings: readonly Finding[]; ends: readonly (readonly Finding[])[]; tools: ToolUse[] }> {
  if (said.vague === undefined) return { ...(await check(measure, facts, rules, ports)), ends: [] }
  const { fact, low, high } = said.vague
  const least = await check(measure, { ...facts, [fact]: low }, rules, ports)
  const most = await check(measure, { ...facts, [fact]: high }, rules, ports)
  const same = least.findings.filter((finding) =>
    most.findings.some((other) => other.rule === finding.rule && other.status === finding.status),
  )
  return { findings: same, ends: [least.findings, most.findings], tools: [...least.tools, ...most.tools] }
}

/** A vague sum that lies across a limit: asked back, with what follows on either side. */
function askSum(
  ask: string,
  rule: string | undefined,
  ends: readonly (readonly Finding[])[],
  found: Found,
  tools: readonly ToolUse[],
  question: Question,
  ports: Ports,
): Draft | undefined {
  const [low, high] = ends.map((findings) => findings.find((finding) => finding.rule === rule))
  if (low === undefined || high === undefined) return undefined
  const stop = question.lang === 'zh' ? '。' : '.'
  const conclusion = wordsIn(question.lang).vagueSum(
    ask,
    `${low.outcome[question.lang]}${stop}`,
    `${high.outcome[question.lang]}${stop}`,
  )
  return draftOf('answer-lacks-fact', fitConclusion(conclusion), {
    citations: quoteFindings([low], found.measure, ports.law, question.lang),
    tools: [found.tool, ...tools],
  })
}

async function check(
  measure: Measure,
  facts: Facts,
  rules: readonly string[],
  ports: Ports,
): Promise<{ findings: readonly Finding[]; tools: ToolUse[] }> {
  const input = { measure: measure.id, facts, rules }
  const output = (await ports.runTool('check_thresholds', input)) as { findings: readonly Finding[] }
  const told = output.findings.filter((finding) => finding.because !== '' && finding.status !== 'unknown')
  return { findings: output.findings, tools: [{ name: 'check_thresholds', input, output: { findings: told } }] }
}

/** Rules of the nearest articles that ask a fact that was said; those whose words are nearest to the question first. */
function rulesAsking(
  measure: Measure,
  asked: readonly FactName[],
  hits: readonly ArticleHit[],
  question: Question,
): string[] {
  const near = hits.slice(0, articlesLookedAt).map((hit) => hit.article)
  const words = gramsOf(question.query)
  const asking = measure.rules.filter((rule) =>
    factsAsked(rule, measure.rules).some((fact) => asked.includes(fact as FactName)),
  )
  // The nearest article's own rules; only where it has none, those of the next. An article found nearly as surely counts too.
  const nearest = near.find((ref) => asking.some((rule) => rule.cites.article === ref))
  const best = hits[0]?.score ?? 0
  const also = hits
    .filter((hit) => near.includes(hit.article) && hit.score >= best - alsoWithin)
    .map((hit) => hit.article)
  return asking
    .filter((rule) => rule.cites.article === nearest || also.includes(rule.cites.article))
    .map((rule) => {
      const rank = near.indexOf(rule.cites.article)
      const own = gramsOf(`${rule.title.zh} ${rule.title.en} ${rule.cites.quote}`)
      const shared = [...words].filter((gram) => gram.length > 1 && own.has(gram)).length
      return { id: rule.id, score: shared / Math.sqrt(own.size) + 2 / (1 + (rank === -1 ? articlesLookedAt : rank)) }
    })
    .sort((a, b) => b.score - a.score)
    .map((each) => each.id)
}

/** The facts a rule's conditions ask, also through the rules it leans on. */
export function factsAsked(rule: Rule, rules: readonly Rule[]): string[] {
  const leaves = conditionsOf(rule).flatMap((condition) => leavesOf(condition, rules))
  return leaves.flatMap((leaf) =>
    'fact' in leaf ? [leaf.fact] : 'ratio' in leaf ? [leaf.ratio, leaf.of] : [leaf.since],
  )
}

/** «是建设类还是购买服务？» as buttons: the question again, with the fact told. */
function optionsFor(missing: string | undefined, question: Question, measure: Measure): ReplyOption[] {
  const definition = missing === undefined || !(missing in factList) ? undefined : factList[missing as FactName]
  if (definition === undefined || missing === undefined) return []
  const yesNo = question.lang === 'zh' ? (['是', '否'] as const) : (['Yes', 'No'] as const)
  const values =
    definition.options?.map((option) => ({ title: option[question.lang], value: option.value })) ??
    (definition.unit === 'yes-no'
      ? [
          { title: yesNo[0], value: true },
          { title: yesNo[1], value: false },
        ]
      : [])
  return values.map(({ title, value }) => ({
    title,
    payload: { v: 1, verb: 'ask-with', args: { measure: measure.id, question: question.text, fact: missing, value } },
  }))
}
