/** The facts a rule may ask of a project: name, words, unit, check, and the question that asks for it. */
import { z } from 'zod'
import {
  choice,
  count,
  day,
  type FactDefinition,
  months,
  part,
  ruleIds,
  total,
  workingDays,
  yesNo,
} from './fact-kinds.ts'

const changeGrounds = [
  { value: 0, zh: '都不符合', en: 'none of them' },
  { value: 1, zh: '上级部署要求改变建设内容', en: 'a higher level’s decision calls for other contents' },
  { value: 2, zh: '完善优化原技术方案', en: 'the technical plan has to be improved' },
  {
    value: 3,
    zh: '业务发展需要，在已批复方案框架下调整内容及进度',
    en: 'the work has grown: contents and schedule adjusted within the approved plan',
  },
] as const

const ownConstructionGrounds = [
  { value: 0, zh: '都不符合', en: 'none of them' },
  {
    value: 1,
    zh: '党中央、国务院、省委、省政府安排部署需单独建设',
    en: 'ordered by the central or provincial leadership to be built alone',
  },
  {
    value: 2,
    zh: '上级部委、相关规划要求或项目特殊性需单独建设',
    en: 'a ministry, a plan or the project’s special nature calls for it',
  },
  { value: 3, zh: '涉密项目', en: 'a classified project' },
] as const

