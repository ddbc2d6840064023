// Signing in: a code typed here, or one that the platform's own application gives. Everything else is a link.

const problem = document.querySelector('#problem')
const goingTo = new URLSearchParams(location.search).get('to') ?? '/'

async function exchange(way, code) {
  const response = await fetch(`/sign-in/${way}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, to: goingTo }),
  })
  const told = await response.json()
  if (response.ok) location.replace(told.to)
  else show(response.status === 429 ? '试得太快了，请过一分钟再试。' : told.error.message)
}

function show(words) {
  problem.textContent = words
  problem.hidden = false
}

/** DingTalk's and 专有钉钉's scripts both put `dd` on the window, and name things differently. */
async function codeOf(way, settings) {
  const { dd } = window
  if (dd === undefined) throw new Error('no dd')
  const asked =
    way === 'zwdd'
      ? dd.getAuthCode(settings)
      : new Promise((resolve, reject) => {
          const told = { ...settings, onSuccess: resolve, onFail: reject, success: resolve, fail: reject }
          const request = dd.requestAuthCode ?? dd.runtime.permission.requestAuthCode
          request(told)?.then?.(resolve, reject)
        })
  const { code, auth_code: zwddCode } = await asked
  return code ?? zwddCode
}

for (const form of document.querySelectorAll('form.way'))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    exchange(form.dataset.way, form.elements.code.value.trim()).catch(() => show('网络不通，请再试一次。'))
  })

const inside = document.querySelector('#inside')
if (inside !== null)
  codeOf(inside.dataset.way, JSON.parse(inside.dataset.settings))
    .then((code) => exchange(inside.dataset.way, code))
    .catch(() => {
      inside.hidden = true
      show('没有取到登录码，请关闭本页，从工作台重新打开。')
    })
