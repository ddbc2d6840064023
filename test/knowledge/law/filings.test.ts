/** The outlines as data: every document there is, and what is found wrong with one. */
import { describe, expect, test } from 'vitest'
import { type FilingOutline, filingSchema } from '#knowledge/law/filing.ts'
import { type FilingGround, findFilingFaults, sectionsOf } from '#knowledge/law/filing-check.ts'
import { findMeasure, loadLaw } from '#knowledge/law/load.ts'
import type { Measure } from '#knowledge/law/measure.ts'

const law = loadLaw()

const expected: Readonly<Record<string, readonly string[]>> = {
  'jining-htz-2024': [
    'demand-review-declaration construction-plan crypto-plan feasibility-study product-security-statement',
    'urgent-addition-application upper-level-project-record responsibility-letter contract-checklist contract-record',
    'progress-record change-application change-record completion-acceptance-application acceptance-record',
    'extension-application rectification-plan self-evaluation',
  ],
  'zhucheng-2020': [
    'construction-plan-and-budget resource-catalogue responsibility-letter adjustment-record change-application',
    'contract-record quarterly-report incident-report completion-acceptance-application acceptance-record',
    'extension-application self-evaluation',
  ],
  'jiujiang-2024': [
    'reserve-needs declaration-form technical-plan service-implementation-plan funding-statement county-record',
    'provincial-record proposal feasibility-study preliminary-design budget completion-acceptance-application',
    'extension-application om-plan self-evaluation',
  ],
  'jilin-2020': [
    'annual-needs-plan proposal feasibility-study preliminary-design resource-catalogue product-security-statement',
    'annual-performance-report incident-report adjustment-record adjusted-feasibility-study',
    'adjusted-preliminary-design preliminary-acceptance-report completion-acceptance-application',
    'extension-application rectification-plan self-evaluation',
  ],
}

describe.each(Object.entries(expected))('%s', (id, lines) => {
  const measure = findMeasure(law, id)
  const prefix = id.split('-')[0]
  test('has exactly the documents its articles ask for, each once', () => {
    const ids = lines.flatMap((line) => line.split(' ')).map((name) => `${prefix}.${name}`)
    expect(measure?.filings.map((filing) => filing.id).toSorted()).toEqual(ids.toSorted())
  })
  test('leans on nothing that is not there', () => {
    if (measure === undefined) throw new Error(`${id} is not loaded`)
    expect(findFilingFaults(measure.filings, measure)).toEqual([])
  })
})

test('sections of a measure’s own outline carry a heading that the measure has', () => {
  const own = law.measures.flatMap((measure) => measure.filings.filter(({ basis }) => basis === 'measure'))
  expect(own.length).toBeGreaterThan(0)
  for (const filing of own) expect(sectionsOf(filing.sections).some(({ basis }) => basis !== 'custom')).toBe(true)
})

