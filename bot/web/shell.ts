/** What every page has: head, masthead with the measures, the 大字 switch. */
import type { Law } from '#knowledge/law/load.ts'
import type { MeasureId } from '#knowledge/law/measure.ts'
import type { Assets } from './assets.ts'
import { type Html, html } from './html.ts'
import { type TypeSize, typeSizeCookie } from './type-size.ts'

const productName = '政务信息化项目政策助手'

/** What a page is drawn with, beside its own content. */
export interface Surroundings {
  readonly law: Law
  readonly assets: Pick<Assets, 'urlOf' | 'webChatUrl'>
  readonly typeSize: TypeSize
}

export interface Shell {
  readonly title?: string
  readonly main: Html
  readonly around: Surroundings
  readonly styles: readonly string[]
  readonly current?: MeasureId
  /** More in the head: scripts, settings for them. */
  readonly head?: Html
  /** More in the masthead: buttons of this page. */
  readonly actions?: Html
  readonly bodyClass?: string
}

export function renderShell(shell: Shell): string {
  const { assets, typeSize } = shell.around
  const title = shell.title === undefined ? productName : `${shell.title} · ${productName}`
  const page = html`<!doctype html>
<html lang="zh-Hans" data-type-size="${typeSize}">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="theme-color" content="#14304f">
<link rel="icon" type="image/svg+xml" href="${assets.urlOf('seal.svg')}">
${['base.css', ...shell.styles].map(
  (name) => html`<link rel="stylesheet" href="${assets.urlOf(name)}">
`,
)}${shell.head}</head>
<body class="${shell.bodyClass}">
<a class="skip" href="#main">跳到正文</a>
${renderMasthead(shell)}
${shell.main}
</body>
</html>
`
  return page.markup
}

function renderMasthead({ around, current, actions, title }: Shell): Html {
  const brand = html`<img src="${around.assets.urlOf('seal.svg')}" alt="" width="34" height="34"><span>${productName}</span>`
  const links = around.law.measures
    .filter((measure) => measure.translationOf === undefined)
    .map(
      (measure) =>
        html`<li><a href="/measures/${measure.id}"${current === measure.id ? html` aria-current="page"` : undefined}>${measure.jurisdiction.zh}</a></li>`,
    )
  const other: TypeSize = around.typeSize === 'large' ? 'normal' : 'large'
  return html`<header class="masthead">
<div class="bar">
${title === undefined ? html`<h1 class="brand">${brand}</h1>` : html`<a class="brand" href="/">${brand}</a>`}
<nav class="measures" aria-label="办法原文"><span aria-hidden="true">原文</span><ul>${links}</ul></nav>
<div class="actions"><a class="button" href="?${typeSizeCookie}=${other}">${other === 'large' ? '大字' : '标准字'}</a>${actions}</div>
</div>
</header>`
}
