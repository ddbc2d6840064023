// The chat: opens our session, draws WebChat in it, and says in plain words when something is amiss.
import { keepAnswerInView } from './answer-in-view.js'
import { cardLook, styleOptions } from './look.js'
import { openSession, retryDelay, SessionRefused } from './session.js'

// Direct Line's connection states.
const connecting = 1
const online = 2
/** WebChat tries by itself for this long; then we begin anew with a new token. */
const patience = 16_000

const notice = document.getElementById('notice')
const place = document.getElementById('webchat')
const isLarge = document.documentElement.dataset.typeSize === 'large'
const look = { styleOptions: styleOptions(isLarge), adaptiveCardsHostConfig: cardLook(isLarge) }
const nonce = document.querySelector('meta[name="style-nonce"]').content
let chat

function tell(words, action) {
  notice.hidden = words === ''
  notice.textContent = words
  if (action === undefined) return
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = action.title
  button.addEventListener('click', action.run, { once: true })
  notice.append(' ', button)
}

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function connect({ fresh = false } = {}) {
  for (let attempt = 0; ; attempt++) {
    try {
      const session = await openSession({ fresh })
      draw(session, fresh ? '' : unsentWords())
      return
    } catch (error) {
      if (error instanceof SessionRefused) return tellRefused(error.status)
      const delay = retryDelay(attempt)
      tell(`暂时连接不上服务器，${Math.ceil(delay / 1000)} 秒后自动重试。已有的对话不会丢失。`)
      await wait(delay)
    }
  }
}

function tellRefused(status) {
  if (status === 401 || status === 403) {
    tell('登录已失效，请重新登录后再继续。', { title: '刷新页面', run: () => location.reload() })
    return
  }
  tell(`服务器未能开始对话（代码 ${status}）。请稍后再试；若一直如此，请告知管理员。`, {
    title: '再试一次',
    run: () => start(),
  })
}

function unsentWords() {
  return chat?.store.getState().sendBoxValue ?? ''
}

/** Each connection gets a place and a store of its own: what was said before comes again from the server. */
function draw(session, unsent) {
  chat?.close()
  const element = document.createElement('div')
  element.className = 'webchat-root'
  const store = window.WebChat.createStore({}, openWanted, keepAnswerInView(element))
  const directLine = window.WebChat.createDirectLine({
    domain: `${location.origin}/v3/directline`,
    conversationId: session.conversationId,
    token: session.token,
    watermark: '0',
    webSocket: true,
  })
  const status = directLine.connectionStatus$.subscribe(follow)
  chat = {
    store,
    close() {
      clearTimeout(overdue)
      status.unsubscribe()
      directLine.end()
    },
  }
  place.replaceChildren(element)
  window.WebChat.renderWebChat(
    {
      ...look,
      directLine,
      store,
      nonce,
      cardActionMiddleware,
      locale: 'zh-Hans',
      overrideLocalizedStrings: { TEXT_INPUT_PLACEHOLDER: '请直接输入您的问题' },
      userID: session.userId,
    },
    element,
  )
  if (unsent !== '') store.dispatch({ type: 'WEB_CHAT/SET_SEND_BOX', payload: { text: unsent } })
}

let overdue

function follow(state) {
  if (state === online) connected()
  else if (state === connecting) startLater(patience)
  else if (state > online) {
    // Expired, failed or ended: a new token, the same conversation.
    tell('连接已失效，正在重新连接……')
    startLater(1000)
  }
}

function connected() {
  clearTimeout(overdue)
  tell('')
}

let wanted = new URLSearchParams(location.search).get('project')

/** A link from a message may name the project to go on with; it is said once, also where the page is reloaded. */
const openWanted =
  ({ dispatch }) =>
  (next) =>
  (action) => {
    const done = next(action)
    if (wanted === null || action.type !== 'DIRECT_LINE/CONNECT_FULFILLED') return done
    const value = { v: 1, verb: 'project-resume', args: { project: wanted } }
    wanted = null
    history.replaceState(null, '', location.pathname)
    dispatch({ type: 'WEB_CHAT/SEND_POST_BACK', payload: { value } })
    return done
  }

function startLater(milliseconds) {
  clearTimeout(overdue)
  overdue = setTimeout(start, milliseconds)
}

// Direct Line says nothing of a lost socket and tries again by itself after 3 to 15 seconds, so its sockets are watched.
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given)
    const owner = chat
    this.addEventListener('open', () => {
      if (chat === owner) connected()
    })
    this.addEventListener('close', () => {
      if (chat !== owner) return
      tell('连接中断，正在重新连接……')
      startLater(patience)
    })
  }
}

let running

/** One attempt at a time, whoever asks. */
function start(options) {
  running ??= connect(options).finally(() => {
    running = undefined
  })
  return running
}

/** Links of ours may come without an origin, which WebChat would not open. */
const cardActionMiddleware = () => (next) => (given) => {
  const { type, value } = given.cardAction
  if (type !== 'openUrl' || typeof value !== 'string' || !value.startsWith('/') || value.startsWith('//'))
    return next(given)
  window.open(location.origin + value, '_blank', 'noopener')
}

function ask(question) {
  chat?.store.dispatch({ type: 'WEB_CHAT/SEND_MESSAGE', payload: { text: question, method: 'code' } })
  document.querySelector('[data-id="webchat-sendbox-input"]')?.focus()
}

for (const button of document.querySelectorAll('.example'))
  button.addEventListener('click', () => ask(button.textContent))
document.getElementById('new-conversation').addEventListener('click', () => start({ fresh: true }))

if (window.WebChat === undefined)
  tell('对话组件没有加载成功：可能是网络中断，或浏览器版本过低（需要 Chrome、Edge 98 或更新的版本）。', {
    title: '刷新页面',
    run: () => location.reload(),
  })
else start()
