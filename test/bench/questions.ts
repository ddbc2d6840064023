/** What is asked under load: of each measure one question whose answer quotes an article, its place named. */
export const policyQuestions = [
  '济宁高新区的政务信息化项目合同签订后多久要备案',
  '吉林省政务信息化项目概算调整到什么程度要重新报批',
  '九江200万元以上的项目要报哪里审',
  '诸城的政务信息化项目验收前要做哪些准备',
  '济宁高新区的项目质保期至少几年',
]
