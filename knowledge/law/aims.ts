/** What questions of staff aim at: the rules, deadlines and filings of their measure, each by kind and id. */
import type { ArticleRef, Measure, StaffQuestion } from './measure.ts'

/** `rule:jining.security-budget`, `deadline:jining.sign-contract`: ids alone would not do, a filing may be named as its deadline. */
export const aimPattern = /^(?:rule|deadline|filing):[a-z]+\.[a-z0-9.-]+$/

/** Every aim there is in a measure, and the articles that carry it. */
export function aimsIn({
  rules,
  deadlines,
  filings,
}: Pick<Measure, 'rules' | 'deadlines' | 'filings'>): Map<string, readonly ArticleRef[]> {
  const kinds = { rule: rules, deadline: deadlines, filing: filings }
  return new Map(
    Object.entries(kinds).flatMap(([kind, rows]) =>
      rows.map((row) => [
        `${kind}:${row.id}`,
        [row.cites, ...('alsoCites' in row ? (row.alsoCites ?? []) : [])].map((place) => place.article),
      ]),
    ),
  )
}

/** An aim must be there, and in the article that answers the question. */
export function findAimFaults(
  questions: readonly Pick<StaffQuestion, 'q' | 'article' | 'aims'>[],
  aims: ReadonlyMap<string, readonly ArticleRef[]>,
): { about: string; problem: string; fix: string }[] {
  return questions.flatMap(({ q, article, aims: aimed = [] }) =>
    aimed.flatMap((aim) => {
      const about = `«${q}»`
      const articles = aims.get(aim)
      if (articles === undefined)
        return [
          {
            about,
            problem: `aims at ${aim}, which the measure does not have.`,
            fix: 'Write rule:, deadline: or filing: and an id.',
          },
        ]
      if (articles.includes(article)) return []
      const problem = `aims at ${aim}, which stands in article ${[...new Set(articles)].join(', ')}, and not in article ${article}.`
      return [{ about, problem, fix: 'Leave the aim out, or mend the article.' }]
    }),
  )
}
