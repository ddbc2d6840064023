import { expect, it } from 'vitest'
import { createLog } from '#bot/log.ts'

function linesOf(write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown>[] {
  const lines: string[] = []
  write(createLog('debug', (line) => lines.push(line)))
  return lines.map((line) => JSON.parse(line))
}

it('keeps lines of one conversation together without naming the account it is called after', () => {
  const uuid = '0f8fad5b-d9cb-469f-a165-70867728950e'
  const lines = linesOf((log) => {
    log.info('a', { conversationId: 'wecom:corp:1:zhangsan', attempt: 1 })
    log.error('b', new Error('broken'), { conversationId: 'wecom:corp:1:zhangsan' })
    log.warn('c', { conversationId: 'wecom:corp:1:lisi', toldIn: 'wecom:corp:1:zhangsan' })
    log.debug('d', { conversationId: uuid })
  })
  expect(JSON.stringify(lines)).not.toMatch(/zhangsan|lisi/u)
  const [a, b, c, d] = lines.map(({ conversationId }) => conversationId)
  expect(a).toMatch(/^[0-9a-f]{12}$/u)
  expect([b === a, c === a, d]).toEqual([true, false, uuid])
  expect(lines[2]?.toldIn).toBe(a)
  expect(lines[0]).toMatchObject({ event: 'a', attempt: 1 })
})