describe('a fault is found', () => {
  const measure = findMeasure(law, 'jining-htz-2024') as Measure
  const ground: FilingGround = measure
  const good = {
    id: 'jining.report',
    title: { zh: '报告', en: 'report' },
    basis: 'custom',
    cites: { article: 36, quote: '自评价报告报送党政办公室（大数据）' },
    due: { words: { zh: '每年', en: 'yearly' } },
    sections: [{ heading: '项目', fill: [{ field: 'name' }] }],
  }
  const outline = (more: object): FilingOutline => filingSchema.parse({ ...good, ...more })
  const problems = (more: object) => findFilingFaults([outline(more)], ground).map(({ problem }) => problem)
  const filled = (fill: object[], more: object = {}) => ({ sections: [{ heading: '项目', fill, ...more }] })

  test('none in a good outline', () => {
    expect(problems({})).toEqual([])
    expect(problems({ addressee: { zh: '党政办公室（大数据）', en: 'the office' } })).toEqual([])
  })
  test.each([
    [
      'due.deadline',
      { due: { ...good.due, deadline: 'zhucheng.record-contract' } },
      'names zhucheng.record-contract, which is no deadline of this measure.',
    ],
    [
      'due.when',
      { due: { ...good.due, when: { not: { rule: 'jining.party-decision' } } } },
      'leans on jining.party-decision, which is no trigger of this measure.',
    ],
    [
      'due.once',
      { due: { ...good.due, once: { any: [{ fact: 'accepted', equals: true }] } } },
      'asks «accepted», which is no fact.',
    ],
    [
      'due.until',
      { due: { ...good.due, until: { all: [{ fact: 'level', equals: ['city', 'town'] }] } } },
      'level is never "town".',
    ],
    [
      'due with days',
      { due: { ...good.due, when: { since: 'lastAcceptedOn', is: 'less-than', value: '一年' } } },
      'holds a number in a condition.',
    ],
    ['opening', { opening: '我单位{firm}' }, 'names «firm», which is no source.'],
    ['closing', { closing: '{confirmed}' }, 'names «confirmed», which is no source.'],
    ['a field', filled([{ field: 'budget.sum' }]), 'names «budget.sum», which is no source.'],
    ['a text', filled([{ text: 'plan' }]), 'names «plan», which is no source.'],
    ['words', filled([{ words: '{}' }]), 'names «», which is no source.'],
    [
      'deadlines',
      filled([{ deadlines: ['jining.nothing'] }]),
      'names jining.nothing, which is no deadline of this measure.',
    ],
    [
      'a checklist’s rule',
      filled([{ checklist: [{ item: '甲', rule: 'jining.x' }] }]),
      'names jining.x, which is no rule of this measure.',
    ],
    ['a checklist’s value', filled([{ checklist: [{ item: '甲', value: 'x' }] }]), 'names «x», which is no source.'],
    [
      'a checklist’s place',
      filled([{ checklist: [{ item: '甲', cites: { article: 99, quote: '四个字符' } }] }]),
      'the quote «四个字符» is not in article 99.',
    ],
    [
      'a cell',
      filled([{ form: { columns: 2, rows: [{ cells: [{ label: '甲' }, { value: 'x' }] }] } }]),
      'names «x», which is no source.',
    ],
    [
      'cells',
      filled([{ form: { columns: 2, rows: [{ cells: [{ label: '甲' }, { values: ['name', 'y'] }] }] } }]),
      'names «y», which is no source.',
    ],
    [
      'above a form',
      filled([{ form: { columns: 2, above: ['{z}'], rows: [{ cells: [{ label: '甲' }, { value: 'name' }] }] } }]),
      'names «z», which is no source.',
    ],
    [
      'a section’s place',
      filled([{ field: 'name' }], { cites: { article: 36, quote: '没有这些字' } }),
      'the quote «没有这些字» is not in article 36.',
    ],
    [
      'a section’s condition',
      filled([{ field: 'name' }], { given: { when: { rule: 'x' }, words: { zh: '甲', en: 'a' } } }),
      'leans on x, which is no trigger of this measure.',
    ],
    [
      'an inner section',
      { sections: [{ heading: '甲', sections: [{ heading: '乙', fill: [{ field: 'x' }] }] }] },
      'names «x», which is no source.',
    ],
  ])('%s', (_what, more, problem) => {
    expect(problems(more)).toEqual([problem])
  })

  test('labels and items of the measure’s own outline stand in the measure, wide or narrow', () => {
    const own = (fill: object[]) => problems({ basis: 'measure', sections: [{ heading: '项目自评价', fill }] })
    expect(own([{ checklist: [{ item: '自评价报告报送党政办公室(大数据)', parts: ['每年开展一次'] }] }])).toEqual([])
    expect(own([{ checklist: [{ item: '自评价报告', parts: ['每季度一次'] }] }])).toEqual([
      'its words «每季度一次» cannot be found in article 36.',
    ])
    expect(own([{ form: { columns: 2, rows: [{ cells: [{ label: '评价单位' }, { value: 'unit' }] }] } }])).toEqual([
      'its words «评价单位» cannot be found in article 36.',
    ])
  })
  test('an inner section leans on the place of the one around it', () => {
    const cites = { article: 13, quote: '确保实现数据共享开放有关要求' }
    const inner = { heading: '数据共享开放', fill: [{ field: 'name' }] }
    expect(
      problems({ basis: 'measure', sections: [{ heading: '信息共享长效机制', cites, sections: [inner] }] }),
    ).toEqual([])
    expect(problems({ basis: 'measure', sections: [{ heading: '项目自评价', sections: [inner] }] })).toEqual([
      'its words «数据共享开放» cannot be found in article 36.',
    ])
  })
})

describe('the schema refuses', () => {
  const measure = findMeasure(law, 'jining-htz-2024') as Measure
  const [first] = measure.filings
  test.each([
    ['a heading that stands alone', { sections: [{ heading: '甲' }] }],
    ['a document without sections', { sections: [] }],
    ['a part of no kind', { sections: [{ heading: '甲', fill: [{ picture: 'x' }] }] }],
    ['a part of two kinds', { sections: [{ heading: '甲', fill: [{ field: 'name', text: 'name' }] }] }],
    ['an unknown signatory', { signs: ['mayor'] }],
    ['a table of one column', { sections: [{ heading: '甲', fill: [{ columns: ['一'], blank: '甲' }] }] }],
  ])('%s', (_what, more) => {
    expect(filingSchema.safeParse(first).success).toBe(true)
    expect(filingSchema.safeParse({ ...first, ...more }).success).toBe(false)
  })

  test.each([
    [
      { picture: 'x' },
      'is none of the kinds field, text, words, findings, deadlines, table, columns, checklist, form, blank',
    ],
    ['name', 'is none of the kinds field, text, words, findings, deadlines, table, columns, checklist, form, blank'],
    [{ field: '' }, 'Too small: expected string to have >=1 characters'],
    [{ columns: ['一', '二'] }, 'columns.blank: Invalid input: expected string, received undefined'],
    [
      { form: { columns: 2, rows: [{ cells: [{ value: 'name', seal: 'x' }] }] } },
      'form.rows.0.cells.0: value: Unrecognized key: "seal"',
    ],
    [
      { form: { columns: 2, rows: [{ cells: [{ words: 'x' }] }] } },
      'form.rows.0.cells.0: is none of the kinds label, value, values, seal, blank',
    ],
  ])('%j, and says what would be right: %s', (part, message) => {
    const { error } = filingSchema.safeParse({ ...first, sections: [{ heading: '甲', fill: [part] }] })
    expect(error?.issues.map((issue) => issue.message)).toEqual([message])
  })
})
