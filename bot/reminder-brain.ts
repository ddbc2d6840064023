/** What the dialogs say of a person's deadlines, over an assistant that is open. */
import { lookAfter } from '#dialogs/project/remind.ts'
import { shanghaiDay } from '#knowledge/law/units.ts'
import { addOfficeHours } from '#tools/reminder-days.ts'
import type { Assistant } from './assistant.ts'
import type { ReminderBrain } from './reminders.ts'

/** A message that nobody is known to have got after so many office hours is tried elsewhere. */
const hoursToArrive = 4

export function createReminderBrain({ law, calendar, ports }: Assistant): ReminderBrain {
  return {
    standing: `${law.digest} ${calendar.digest}`,
    lookAfter(agenda, person, records, now) {
      const remembered = { measure: person.measure ?? undefined, lang: person.lang ?? undefined }
      return lookAfter(agenda, records, ports(shanghaiDay(new Date(now)), remembered), now)
    },
    checkAt: (now) => addOfficeHours(now, hoursToArrive, calendar),
  }
}
