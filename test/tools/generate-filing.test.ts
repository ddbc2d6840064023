import { describe, expect, test } from 'vitest'
import { ProducedFile } from '#tools/filing/produced-file.ts'
import { readZip } from '#tools/filing/zip.ts'
import { type GeneratedFiling, generateFiling } from '#tools/generate-filing.ts'
import { InputError } from '#tools/input-error.ts'
import { runTool } from '#tools/toolbox.ts'
import { fullProject } from '../support/projects.ts'
import { toolContext } from './filing/made.ts'

const make = (filing: string, project: object = {}, more: object = {}): Promise<GeneratedFiling> =>
  generateFiling.run({ filing, project, ...more }, toolContext)

async function textOf(file: ProducedFile | undefined): Promise<string> {
  const parts = readZip(file?.content ?? new Uint8Array())
  return new TextDecoder().decode(parts.get('word/document.xml')).replace(/<[^>]*>/gu, '')
}

test('a document comes as bytes that the caller keeps; as JSON it is its name and size', async () => {
  const made = await make('jining.change-application', fullProject)
  const [file] = made.files
  expect(file).toBeInstanceOf(ProducedFile)
  expect(made).toMatchObject({ title: '政务信息化项目调整申请', path: null, bytes: file?.content.length })
  const json = JSON.parse(JSON.stringify(made))
  expect(json.files).toEqual([{ name: '政务信息化项目调整申请.docx', bytes: made.bytes }])
  expect(JSON.stringify(made).length).toBeLessThan(20_000)
})

test('the same project gives the same bytes, another day only another day', async () => {
  const [one, two] = [
    await make('jining.contract-record', fullProject),
    await make('jining.contract-record', fullProject),
  ]
  expect(Buffer.from(one.files[0]?.content ?? []).equals(Buffer.from(two.files[0]?.content ?? []))).toBe(true)
  const later = await make('jining.contract-record', fullProject, { today: '2026-12-01' })
  expect(await textOf(later.files[0])).toBe(await textOf(one.files[0]))
})

describe('sections say where they come from', () => {
  test('the measure’s own in its words with their article, ours as ours', async () => {
    const { sections, citations } = await make('jining.demand-review-declaration', fullProject)
    expect(sections.map(({ heading, article, basis, origin }) => [heading, article, basis, origin])).toEqual([
      ['一、项目基本情况', undefined, 'custom', 'fact'],
      ['二、项目建设依据', 6, 'measure', 'fact'],
      ['三、建设内容', 6, 'measure', 'fact'],
      ['四、建设目标', 6, 'measure', 'fact'],
      ['五、预算需求', 6, 'measure', 'fact'],
      ['六、项目的必要性、合理性', 6, 'measure', 'rule'],
      ['七、党委（党组）会议集体研究', 8, 'measure', 'rule'],
      ['八、评审和审核层级核对', undefined, 'custom', 'rule'],
    ])
    expect(citations[0]).toMatchObject({ measure: 'jining-htz-2024', article: 6 })
    expect(new Set(citations.map(({ article, quote }) => `${article} ${quote}`)).size).toBe(citations.length)
  })
  test('a section that is only for some projects is left out where it is known not to apply', async () => {
    const headings = async (facts: object) =>
      (await make('jining.construction-plan', { facts })).sections.map(({ heading }) => heading)
    expect(await headings({ enforcementSystem: false })).not.toContain('（三）与省“互联网+监管”系统对接')
    expect(await headings({ enforcementSystem: false })).toContain('（三）应用共享共用')
    expect(await headings({ enforcementSystem: true })).toContain('（三）与省“互联网+监管”系统对接')
    expect(await headings({})).toContain('（三）与省“互联网+监管”系统对接')
  })
})

describe('what is missing', () => {
  test('is named once, with the question that would fill it', async () => {
    const { missing, gaps } = await make('jining.product-security-statement')
    expect(missing.slice(0, 3)).toEqual(['name', 'unit', 'totalInvestmentYuan'])
    expect(new Set(missing).size).toBe(missing.length)
    expect(gaps[0]).toEqual({
      names: ['name'],
      hint: '项目名称',
      ask: [{ zh: '项目全称是什么？', en: 'What is the project’s full name?' }],
    })
    expect(gaps.at(-1)).toEqual({
      names: ['确不能采用的产品、理由和替代计划；没有的写“无”'],
      hint: '确不能采用的产品、理由和替代计划；没有的写“无”',
      section: '三、未采用安全可靠产品的说明',
    })
  })
  test('goes when it is told, and nothing else goes with it', async () => {
    const before = await make('jining.contract-record')
    const after = await make('jining.contract-record', {
      name: '平台',
      events: [{ event: 'contract-signed', on: '2026-09-10' }],
    })
    expect(before.missing.filter((name) => !after.missing.includes(name))).toEqual(['name', 'contract-signed'])
    expect(after.missing.filter((name) => !before.missing.includes(name))).toEqual([])
  })
  test('of a rule is what the rule still needs; a duty asks whether it is done', async () => {
    const { missing, gaps } = await make('jining.demand-review-declaration', { facts: { newBuild: true } })
    expect(missing).toEqual(expect.arrayContaining(['totalBudgetYuan', 'securityBudgetYuan', 'jining.party-decision']))
    expect(missing).not.toContain('newBuild')
    const duty = gaps.find(({ names }) => names.includes('jining.party-decision'))
    expect(duty?.ask?.[0]?.zh).toMatch(/^是否已做到：/u)
    const told = await make('jining.demand-review-declaration', { facts: { confirmed: ['jining.party-decision'] } })
    expect(told.missing).not.toContain('jining.party-decision')
  })
})