const definitions = {
  // Money
  totalInvestmentYuan: total(
    '总投资',
    'total investment',
    '项目总投资多少元？（决定要不要上级审核、走哪种审批程序）',
    'What is the total investment, in yuan? (It decides which reviews and procedure apply.)',
  ),
  totalBudgetYuan: total(
    '项目总预算',
    'total budget',
    '项目总预算多少元？（用来算网络安全预算占比）',
    'What is the total budget, in yuan? (The security share is reckoned on it.)',
  ),
  securityBudgetYuan: part(
    '网络安全预算',
    'network security budget',
    '其中网络安全预算多少元？（有最低占比要求）',
    'How much of it is for network security, in yuan? (A least share is required.)',
  ),
  approvedEstimateYuan: total(
    '批复概算',
    'approved estimate',
    '批复的概算总投资多少元？（决定调整能否自行办理）',
    'What is the approved estimate, in yuan? (It decides whether the unit may adjust by itself.)',
  ),
  adjustmentYuan: part(
    '资金调整数额',
    'sum adjusted',
    '这次资金调整多少元？（与概算的15%比）',
    'How much money is adjusted, in yuan? (It is set against 15 % of the estimate.)',
  ),
  // The project
  category: choice(
    [
      { value: 'infrastructure', zh: '基础设施类', en: 'infrastructure' },
      { value: 'cross-department', zh: '跨部门跨层级集成类', en: 'cross-department or cross-level integration' },
      { value: 'other', zh: '其他类', en: 'other' },
    ],
    '项目类别',
    'category',
    '项目是基础设施类、跨部门跨层级集成类，还是其他类？（各类限额不同）',
    'Is it infrastructure, cross-department integration, or another kind? (The limits differ.)',
  ),
  procurement: choice(
    [
      { value: 'construction', zh: '建设类', en: 'construction' },
      { value: 'service', zh: '购买服务类', en: 'services' },
      { value: 'equipment', zh: '设备采购类', en: 'equipment purchase' },
      { value: 'operation', zh: '运维类', en: 'operation and maintenance' },
    ],
    '实施方式',
    'procurement',
    '项目是建设、购买服务、设备采购还是运维？（决定审批流程）',
    'Is it construction, services, equipment or operation? (It decides the procedure.)',
  ),
  level: choice(
    [
      { value: 'province', zh: '省级', en: 'province' },
      { value: 'city', zh: '市级', en: 'city' },
      { value: 'county', zh: '县（市、区）级', en: 'county' },
    ],
    '项目层级',
    'level',
    '项目是省级、市级还是县（市、区）级？（决定由谁会审、审批）',
    'Is it a province’s, a city’s or a county’s project? (It decides who reviews and approves.)',
  ),
  ownerType: choice(
    [
      { value: 'agency', zh: '机关或有公共事务职能的组织', en: 'agency or body with public functions' },
      { value: 'state-owned-enterprise', zh: '市属国资监管企业', en: 'state-owned enterprise' },
    ],
    '业主单位性质',
    'owner',
    '业主单位是机关（含授权组织）还是国资监管企业？（决定报哪个部门审批）',
    'Is the owner an agency or a state-owned enterprise? (It decides who approves.)',
  ),
  audience: choice(
    [
      { value: 'officials', zh: '机关单位及公职人员', en: 'officials' },
      { value: 'public', zh: '社会公众', en: 'the public' },
    ],
    '使用对象',
    'audience',
    '系统给公职人员用还是给公众用？（决定依托哪个平台）',
    'Is it used by officials or by the public? (It decides the platform.)',
  ),
  classified: yesNo(
    '是否涉密',
    'classified',
    '项目是否涉密？（涉密项目不在本机处理，按保密规定另行办理）',
    'Is the project classified? (A classified project is handled elsewhere, by the secrecy rules.)',
  ),
  newBuild: yesNo(
    '是否新建',
    'new build',
    '是新建项目吗？（新建项目有网络安全预算占比要求）',
    'Is it newly built? (New projects have a least security budget.)',
  ),
  upgrade: yesNo(
    '是否升级改造',
    'upgrade',
    '是升级改造项目吗？（升级改造另有条件）',
    'Is it an upgrade? (Upgrades have conditions of their own.)',
  ),
  urgent: yesNo(
    '是否突发性或临时性急需',
    'sudden or temporary need',
    '是因突发性或临时性工作急需追加的项目吗？（有专门程序）',
    'Is it an urgent addition for sudden or temporary work? (It has its own procedure.)',
  ),
  emergency: yesNo(
    '是否突发事件紧急建设',
    'emergency',
    '是公共卫生、社会安全等突发事件需要紧急建设的吗？（可合并审批环节）',
    'Is it needed at once for a public health or safety emergency? (Stages may be merged.)',
  ),
  upperLevel: yesNo(
    '是否上级组织地方建设',
    'organised by a higher level',
    '是国家、省或市有关部门组织地方建设的吗？（需要备案入库）',
    'Is it organised by a higher level’s department? (It has to be recorded.)',
  ),
  newCivilWorks: yesNo(
    '是否新建土建工程',
    'new civil works',
    '涉及新建土建工程吗？（涉及的不能免节能评估等手续）',
    'Are there new civil works? (If so, energy and land approvals stay.)',
  ),
  highEnergyUse: yesNo(
    '是否高耗能',
    'high energy use',
    '属于高耗能项目吗？（属于的不能免节能评估等手续）',
    'Does it use much energy? (If so, energy and land approvals stay.)',
  ),
  simpleOrEquipmentOnly: yesNo(
    '是否内容单一方案简单或单纯设备购置',
    'simple, or equipment only',
    '建设内容单一、技术方案简单，或只是购置设备吗？（可简化审批和验收）',
    'Is it simple in content and technology, or only equipment? (Approval and acceptance may be simplified.)',
  ),
  enforcementSystem: yesNo(
    '是否执法监管系统',
    'enforcement system',
    '是执法监管业务系统吗？（须与“互联网+监管”对接）',
    'Is it a system for enforcement? (It has to be connected to «Internet + supervision».)',
  ),
  majorDeployment: yesNo(
    '是否国家、省、市重大部署',
    'major deployment',
    '是国家、省或市委市政府重大部署的项目吗？（未入储备库也可受理）',
    'Is it a major deployment of state, province or city? (It may be taken though not in the library.)',
  ),
  approvedBeforeMeasure: yesNo(
    '是否办法出台前已批准',
    'approved before the measure',
    '项目在办法出台前已批准建设吗？（适用过渡规定）',
    'Was it approved before the measure was issued? (Transitional rules apply.)',
  ),
  similarCasesExist: yesNo(
    '是否有同类项目',
    'similar projects exist',
    '其他地方或单位有同类项目吗？（有的须附可比合同）',
    'Are there similar projects elsewhere? (If so, comparable contracts are enclosed.)',
  ),
  // Planning and approval
  inLibrary: yesNo(
    '是否已纳入项目（储备）库',
    'in the project library',
    '项目已纳入项目库或储备库吗？（未入库不安排预算或不受理）',
    'Is it in the project library? (Otherwise no budget, or it is not taken.)',
  ),
  inPlan: yesNo(
    '是否纳入信息化建设规划',
    'in the construction plan',
    '项目已纳入政务信息化建设规划吗？（可直接编报可研）',
    'Is it in the construction plan? (Then the feasibility study may stand for the proposal.)',
  ),
  reviewed: yesNo(
    '是否经咨询论证或技术评审',
    'consulted on or reviewed',
    '项目经过咨询论证或技术评审吗？（未经过的不安排资金）',
    'Has it been consulted on or technically reviewed? (Otherwise no funds.)',
  ),
  preliminaryArgumentPassed: yesNo(
    '是否通过初步论证',
    'preliminary argument passed',
    '项目通过初步论证了吗？（未通过的不得会审、不予审批）',
    'Has it passed the preliminary argument? (Otherwise no joint review, no approval.)',
  ),
  hasResourceCatalogue: yesNo(
    '是否已编制信息资源目录',
    'resource catalogue made',
    '信息资源目录编好了吗？（是审批的必备条件）',
    'Is the resource catalogue made? (Approval depends on it.)',
  ),
  inMasterCatalogue: yesNo(
    '是否纳入总目录',
    'in the master catalogue',
    '已有系统纳入政务信息系统总目录了吗？（决定升级改造由谁审批）',
    'Is the system in the master catalogue? (It decides who approves an upgrade.)',
  ),
  canShare: yesNo(
    '是否可以共享',
    'can share',
    '系统能实现信息共享吗？（决定升级改造由谁审批）',
    'Can the system share its data? (It decides who approves an upgrade.)',
  ),
  sharesData: yesNo(
    '是否按要求共享数据',
    'shares data as required',
    '是否按要求共享开放数据？（不共享不得通过竣工验收）',
    'Does it share its data as required? (Otherwise no completion acceptance.)',
  ),
  vendorQuotes: count(
    '厂商报价数',
    'vendor quotes',
    '有几家厂商的报价？（有最低家数）',
    'How many vendors have quoted? (There is a least number.)',
  ),
  alternativeSolutions: count(
    '备选解决方案数',
    'alternative solutions',
    '有几种备选解决方案？（有最低数量）',
    'How many alternative solutions are there? (There is a least number.)',
  ),
  comparableContracts: count(
    '可比合同数',
    'comparable contracts',
    '附了几份同类项目合同？（有最低数量）',
    'How many comparable contracts are enclosed? (There is a least number.)',
  ),
  submittedToProvince: yesNo(
    '是否由市级统一报送省审定',
    'submitted to the province',
    '由市级统一报省审定后实施吗？（决定由谁验收）',
    'Was it submitted to the province by the city? (It decides who accepts it.)',
  ),
  centralBudgetFunds: yesNo(
    '是否使用中央预算内投资',
    'central budget funds',
    '使用中央预算内投资吗？（决定由谁审批）',
    'Are central budget funds used? (It decides who approves.)',
  ),
  ownConstructionGround: choice(
    ownConstructionGrounds,
    '自行建设情形',
    'ground for own construction',
    '符合哪种可以自行建设的情形？（不符合的统一建设）',
    'Which ground for building it alone holds? (Otherwise it is built centrally.)',
  ),
  // Contract and building
  implementationMonths: months(
    '实施周期',
    'implementation period',
    '合同约定的实施周期几个月？（有最长期限）',
    'How many months does the contract give for implementation? (There is a longest period.)',
  ),
  warrantyMonths: months(
    '质保期',
    'warranty period',
    '合同约定的质保期几个月？（有一般最低期限）',
    'How many months of warranty does the contract give? (There is a general least.)',
  ),
  constructionMonths: months(
    '建设周期',
    'construction period',
    '项目建设周期几个月？（超过一年须年度评价）',
    'How many months does construction take? (Over a year: yearly evaluation.)',
  ),
  delayWorkingDays: workingDays(
    '前期工作延后',
    'delay of preparation',
    '前期工作延后了多少个工作日？（延后过久不安排资金）',
    'By how many working days is the preparation late? (Too late: no funds.)',
  ),
  delayCausedByUnit: yesNo(
    '是否因本单位原因延后',
    'delay caused by the unit',
    '延后是应用单位或业主单位的原因吗？（只有单位原因才影响资金）',
    'Is the delay the unit’s own doing? (Only then the funds are touched.)',
  ),
  seriousIncident: yesNo(
    '是否严重逾期或投资重大损失',
    'serious delay or loss',
    '出现工程严重逾期、投资重大损失等情形了吗？（须及时报告）',
    'Is there a serious delay or loss? (It has to be reported at once.)',
  ),
  // Changes
  withinApprovedEstimate: yesNo(
    '投资规模是否在批复概算以内',
    'within the approved estimate',
    '投资规模仍在批复概算以内吗？（自行调整的前提）',
    'Is the investment still within the approved estimate? (Needed to adjust by oneself.)',
  ),
  objectivesChanged: yesNo(
    '建设目标是否改变',
    'objectives changed',
    '建设目标改变了吗？（改变的须重新报批）',
    'Have the objectives changed? (Then approval is needed again.)',
  ),
  majorChange: yesNo(
    '是否发生较大变化',
    'major change',
    '目标、地点、预算、内容或进度有较大变化吗？（须事先申请、重新报批）',
    'Is there a major change of objectives, place, budget, contents or schedule? (Approval is needed again.)',
  ),
  changeGround: choice(
    changeGrounds,
    '调整情形',
    'ground of the change',
    '调整属于哪种情形？（决定能否自行调整后备案）',
    'Which ground does the change have? (It decides whether the unit may adjust by itself.)',
  ),
  specialFund: yesNo(
    '是否使用建设专项资金',
    'special fund',
    '使用建设专项资金吗？（投资增加另须报批）',
    'Is the special fund used? (An increase needs approval of its own.)',
  ),
  fundPlanIssued: yesNo(
    '资金计划是否已下达',
    'funding plan issued',
    '资金计划下达了吗？（下达后增加投资须报批）',
    'Has the funding plan been issued? (After it, an increase needs approval.)',
  ),
  investmentIncreased: yesNo(
    '投资规模是否增加',
    'investment increased',
    '投资规模增加了吗？（增加的须报批）',
    'Has the investment grown? (An increase needs approval.)',
  ),
  // Acceptance and after
  archiveAccepted: yesNo(
    '档案验收是否合格',
    'archives accepted',
    '档案验收合格了吗？（不合格不得竣工验收）',
    'Are the archives accepted? (Otherwise no completion acceptance.)',
  ),
  completionAccepted: yesNo(
    '是否通过竣工验收',
    'completion accepted',
    '项目通过竣工验收了吗？（未验收不拨后续资金）',
    'Has it passed completion acceptance? (Otherwise no further funds.)',
  ),
  lastAcceptedOn: day(
    '原项目竣工验收日',
    'day the earlier project was accepted',
    '原项目哪天竣工验收的？（未满一年的升级改造原则上不支持）',
    'When was the earlier project accepted? (Upgrades within a year are in principle not supported.)',
  ),
  lastPerformancePassed: yesNo(
    '原项目绩效评价是否合格',
    'earlier performance evaluation passed',
    '原项目绩效评价合格吗？（不合格的升级改造原则上不支持）',
    'Did the earlier project pass its performance evaluation? (Otherwise an upgrade is in principle not supported.)',
  ),
  // The checklist at the review
  grounds: ruleIds(
    '属实的情形',
    'what holds',
    '下列情形哪些属实？（未做到的义务、不予支持的情形）',
    'Which of these hold? (Duties not met, grounds of refusal.)',
  ),
  confirmed: ruleIds('已做到的事项', 'what is done', '下列事项哪些已经做到？', 'Which of these are done?'),
} as const satisfies Record<string, FactDefinition>

export type FactName = keyof typeof definitions

type Shape = { [K in FactName]: z.ZodOptional<(typeof definitions)[K]['schema']> }

/** Every fact by name, in the order an interview may ask. */
export const facts: Readonly<Record<FactName, FactDefinition>> = definitions

export const factNames = Object.keys(definitions) as FactName[]

export function isFactName(name: string): name is FactName {
  return Object.hasOwn(definitions, name)
}

/** What is known of a project. Every fact optional, an unknown name is an error, nothing is filled in. */
export const factsSchema = z.strictObject(
  Object.fromEntries(
    Object.entries(definitions).map(([name, { schema, zh, en }]) => [name, schema.optional().describe(`${zh} ${en}`)]),
  ) as Shape,
)

export type Facts = z.output<typeof factsSchema>
