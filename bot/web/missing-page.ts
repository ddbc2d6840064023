/** For an address that names no measure: what there is to read instead. */
import { html } from './html.ts'
import { renderShell, type Surroundings } from './shell.ts'

export function renderMissingPage(around: Surroundings): string {
  const measures = around.law.measures.map((measure) => {
    const title = measure.language === 'zh' ? `《${measure.title}》` : `${measure.titleEn} (translation)`
    const lang = measure.language === 'zh' ? 'zh-Hans' : 'en'
    return html`<li><a href="/measures/${measure.id}" lang="${lang}">${title}</a></li>
`
  })
  const main = html`<main id="main" class="sheet missing"><h1>没有这个办法</h1>
<p>地址里的编号不对，或者这个办法已不在本系统中。可以阅读的有：</p>
<ul>
${measures}</ul>
<p><a href="/">回到对话</a></p></main>`
  return renderShell({ title: '没有这个办法', main, around, styles: ['measure.css'] })
}
