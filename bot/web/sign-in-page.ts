/** The page that asks who is there: one button for each way, and what went wrong the last time. */
import type { HttpResponse } from '../http.ts'
import { type Refusal, refusals, type ScriptWay, type Way } from '../sign-in/way.ts'
import { type Html, html } from './html.ts'
import { pageHeaders, signInPolicy } from './page-headers.ts'
import { renderShell, type Surroundings } from './shell.ts'

/** @param inside the way whose platform the browser is in already: its code is asked for at once */
export function renderSignInPage(
  around: Surroundings,
  ways: readonly Way[],
  inside: Way | undefined,
  problem: Refusal | undefined,
): HttpResponse {
  const script = inside?.kind === 'script' ? inside : undefined
  const shown = ways.filter(({ kind }) => kind !== 'script')
  const main = html`<main id="main" class="sheet missing sign-in"><h1>登录</h1>
<p id="problem" class="problem" role="alert"${problem === undefined ? html` hidden` : undefined}>${problem === undefined ? '' : refusals[problem]}</p>
${script === undefined ? undefined : renderInside(script)}${shown.map(renderWay)}
${ways.some(({ kind }) => kind === 'script') && script === undefined ? html`<p>也可以在钉钉工作台里打开本页，免登录。</p>` : undefined}
<p>办法原文不用登录，可以从页面上方直接阅读。</p></main>`
  const scripts = html`${
    script === undefined
      ? undefined
      : html`<script src="${script.script}" defer></script>
`
  }<script src="${around.assets.urlOf('sign-in.js')}" type="module"></script>
`
  const body = renderShell({
    title: '登录',
    main,
    around,
    styles: ['measure.css', 'chat.css', 'sign-in.css'],
    head: scripts,
  })
  return { status: 200, headers: { ...pageHeaders(signInPolicy(script?.script)), 'cache-control': 'no-store' }, body }
}

function renderInside({ id, label, settings }: ScriptWay): Html {
  return html`<p id="inside" role="status" data-way="${id}" data-settings="${JSON.stringify(settings)}">${label}中…</p>
`
}

function renderWay(way: Way): Html {
  if (way.kind === 'redirect')
    return html`<p class="way"><a class="button" href="/sign-in/${way.id}">${way.label}</a></p>
`
  return html`<form class="way" data-way="${way.id}"><label for="code">登录码（在服务器的终端上）</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="20" required>
<button class="button" type="submit">${way.label}</button></form>
`
}
