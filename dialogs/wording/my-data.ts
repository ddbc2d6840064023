/** What is said of a person's own data, in both languages. */

const zh = {
  exported: '这是我保存的关于您的全部数据：对话、问答和评价、项目、提醒。下载链接30分钟内有效，只有您能打开。',
  fileName: '我的数据.json',
  ask: (projects: number) =>
    [
      '要删除您的所有数据吗？删除后不能恢复：',
      '- 您说过的话和我的回答，在各个渠道的都算；群里只删您说的和对您的回答',
      '- 您的评价和提醒设置',
      projects === 0
        ? '- 您的项目（现在没有）'
        : `- 您的${projects}个项目和它们的期限提醒；共享给别人的，对方也不能再看，之后没有人再收到提醒`,
    ].join('\n'),
  askSummary: '要删除您的所有数据吗？删除后不能恢复。',
  confirm: '确认删除我的所有数据',
  exportFirst: '先导出我的数据',
  cancel: '不删除',
  cancelled: '好的，什么都没有删除。',
  erased:
    '您的所有数据都已删除。只留下您在本平台的账号编号，用来把这条回复发给您。管理员此前做的备份里还有旧数据，随备份到期删除。再发消息就是重新开始。',
  erasedSummary: '您的所有数据都已删除。',
  alone: '这里是群聊，个人数据的事请在和我单独的对话里说。',
}

const en: typeof zh = {
  exported:
    'This is all that I keep about you: conversations, answers and votes, projects, reminders. The link is good for 30 minutes and for you alone.',
  fileName: 'my-data.json',
  ask: (projects) =>
    [
      'Delete all your data? It cannot be undone:',
      '- what you said and what I answered, on every channel; in groups only your own messages and the replies to them',
      '- your votes and your wishes of reminders',
      projects === 0
        ? '- your projects (there are none now)'
        : `- your ${projects} project${projects === 1 ? '' : 's'} with all reminders; those you shared them with lose them too, and nobody is reminded any more`,
    ].join('\n'),
  askSummary: 'Delete all your data? It cannot be undone.',
  confirm: 'Yes, delete all my data',
  exportFirst: 'Export my data first',
  cancel: 'Do not delete',
  cancelled: 'All right, nothing was deleted.',
  erased:
    'All your data is deleted. Only the number of your account on this platform is left, to bring you this reply. Backups made before still hold it until they expire. Your next message starts afresh.',
  erasedSummary: 'All your data is deleted.',
  alone: 'This is a group. Please speak of your own data in a conversation with me alone.',
}

export const myDataIn = (lang: 'zh' | 'en'): typeof zh => (lang === 'en' ? en : zh)
