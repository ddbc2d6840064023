/** Files known to be long come first, so that no worker is alone with one at the end; a fresh clone remembers no times. */
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** In this order. What they have in common is waiting: for processes, browsers, databases, days that pass. */
const longest = [
  /bot\/store\.test/u,
  /bot\/start\.test/u,
  /\.browser\.test/u,
  /reminders/u,
  /wecom\/(?:wecom|aibot)\.test/u,
  /filing\/schema\.test/u,
  /bot\/cli\//u,
  /bot\/(?:restart|embeddings)\.test|open-index\.test/u,
]

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => rankOf(a) - rankOf(b))
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = longest.findIndex((name) => name.test(moduleId))
  return rank === -1 ? longest.length : rank
}
