/** The same assistant with another calendar or another law: as after a new file or a new release. */
import type { Assistant } from '#bot/assistant.ts'
import type { WorkCalendar } from '#knowledge/calendar/calendar.ts'
import type { Law } from '#knowledge/law/load.ts'
import { runTool } from '#tools/toolbox.ts'

export function assistantWith(
  assistant: Assistant,
  { law = assistant.law, calendar = assistant.calendar }: { law?: Law; calendar?: WorkCalendar },
): Assistant {
  const { search } = assistant
  return {
    ...assistant,
    law,
    calendar,
    toolContext: (today) => ({ law, search, calendar, today }),
    ports: (today, person, message) => ({
      ...assistant.ports(today, person, message),
      law,
      calendar,
      runTool: (name, input) => runTool(name, input, { law, search, calendar, today }),
    }),
  }
}

/** The law with another period for one deadline. */
export function lawWithPeriod(law: Law, deadline: string, period: string): Law {
  const measures = law.measures.map((measure) => ({
    ...measure,
    deadlines: measure.deadlines.map((rule) =>
      rule.id === deadline && rule.reckoning.by === 'working-days'
        ? { ...rule, reckoning: { ...rule.reckoning, period } }
        : rule,
    ),
  }))
  return { ...law, measures, digest: `${law.digest}-${deadline}-${period}` }
}
