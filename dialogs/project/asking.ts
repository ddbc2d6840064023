/** Whether words ask something of policy, wish to declare a project, or tell that something has happened. */

const asks =
  /[?？]|谁|多[久长大少]|哪(?!怕)|怎么|怎样|如何|什么|啥|吗|呢|要不要|需不需要|是否|几(?:天|个|家|年|月|级|次)|咋|为何|可以不|能不|行不|干嘛|最少|最多|\b(?:what|who|when|how|which|where|why)\b|(?:^|[,;] ?)(?:can|must|do|does|should|is|are)\b/iu
/** Questions that staff put without a question word («批不批新的», «违规不», «请明确两事», «签合同的时限»). */
const asksQuietly =
  /是不是|(?!^)还是|有没有|何[时处种人级地日]|[应可能须]否|答复|请教|赐复|(?:可以|行|对|是|好|没事|不用)吧|违规|请问|明确|讲讲|说说|解释|翻译|引用|帮我(?!申报|报|立|新建|创建|(?:弄|做|搞)(?:一个|个|一下)?项目申报)|给我|(\p{Script=Han})不\1|不[。.！!]*$|(?:时限|期限|截止时间|手续|条件|材料|流程|程序|要求|规定|机制|标准|效力|责任)[。.！!]*$/u

const wish =
  /(?:我|我们|咱们?|俺们?|本[局委办单位]|单位|集团|公司|局里?|委里?|厅里?)[^。？?]{0,10}?(?:想|要|准备|打算|计划|拟|需要|得)[^，。？?]{0,6}?(?:建|做|上|搞|弄|申报|开发|升级|改造|采购|购买|立)[^，。？?]*(?:系统|平台|项目|工程|网站|门户|小程序|大屏|机房|数据中心|中心|专网|云|APP|监控)|(?:我|咱|俺)们?[^，。？?]{0,6}有个?(?:新?的?)?[^，。？?]{0,8}项目(?:想|要|得|准备)(?:报|申报|立项)/iu
/** The same without who wishes it, with a sum: «计划投资1200万建设城市大脑»; or with the word itself: «领导让我报一个智慧养老平台». */
const sumToSpend =
  /(?<!不)(?:想|要|准备|打算|计划|拟|需要)[^，。？?]{0,12}?(?:建|做|上|搞|弄|开发|升级|改造|改版|采购|购买|买|启动).*[\d一二两三四五六七八九十百千]\s*[万亿]|(?:计划|拟|准备|打算)投资.*[万亿]/u
const toBeDeclared =
  /^(?:请|帮我)?(?:想|要)?申报(?:一个|个)?(?:新?项目)?\s*[：:]|(?<!不)(?:想|要|准备|打算|计划|拟|需要|[让叫派]我们?)(?:去|来)?(?:申报|报|立|启动)(?:一个|一项|个)?[^，。？?]{2,20}(?:系统|平台|项目|工程|网站|小程序|中心|[一二三四五]期)/u
const order =
  /^(?:请|帮我|帮我们|帮忙|我想|我要|我们想|我们要|想|要|来|开始|新)*(?:弄|做|搞)?(?:一个|个|一下)?(?:申报|报|立|新建|创建|项目申报)(?:一个|个|一下|一项)?(?:新的?)?(?:信息化|政务信息化|数字化)?(?:项目)?(?:吧|。|！|!)*$|^(?:declare|start|new) (?:a |an )?(?:new )?(?:project|declaration)/iu

export function isQuestion(text: string): boolean {
  const words = text.trim()
  return (asks.test(words) || asksQuietly.test(words)) && !/^没什么|^没啥|^不是吗$/u.test(words)
}

/** A plain wish to declare; anything that asks is a question of policy. */
export function wantsToDeclare(text: string): boolean {
  const words = text.trim()
  if (isQuestion(words)) return false
  if (wish.test(words) || sumToSpend.test(words) || toBeDeclared.test(words)) return true
  return order.test(words) && /申报|项目|立项|declar|project/iu.test(words)
}

const mayBeWished =
  /(?:(?<!不)(?:想|要|准备|打算|计划|拟|需要)[^，。不]{0,12}?|^)(?:新?建设?|做|上|搞|弄|开发|升级|改造|采购|购买|买)(?:一?[个套批])[^，。不]{1,20}?(?:系统|平台|网站|小程序|中心|机房|大屏|专网|项目)/u

/** «残联想建个服务平台»: told as a policy question, and a declaration is offered along with the answer. */
export function mayWishToDeclare(text: string): boolean {
  const words = text.trim()
  return mayBeWished.test(words) && !isQuestion(words) && !wantsToDeclare(words)
}

/** What has happened is told with its day, or ends in it («初验通过了»); what follows it («签合同后…») is asked about. */
const happened = /(?:了|通过|完成|结束|开始|稳定|合格|完毕|到位|收到|signed|passed|completed|started|ended)[。.！!]*$/iu
const after = /(?:之|以)?[后前](?:的|干|做|要|备|需|再)|(?:之|以)后|之前|deadline|before|after/iu

/** @param hasDay whether a day is told in it */
export function tellsSomething(text: string, hasDay: boolean): boolean {
  const words = text.trim()
  return [...words].length <= 40 && !isQuestion(words) && !after.test(words) && (hasDay || happened.test(words))
}
