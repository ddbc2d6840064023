/** What a model was shown, read back from the request as any model would read it. */
export interface ChatRequest {
  readonly model: string
  readonly stream?: boolean
  readonly tools?: readonly { readonly function: { readonly name: string } }[]
  readonly messages: readonly {
    readonly role: string
    readonly content: string | null
    readonly tool_calls?: unknown
  }[]
}

export interface Source {
  readonly id: number
  readonly label: string
  readonly text: string
}

export interface Seen {
  readonly task: string
  readonly question: string
  readonly lang: 'zh' | 'en'
  readonly answer: string
  readonly deciding: readonly number[]
  readonly sources: readonly Source[]
  readonly values: Readonly<Record<string, string>>
}

/** @returns undefined where it is not asked to reword an answer */
export function readSeen(request: ChatRequest): Seen | undefined {
  const task = contentOf(request, 'system')
  const data = JSON.parse(contentOf(request, 'user')) as Record<string, unknown>
  if (typeof data.现有答复 !== 'string') return undefined
  const further = (data.另外的资料 as string[]).join('\n')
  return {
    task,
    question: String(data.提问),
    lang: data.语言 === 'English' ? 'en' : 'zh',
    answer: data.现有答复,
    deciding: (data.依据 as string[]).map((mark) => Number(mark.slice(1, -1))),
    sources: `${task.slice(task.indexOf('编号资料：'))}\n${further}`.split(/\n(?=\[\d+\] )/u).flatMap((words) => {
      const [, id = '', label = '', text = ''] = /^\[(\d+)\] (.*)\n([\s\S]*)$/u.exec(words) ?? []
      return id === '' ? [] : [{ id: Number(id), label, text }]
    }),
    values: data.值的代号 as Record<string, string>,
  }
}

function contentOf(request: ChatRequest, role: string): string {
  const content = request.messages.find((message) => message.role === role)?.content
  return typeof content === 'string' ? content : ''
}
