/** The chat page: WebChat on our own Direct Line, and questions to begin with. */
import { type Html, html } from './html.ts'
import { renderShell, type Surroundings } from './shell.ts'

/** Questions every measure answers; they name no place, so that the user's own decides. */
export const examples: readonly { readonly subject: string; readonly questions: readonly string[] }[] = [
  { subject: '申报与建设', questions: ['300万元的项目由谁审批', '项目没批能不能先开工', '数据共享有什么要求'] },
  { subject: '采购与实施', questions: ['招标采购有什么要求', '建设内容变更要走什么程序', '项目要不要请监理'] },
  { subject: '验收与评价', questions: ['谁组织竣工验收', '项目延期验收怎么办', '项目自评价什么时候做'] },
  { subject: '办法效力', questions: ['本办法有效期到什么时候'] },
]

/**
 * @param nonce allows the styles that WebChat sets by script
 * @param signedIn whether there is a session to end
 */
export function renderChatPage(around: Surroundings, nonce: string, signedIn = false): string {
  const { assets } = around
  const bundle = assets.webChatUrl()
  const scripts =
    bundle === undefined
      ? undefined
      : html`<script src="${assets.urlOf('structured-clone.js')}" defer></script>
<script src="${bundle}" defer></script>
<script src="${assets.urlOf('chat.js')}" type="module"></script>
`
  const main = html`<div class="chat">
<aside class="examples" aria-label="常见问题"><h2>常见问题</h2>
${examples.map(renderExamples)}
<p class="hint">答复均出自办法原文，并注明条款与效力。正式办理以主管部门意见为准。</p>
</aside>
<main id="main" class="conversation">
${
  bundle === undefined
    ? renderMissingBundle()
    : html`<div id="notice" class="notice-bar" role="status" hidden></div>
<div id="webchat" class="webchat"></div>
<noscript><p class="problem">对话需要启用 JavaScript。办法原文可从页面上方直接阅读。</p></noscript>`
}
</main>
</div>`
  const actions =
    bundle === undefined
      ? undefined
      : html`<button class="button primary" id="new-conversation" type="button">新对话</button>${signedIn ? renderSignOut() : undefined}`
  const head = html`<meta name="style-nonce" content="${nonce}">
${scripts}`
  return renderShell({
    main,
    around,
    styles: ['chat.css'],
    head,
    bodyClass: 'chat-page',
    ...(actions === undefined ? {} : { actions }),
  })
}

function renderSignOut(): Html {
  return html`<form action="/sign-out" method="post"><button class="button" type="submit">退出</button></form>`
}

function renderExamples({ subject, questions }: (typeof examples)[number]): Html {
  return html`<h3>${subject}</h3><ul>${questions.map((question) => html`<li><button type="button" class="example">${question}</button></li>`)}</ul>
`
}

function renderMissingBundle(): Html {
  return html`<div class="problem" role="alert"><h2>对话组件尚未安装</h2>
<p>服务器安装时没有取到 Microsoft WebChat 的文件，因此本页暂时不能对话；办法原文可以照常阅读。</p>
<p>请管理员在程序所在文件夹执行 <code>npm run postinstall</code>（需能访问 npm 软件源），完成后刷新本页，不必重启。</p></div>`
}