describe('findings and deadlines are sentences with their article', () => {
  test('a limit is told with both numbers', async () => {
    const { files } = await make('jining.demand-review-declaration', {
      facts: {
        totalInvestmentYuan: 6_000_000,
        newBuild: true,
        totalBudgetYuan: 6_000_000,
        securityBudgetYuan: 100_000,
      },
    })
    const text = await textOf(files[0])
    expect(text).toContain('市级审核：须提交市级审核。总投资6,000,000元，超过200万元（第十八条）。')
    expect(text).toMatch(/网络安全预算占比：[^。]*。网络安全预算100,000元[^。]*（第三十七条）。/u)
  })
  test('a last day is reckoned from the project’s event', async () => {
    const events = [{ event: 'award-notice-sent', on: '2026-09-18' }]
    const { files } = await make('jining.contract-checklist', { events })
    expect(await textOf(files[0])).toContain('签订采购合同的期限：依第二十八条，最迟为2026年10月9日（星期五）。')
  })
  test('in a year without its notice the day is called an estimate, and beyond all tables it is a gap', async () => {
    const at = async (on: string) =>
      textOf((await make('jining.contract-checklist', { events: [{ event: 'award-notice-sent', on }] })).files[0])
    expect(await at('2027-02-01')).toMatch(/最迟为2027年2月\d+日（星期.）（放假安排尚未公布，为暂估）。/u)
    expect(await at('2040-02-01')).toContain('签订采购合同的期限：【待填:截止日（该年的放假安排无从知道）】')
  })
  test('a window has both ends', async () => {
    const events = [
      { event: 'completion-accepted', on: '2025-03-03' },
      { event: 'in-operation', on: '2025-04-01' },
    ]
    const { files, missing } = await make('zhucheng.self-evaluation', { events })
    expect(await textOf(files[0])).toMatch(/依第二十七条，最早为2026年4月1日（星期三），最迟为2027年4月1日（星期四）/u)
    expect(missing).not.toContain('in-operation')
    expect((await make('zhucheng.self-evaluation', { events: events.slice(1) })).missing).toContain(
      'completion-accepted',
    )
  })
})

describe('a measure out of force', () => {
  test('is told on a note of its own, never in the document', async () => {
    const { coverNote, files, validity } = await make('zhucheng.contract-record', fullProject)
    expect(validity).toMatchObject([{ status: 'expired', to: '2025-11-23' }])
    expect(coverNote?.title).toBe('关于所依据办法效力的说明')
    expect(files.map(({ name }) => name)).toEqual([
      '政务信息化项目合同备案表.docx',
      '政务信息化项目合同备案表-效力说明.docx',
    ])
    expect(await textOf(files[0])).not.toMatch(/失效|效力/u)
    expect(await textOf(files[1])).toContain('依第三十八条，该办法有效期至2025年11月23日，截至2026年11月24日已经失效。')
  })
  test('until its last day there is none', async () => {
    const last = await make('zhucheng.contract-record', {}, { today: '2025-11-23' })
    expect(last.coverNote).toBeUndefined()
    expect(last.files).toHaveLength(1)
    expect((await make('zhucheng.contract-record', {}, { today: '2025-11-24' })).files).toHaveLength(2)
    expect((await make('jining.contract-record')).coverNote).toBeUndefined()
  })
  test('not yet in force is told too', async () => {
    const { coverNote } = await make('zhucheng.contract-record', {}, { today: '2020-11-23' })
    expect(coverNote?.paragraphs[0]).toContain('该办法自2020年11月24日起施行，截至2020年11月23日尚未施行')
  })
})

