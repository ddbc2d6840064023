/** One measure's law with some of its questions, silences and topics: what is true of any index is tested on a small one. */
import { type Law, loadLaw } from '#knowledge/law/load.ts'

export function smallLaw(): Law {
  const law = loadLaw()
  const measures = law.measures
    .filter((measure) => measure.id === 'zhucheng-2020')
    .map((measure) => ({
      ...measure,
      questions: measure.questions.filter((_, i) => i % 6 === 0).slice(0, 200),
      silences: measure.silences.filter((_, i) => i % 6 === 0).slice(0, 50),
    }))
  return { ...law, measures, topics: law.topics.filter((_, i) => i % 6 === 0) }
}
