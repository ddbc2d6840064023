/** What a person says about the talk itself, in any dialog: back, change, skip, help, repeat, start over, stop, why. */
import { type FactName, facts as factList, factNames } from '#knowledge/law/facts.ts'

export type Repair =
  | { readonly kind: 'back' | 'skip' | 'help' | 'repeat' | 'restart' | 'cancel' | 'why' | 'review' }
  /** `rest` is the new value's words; empty where only the thing is named («改投资额»). */
  | {
      readonly kind: 'change'
      readonly field: FactName | 'name' | 'circumstances' | 'checklist' | undefined
      readonly rest: string
    }

const end = '[\\s。.！!~～吧啊呢了]*$'
const plain: readonly (readonly [RegExp, Exclude<Repair['kind'], 'change'>])[] = [
  [new RegExp(`^(?:返回|上一步|上一个|上一题|退回|回去|后退|回到上一步|go back|back|previous)${end}`, 'iu'), 'back'],
  [
    new RegExp(
      `^(?:跳过|略过|先不填|下一个|下一题|不知道|不清楚|不确定|说不准|说不好|不晓得|还没定|没定|待定|以后再说|暂时不填|skip|next|don'?t know|not sure|unknown|later)${end}`,
      'iu',
    ),
    'skip',
  ],
  [new RegExp(`^(?:帮助|怎么用|怎么操作|有什么命令|能做什么|help|\\?|？)${end}`, 'iu'), 'help'],
  [
    new RegExp(
      `^(?:再说一遍|再说一次|重复一遍|重复|没看清|刚才问什么|问到哪了|说到哪了|repeat|say (?:it|that) again|again)${end}`,
      'iu',
    ),
    'repeat',
  ],
  [
    new RegExp(`^(?:重来|重新来|重新开始|从头来|从头开始|全部重来|重填|重新申报|restart|start over)${end}`, 'iu'),
    'restart',
  ],
  [
    new RegExp(
      `^(?:.{0,8}[，,])?(?:取消|取消申报|不报了|不申报了|不填了|算了|退出|放弃|停止|结束|不弄了|cancel|quit|stop|exit|abort)${end}`,
      'iu',
    ),
    'cancel',
  ],
  [
    new RegExp(
      `^(?:为什么(?:要)?问(?:这个|这|我这个)?|为啥(?:要)?问(?:这个)?|问这个干什么|问这个干嘛|有什么用|依据是什么|why(?: do you ask)?(?: this| that)?\\??)[？?]?${end}`,
      'iu',
    ),
    'why',
  ],
  [
    new RegExp(
      `^(?:核对|看一下|看看填了什么|看看已填的|已填的?内容|目前填了什么|review|show (?:me )?what (?:i|you) have)${end}`,
      'iu',
    ),
    'review',
  ],
]

/** Words by which a fact is named, beside its own name. */
const spoken: readonly (readonly [RegExp, FactName | 'name' | 'circumstances' | 'checklist'])[] = [
  [/(?:项目)?(?:名称|名字)|^name$/iu, 'name'],
  [/网络?安全预算|安全预算|安全经费|security budget/iu, 'securityBudgetYuan'],
  [/总预算|项目预算|total budget/iu, 'totalBudgetYuan'],
  [/批复概算|概算|approved estimate/iu, 'approvedEstimateYuan'],
  [/调整(?:数额|金额)|adjust/iu, 'adjustmentYuan'],
  [/投资额?|总投资|金额|多少钱|资金|经费|investment|amount|sum/iu, 'totalInvestmentYuan'],
  [/类别|category/iu, 'category'],
  [/实施方式|建设方式|采购方式|方式|procurement/iu, 'procurement'],
  [/层级|级别|level/iu, 'level'],
  [/业主(?:单位)?(?:性质)?|单位性质|owner/iu, 'ownerType'],
  [/使用对象|给谁用|用户|audience/iu, 'audience'],
  [/质保期?|warranty/iu, 'warrantyMonths'],
  [/实施周期|工期|implementation/iu, 'implementationMonths'],
  [/建设周期|建设期|construction period/iu, 'constructionMonths'],
  [/报价|quotes?/iu, 'vendorQuotes'],
  [/新建|升级|性质|new build|upgrade/iu, 'newBuild'],
  [/特殊情形|情形|circumstances/iu, 'circumstances'],
  [/清单|checklist/iu, 'checklist'],
]

/** @returns undefined where the words are not about the talk itself */
export function readRepair(text: string): Repair | undefined {
  const words = text.trim()
  const found = plain.find(([pattern]) => pattern.test(words))
  if (found !== undefined) return { kind: found[1] }
  return readChange(words)
}

/** «投资额改成520万», «把级别改为县级», «改投资额», «不对，是520万», «change the amount to 5.2 million» */
function readChange(words: string): Repair | undefined {
  const whole =
    /^(?:请|帮我|我要|我想)?(?:把|将)?(?<what>.{1,16}?)(?:应该|要|得)?(?:改成|改为|换成|变成|更正为|修改为|调整为|应为|应该是|写错了[，,]?(?:应该)?是|不是.{1,12}[，,]?(?:而)?是)(?<rest>.+)$/u.exec(
      words,
    ) ?? /^(?:please )?(?:change|correct|set|make) (?:the )?(?<what>.{1,40}?) (?:to|into|=) (?<rest>.+)$/iu.exec(words)
  if (whole?.groups !== undefined) {
    const { what = '', rest = '' } = whole.groups
    return { kind: 'change', field: fieldNamed(what), rest: rest.trim() }
  }
  const named =
    /^(?:我要|我想|请|帮我)?(?:修改|更改|改一下|改下|改改|改|更正)(?<what>.{1,16}?)[。.！!]*$/u.exec(words) ??
    /^(?:change|correct|edit) (?:the )?(?<what>.{1,40})$/iu.exec(words)
  if (named?.groups?.what !== undefined) {
    const field = fieldNamed(named.groups.what)
    if (field !== undefined) return { kind: 'change', field, rest: '' }
  }
  const wrong = /^(?:不对|错了|说错了|写错了|填错了|更正)[，,。:：\s]*(?:应该)?(?:是)?(?<rest>.*)$/u.exec(words)
  return wrong?.groups === undefined
    ? undefined
    : { kind: 'change', field: undefined, rest: (wrong.groups.rest ?? '').trim() }
}

export function fieldNamed(words: string): FactName | 'name' | 'circumstances' | 'checklist' | undefined {
  const said = words.trim()
  const own = factNames.find((name) => factList[name].zh === said || factList[name].zh.replace(/^是否/u, '') === said)
  return own ?? spoken.find(([pattern]) => pattern.test(said))?.[1]
}
