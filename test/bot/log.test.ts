import { expect, it } from 'vitest'
import { createLog, mask } from '#bot/log.ts'

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

it.each([
  ['身份证 370802199003071234 不对', '身份证 〔身份证号〕 不对'],
  ['身份证37080219900307123X。', '身份证〔身份证号〕。'],
  ['３７０８０２１９９００３０７１２３４', '〔身份证号〕'],
  ['电话13812345678，', '电话〔手机号〕，'],
  ['+86 138-1234-5678', '〔手机号〕'],
  ['tel 138 1234 5678 or 008619912345678', 'tel 〔手机号〕 or 〔手机号〕'],
  ['authorization: Bearer abc.def-123456', 'authorization: Bearer 〔密〕'],
  ['postgres://bot:p4ss!word@db:5432/x', 'postgres://bot:〔密〕@db:5432/x'],
  ['GET /cgi-bin/user?access_token=AbCd1234&x=1', 'GET /cgi-bin/user?access_token=〔密〕&x=1'],
  ['{"corpsecret":"s3cr3tvalue"}', '{"corpsecret":"〔密〕"}'],
  ['eyJhbGciOi.eyJzdWIiOi.c2ln', '〔密〕'],
])('strikes out of «%s» what nobody may read', (text, shown) => {
  expect(mask(text)).toBe(shown)
})

it.each([
  '1732411800000',
  '0f8fad5b-d9cb-469f-a165-13812345678a',
  'a3f13812345678bc',
  '投资 13812345678901 元',
  'https://user@host/path',
  'code: ECONNREFUSED at turn.ts:138:12',
  '2026-11-24T01:00:00.000Z',
])('leaves «%s» as it is', (text) => {
  expect(mask(text)).toBe(text)
})

it('strikes secrets of the settings out of fields, errors and their causes', () => {
  const lines: string[] = []
  const log = createLog('info', (line) => lines.push(line), ['hunter2-hunter2', 'a b/c d-secret'])
  log.warn('x', { told: 'refused hunter2-hunter2' })
  log.error('y', new Error('at /?s=a%20b%2Fc%20d-secret', { cause: new Error('13812345678 and hunter2-hunter2') }))
  expect(lines).toHaveLength(2)
  expect(lines.join('')).not.toMatch(/hunter2|a%20b|13812345678/u)
})
