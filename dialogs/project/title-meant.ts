/** Whether words name a deadline: «合同备案» means «采购合同备案». */

/** Two words of the title stand in what was said. */
export function isTitleMeant(title: string, text: string): boolean {
  const pairs = [...title].slice(0, -1).map((character, i) => character + [...title][i + 1])
  const said = pairs.flatMap((pair, i) => (text.includes(pair) ? [i] : []))
  const [first = 0, last = 0] = [said.at(0), said.at(-1)]
  return said.length >= 2 && last - first >= 2
}
