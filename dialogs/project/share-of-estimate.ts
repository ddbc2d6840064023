/** «投资调了16%»: the sum follows once the approved estimate is known. */
import { factsOf, type ProjectRecord, type Source, tell } from './record.ts'
import { shareSaid } from './topics.ts'

export function withShare(record: ProjectRecord, source: Source): ProjectRecord {
  const words = record.interview.heard?.adjustmentYuan
  const share = shareSaid(words ?? '')
  const { approvedEstimateYuan, adjustmentYuan } = factsOf(record)
  if (words === undefined || share === undefined || approvedEstimateYuan === undefined || adjustmentYuan !== undefined)
    return record
  const yuan = Math.round(approvedEstimateYuan * share)
  return tell(record, { facts: { adjustmentYuan: yuan } }, { ...source, from: 'derived', words })
}
