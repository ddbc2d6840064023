import type { ArticleRef } from '#knowledge/law/measure.ts'
import { writeOrdinal } from '#knowledge/law/numerals.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import type { Words } from './words.ts'

/** 2025-11-23 → 2025年11月23日 */
export function writeDay(day: IsoDate): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

function label(ref: ArticleRef): string {
  return typeof ref === 'number' ? `第${writeOrdinal(ref)}条` : `附件${ref.slice('annex-'.length)}`
}

export const zh: Words = {
  labels: {
    basis: '依据',
    validity: '效力',
    next: '下一步',
    seeAlso: '另见',
    nearest: '最接近的条文',
    corrected: '引文含勘误',
    doubt: '存疑',
    translation: '英文译文',
  },
  buttons: { original: '查看原文', related: '相关条款', otherPlace: '换个地区' },
  feedback: {
    good: '👍 有用',
    bad: '👎 有问题',
    thanks: '已记下，谢谢。',
    whatWasWrong: '哪里不对？请选一项，或直接用一句话说明。',
    inYourWords: '请用一句话说明；不想写也可以，直接问下一个问题即可。',
    wordsKept: '已记下，谢谢。如果刚才是在提问，请再发一次。',
    reasons: {
      'wrong-article': '条文不对',
      'beside-the-point': '没答到点上',
      outdated: '内容已过时',
      'too-long': '太长看不懂',
      other: '其他',
    },
  },
  examples: ['谁组织竣工验收', '项目自评价什么时候做', '建设内容变更要走什么程序'],
  greeting: (place) =>
    place === undefined
      ? '您好，我是政务信息化项目政策助手。我按办法原文回答项目规划、审批、采购、建设、验收、评价方面的问题，每个答复都附条文和效力。\n\n请先选择您所在的地区（以后会记住，也可以随时更换）：'
      : `您好，又见面了。您的地区是**${place}**，直接提问即可；问别的地方，在问题里写上地名。`,
  placeKept: (place) => `已记住您的地区：**${place}**。请直接提问，例如：`,
  otherPlaces: '换到哪个地区？选定后按那里的办法重新回答。',
  related: (place) => `与${place}相关的条款：`,
  noRelated: '没有与此条直接相关的其他条款。',
  notUnderstood: '这个按钮已失效，请直接输入您的问题。',
  articleLabel: (ref, paragraph, item) =>
    `${label(ref)}${paragraph === undefined ? '' : `第${writeOrdinal(paragraph)}款`}${item === undefined ? '' : `第（${writeOrdinal(item)}）项`}`,
  validity: ({ status, from, to, on }, title) => {
    const until = to === null ? '未规定有效期' : `有效期至${writeDay(to)}`
    const life = `《${title}》自${writeDay(from)}起施行，${until}`
    if (status === 'expired') return `⚠ ${life}，至${writeDay(on)}已届满；请核实是否延期或已被新办法取代。`
    if (status === 'not-yet') return `⚠ ${life}，${writeDay(on)}尚未施行。`
    return `${life}；${writeDay(on)}现行有效。`
  },
  compared: '各地规定对比：',
  comparisonHead: '| 地区 | 规定 | 条文 |',
  validityShort: ({ status, to, from }, place) =>
    status === 'expired' && to !== null
      ? `⚠ ${place}的办法有效期至${writeDay(to)}，已届满，请核实是否延期或已有新办法。`
      : status === 'not-yet'
        ? `⚠ ${place}的办法自${writeDay(from)}起施行，尚未生效。`
        : `${place}的办法现行有效。`,
  validityAnswer: ({ status, from, to, on, note }, title) => {
    const aside = note === undefined ? '' : `（${note}）`
    if (status === 'not-yet') return `${writeDay(on)}尚未施行：《${title}》自${writeDay(from)}起施行。`
    if (to === null) return `有效：《${title}》自${writeDay(from)}起施行，条文没有规定有效期（未写截止日）。${aside}`
    if (status === 'expired')
      return `已过期：《${title}》自${writeDay(from)}起施行，有效期至${writeDay(to)}，此后已届满失效。${aside}`
    return `有效：《${title}》自${writeDay(from)}起施行，有效期至${writeDay(to)}。`
  },
  thanks: '不客气，有问题随时问我。',
  notRead: '没看懂，请换个说法，例如：“谁组织竣工验收”。',
  classified:
    '涉密项目请勿在此录入任何信息：本助手运行在非涉密网络上，不作测算，也不再记录。请停止输入，按国家保密规定向本单位保密机构或保密行政管理部门咨询。',
  noSuchArticle: (title, articles, annexes) =>
    `《${title}》没有这一条：全文共${articles}条${annexes === 0 ? '' : `、${annexes}个附件`}。`,
  vagueSum: (question, low, high) => `${question}如不超过：${low}如超过：${high}`,
  asWritten: (words) => `条文写明“${words}”。`,
  annexSays: (place, words) => `${place}：${words}`,
  chapterHolds: ({ number, title }, articles, first, last) =>
    `第${writeOrdinal(number)}章“${title}”共${articles}条：${first}至${last}。`,
  stage: (title, does, actor, place) => `**${title}**：${does}（${actor}；${place}）`,
  whereItApplies: '（适用时）',
  notSo: '不是这样。',
  notThat: (figure) => `不是${figure}。`,
  onlyVague: (word) => `办法只写“${word}”，没有规定具体时限。`,
  notCovered: (title) => `本办法未作规定：《${title}》没有这方面的内容。`,
  askContact: (contact) => `建议向${contact}咨询确认。`,
  nearestIs: (place) => `最接近的是${place}，但没有规定您问的内容。`,
  whichPlace: '您问的是哪个地方的办法？各地规定不一样。',
  choosePlace: '请选择地区',
  confirmExtension: (contact) => `请向${contact}核实该办法是否延期或已有新规定。`,
  smallTalk: '您好，我是政务信息化项目政策助手。可以直接问我，例如：“合同签完多久内要备案？”',
  refused: '这个我不能做：答复只能依据办法原文，不能改写规定、透露设置或冒充他人。您可以直接问政策问题。',
  outOfScope: '这不在我的范围内：我只回答政务信息化项目建设管理办法方面的问题。',
  lostPicture: (place) => `${place}在来源网页中是一幅已缺失的图片，没有文字可引。`,
  chineseOnly: '（条文为中文原文）',
  didYouMean: (label, gist) => `您是不是想问${label}：${gist}…`,
  composedByModel: '〔以上文字由人工智能生成，已逐句核对；以所引条文为准〕',
}
