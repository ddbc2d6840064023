// A long answer is read from its top: whatever else moves the view, it comes back there, unless the reader moved it.

/** Milliseconds after an answer has come in which WebChat may still run on to the end. */
const watched = 1500
const byHand = ['wheel', 'touchmove', 'keydown', 'pointerdown']

/** A middleware of WebChat's store, which itself stops at an answer's beginning, but on a busy machine not always. */
export const keepAnswerInView = (root) => () => {
  let isAsked = false
  return (next) => (action) => {
    const done = next(action)
    if (action.type === 'DIRECT_LINE/POST_ACTIVITY_PENDING') isAsked = true
    if (isAsked && isAnswer(action)) {
      isAsked = false
      hold(root)
    }
    return done
  }
}

function isAnswer({ type, payload }) {
  if (type !== 'DIRECT_LINE/INCOMING_ACTIVITY') return false
  return payload.activity.type === 'message' && payload.activity.from.role === 'bot'
}

function hold(root) {
  const until = performance.now() + watched
  const reader = new AbortController()
  for (const name of byHand)
    root.addEventListener(name, () => reader.abort(), { passive: true, signal: reader.signal, capture: true })
  const look = (now) => {
    if (reader.signal.aborted) return
    if (now > until) return reader.abort()
    bringBack(root)
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

function bringBack(root) {
  const view = root.querySelector('.webchat__basic-transcript__scrollable')
  const all = [...root.querySelectorAll('.webchat__basic-transcript__activity')]
  const asked = all.findLastIndex((each) => each.querySelector('.webchat__bubble--from-user') !== null)
  const answer = all[asked + 1]
  if (view === null || answer === undefined) return
  const hidden = view.getBoundingClientRect().top - answer.getBoundingClientRect().top
  if (hidden > 1) view.scrollTop -= hidden
}