test('sums that do not agree are told beside the document and left as they are', async () => {
  const project = { ...fullProject, facts: { totalInvestmentYuan: 7_000_000, totalBudgetYuan: 6_000_000 } }
  const { notes } = await make('jining.demand-review-declaration', project)
  expect(notes).toEqual(['预算明细合计6,000,000元，与所填总投资7,000,000元不一致，请核对'])
})

test('a contract’s clauses are ticked by the rule that decides them', async () => {
  const text = async (facts: object) => textOf((await make('jining.contract-checklist', { facts })).files[0])
  expect(await text({ implementationMonths: 36 })).toContain('项目实施周期√')
  expect(await text({ implementationMonths: 37 })).toContain('项目实施周期×')
  expect(await text({})).toContain('项目实施周期□实施周期：【待填:实施周期】')
})

describe('words of the user can do no harm', () => {
  const nasty = '<w:p/>&amp;"\'】【待填:x】\u0000\u000b\ud800𠮷{name}'
  test.each(['jining.contract-record', 'jining.change-application'])('%s', async (filing) => {
    const project = { ...fullProject, name: nasty, contents: [nasty], budget: [{ item: nasty, yuan: 1, note: nasty }] }
    const { bytes } = await make(filing, project)
    expect(bytes).toBeGreaterThan(5_000)
  })
  test('however long they are', async () => {
    const long = '长'.repeat(5_000)
    const project = { summary: long, contents: Array.from({ length: 200 }, () => long.slice(0, 200)), basis: long }
    expect((await make('jining.upper-level-project-record', project)).bytes).toBeGreaterThan(5_000)
  })
})

describe('a wrong input names its field', () => {
  const filing = 'jining.contract-record'
  test.each([
    [{ filing: 'jining.nothing', project: {} }, 'filing', 'unknown-filing'],
    [{ filing: 'nothing', project: {} }, 'filing', 'unknown-filing'],
    [{ filing }, 'project', 'bad-input'],
    [{ filing, project: { nmae: 'x' } }, 'project.nmae', 'bad-input'],
    [{ filing, project: { owner: { nmae: 'x' } } }, 'project.owner.nmae', 'bad-input'],
    [{ filing, project: { name: '  ' } }, 'project.name', 'bad-input'],
    [{ filing, project: { name: '长'.repeat(201) } }, 'project.name', 'bad-input'],
    [{ filing, project: { budget: [{ yuan: 0.5 }] } }, 'project.budget.0.yuan', 'bad-input'],
    [{ filing, project: { budget: [{ yuan: -1 }] } }, 'project.budget.0.yuan', 'bad-input'],
    [{ filing, project: { facts: { totalInvestmentYuan: 0 } } }, 'project.facts.totalInvestmentYuan', 'bad-input'],
    [{ filing, project: { facts: { investment: 5 } } }, 'project.facts.investment', 'bad-input'],
    [{ filing, project: { events: [{ event: 'contract-signed' }] } }, 'project.events.0.on', 'bad-input'],
    [{ filing, project: { origins: { mood: { from: 'said' } } } }, 'project.origins.mood', 'bad-input'],
    [{ filing, project: { origins: { name: { from: 'said', at: 'soon' } } } }, 'project.origins.name.at', 'bad-input'],
    [{ filing, project: { measure: 'nowhere' } }, 'project.measure', 'unknown-measure'],
    [{ filing, project: { measure: 'zhucheng-2020' } }, 'project.measure', 'other-measure'],
    [{ filing, project: { facts: { confirmed: ['zhucheng.cloud'] } } }, 'project.facts.confirmed.0', 'unknown-rule'],
    [{ filing, project: { facts: { grounds: ['jining.scope'] } } }, 'project.facts.grounds.0', 'unknown-rule'],
    [{ filing, project: { facts: { classified: true } } }, 'project.facts.classified', 'classified'],
    [{ filing, project: { facts: { ownConstructionGround: 3 } } }, 'project.facts.ownConstructionGround', 'classified'],
    [{ filing, project: {}, out: '/tmp/filing.pdf' }, 'out', 'bad-input'],
    [{ filing, project: {}, out: '/tmp/.docx' }, 'out', 'bad-input'],
    [{ filing, project: {}, today: '2026-02-30' }, 'today', 'bad-input'],
  ])('%j', async (input, path, code) => {
    const error = await runTool('generate_filing', input, toolContext).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(InputError)
    expect(error).toMatchObject({ path, code })
  })
  test('a filing that is not there is told with those of its measure', async () => {
    await expect(make('jining.nothing')).rejects.toThrow(
      /known are jining\.demand-review-declaration.*jining\.self-evaluation$/u,
    )
  })
  test('a project of the translation is one of the measure', async () => {
    expect((await make(filing, { measure: 'jining-htz-2024-en' })).filing).toBe(filing)
  })
})
