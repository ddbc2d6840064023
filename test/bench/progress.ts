/** A bar on standard error, drawn anew at every step where somebody watches; one line a tenth elsewhere. */
import type { Progress } from './part.ts'

const width = 30

export function createProgress(out: NodeJS.WriteStream = process.stderr): Progress {
  let what = ''
  let total = 0
  let done = 0
  const draw = (): void => {
    const filled = Math.min(width, Math.round((done / total) * width))
    const line = `${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${done}/${total} ${what}`
    if (out.isTTY) out.write(`\r\u001b[2K${line}${done >= total ? '\n' : ''}`)
    else if (done >= total || Math.floor((done * 10) / total) > Math.floor(((done - 1) * 10) / total))
      out.write(`${line}\n`)
  }
  return {
    begin(name, steps) {
      what = name
      total = Math.max(1, steps)
      done = 0
      if (out.isTTY) draw()
    },
    step() {
      done += 1
      draw()
    },
  }
}
