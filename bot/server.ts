/** The HTTP server: routes, limits, headers, health. The only place that knows restify. */
import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type restify from 'restify'
// Not the whole package: its plugins, none of which is used, take a tenth of a start.
import RestifyRouter from 'restify/lib/router.js'
import RestifyServer from 'restify/lib/server.js'
import { ConfigError, isLoopback } from './config.ts'
import {
  errorResponse,
  type Handler,
  type HttpRequest,
  type HttpResponse,
  logSocketError,
  type Routes,
  refuseUpgrade,
  type UpgradeHandler,
} from './http.ts'
import { bodyBytesAtMost, isJson, parseJson, readBody, readRequest, send } from './http-message.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { StoreUnavailable } from './store/store-unavailable.ts'

const requestMilliseconds = 30_000
/** A head is short: who sends it a sign at a time only wants to keep the connection. */
const headMilliseconds = 10_000
const storeAway = '暂时连不上数据库，请稍后再试。 The database is away for the moment; please try again later.'
/** Requests under way get so long to end once the server closes. */
const closeMilliseconds = 2_000

export interface ServerParts {
  readonly host: string
  readonly publicUrl: string | undefined
  readonly log: Log
  readonly metrics: Metrics
  /** What is not ready yet, by name. */
  readonly missing: () => readonly string[]
}

export interface PageServer {
  readonly routes: Routes
  /** @returns the port listened on. @throws ConfigError where the port is taken or the address is not ours */
  listen(port: number): Promise<number>
  /** Stops taking requests and waits for those under way, two seconds at most. WebSockets are closed by who opened them. */
  close(): Promise<void>
}

export function createServer(parts: ServerParts): PageServer {
  const { log, metrics } = parts
  // The library's own log would write request headers, tokens among them.
  const options = { name: 'assistant', maxParamLength: 500, log: silentLog() }
  const server = new RestifyServer({ ...options, router: new RestifyRouter(options) }) as restify.Server
  server.server.requestTimeout = requestMilliseconds
  server.server.headersTimeout = headMilliseconds
  const upgrades: { readonly segments: readonly string[]; readonly handler: UpgradeHandler }[] = []
  const isOurs = hostCheck(parts)

  const answer =
    (route: string, handler: Handler) =>
    async (req: restify.Request, res: restify.Response): Promise<void> => {
      const response = await respond(req, handler, isOurs, log)
      metrics.countRequest(req.method ?? '', route, response.status)
      send(req, res, response)
    }

  const routes: Routes = {
    get(path, handler) {
      server.get(path, answer(path, handler))
      server.head(path, answer(path, handler))
    },
    post: (path, handler) => void server.post(path, answer(path, handler)),
    upgrade: (path, handler) => void upgrades.push({ segments: path.split('/'), handler }),
  }

  server.on('restifyError', (req: restify.Request, res: restify.Response, error: { statusCode?: number }) => {
    const status = error.statusCode ?? 500
    metrics.countRequest(req.method ?? '', 'none', status)
    send(
      req,
      res,
      errorResponse(
        status,
        status === 404 ? 'NotFound' : status === 405 ? 'MethodNotAllowed' : 'BadRequest',
        'There is nothing here.',
      ),
    )
  })
  server.server.on('upgrade', (raw: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', (error) => logSocketError(error, log))
    const request = readRequest(raw, {}, Buffer.alloc(0))
    const found = isOurs(request) ? findUpgrade(upgrades, request.path) : undefined
    if (found === undefined) return refuseUpgrade(socket, '404 Not Found')
    found.handler({ ...request, params: found.params }, raw, socket, head)
  })
  const connections = followConnections(server.server)
  mountHealth(routes, parts)

  return {
    routes,
    listen: (port) =>
      new Promise((resolve, reject) => {
        server.on('error', (error: NodeJS.ErrnoException) => {
          if (server.server.listening) log.warn('server-error', { error: error.message })
          else reject(explain(error, port, parts.host))
        })
        // `localhost` could mean either family; browsers and programs all come to this one.
        server.listen(port, parts.host === 'localhost' ? '127.0.0.1' : parts.host, () =>
          resolve((server.server.address() as AddressInfo).port),
        )
      }),
    close: () =>
      new Promise((resolve) => {
        const late = setTimeout(() => server.server.closeAllConnections(), closeMilliseconds)
        server.server.close(() => {
          clearTimeout(late)
          resolve()
        })
        server.server.closeIdleConnections()
        for (const connection of connections) if (connection.bytesRead === 0) connection.destroy()
      }),
  }
}

/** Node counts a connection that never sent anything as busy, not as idle; browsers open such ones ahead of need. */
function followConnections(server: Server): ReadonlySet<Socket> {
  const open = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  return open
}

const absentWords: Readonly<Record<string, string>> = {
  store: '数据库连不上或写不进去；看日志里的 store-away，或运行 npm run -s doctor。',
  law: '办法还没有载入完；启动时几秒内完成，久不完成看标准错误输出。',
  index: '检索索引还没有打开；第一次启动或办法变动后要建半分钟。',
}

function mountHealth(routes: Routes, { metrics, missing }: ServerParts): void {
  routes.get('/healthz', () => ({ status: 200, body: { alive: true } }))
  routes.get('/readyz', () => {
    const absent = missing()
    const why = absent.map((part) => `${part}: ${absentWords[part] ?? 'not ready yet'}`)
    return { status: absent.length === 0 ? 200 : 503, body: { ready: absent.length === 0, missing: absent, why } }
  })
  routes.get('/metrics', async () => ({
    status: 200,
    headers: { 'content-type': metrics.contentType },
    body: await metrics.render(),
  }))
}

/**
 * A page elsewhere can give its own name our loopback address and then read answers as if they were its own.
 * So on loopback only our own names are answered.
 */
function hostCheck({ host, publicUrl }: ServerParts): (request: HttpRequest) => boolean {
  if (!isLoopback(host)) return () => true
  const publicHost = publicUrl === undefined ? undefined : new URL(publicUrl).host
  return ({ headers }) =>
    headers.host === undefined || headers.host === publicHost || isLoopback(headers.host.replace(/:\d+$/, ''))
}

async function respond(
  req: restify.Request,
  handler: Handler,
  isOurs: (request: HttpRequest) => boolean,
  log: Log,
): Promise<HttpResponse> {
  try {
    const rawBody = await readBody(req)
    if (rawBody === undefined)
      return errorResponse(413, 'TooLarge', `At most ${bodyBytesAtMost} bytes are taken.`, { connection: 'close' })
    const request = readRequest(req, req.params as Record<string, string>, rawBody)
    if (!isOurs(request))
      return errorResponse(
        421,
        'ForeignHost',
        'This host name is not answered here. Set PUBLIC_URL where it should be.',
      )
    if (isJson(request) && rawBody.length > 0) {
      const parsed = parseJson(rawBody)
      return parsed === undefined
        ? errorResponse(400, 'BadJson', 'The body is not JSON.')
        : await handler({ ...request, body: parsed.value })
    }
    return await handler(request)
  } catch (error) {
    if (error instanceof StoreUnavailable) {
      log.warn('store-away', { reason: error.reason, told: error.message })
      return errorResponse(503, 'StoreAway', storeAway, { 'retry-after': '5' })
    }
    log.error('request-failed', error, { method: req.method })
    return errorResponse(500, 'Internal', 'Something went wrong here; it has been recorded.')
  }
}

function findUpgrade(upgrades: readonly { segments: readonly string[]; handler: UpgradeHandler }[], path: string) {
  const given = path.split('/')
  const found = upgrades.find(
    ({ segments }) =>
      segments.length === given.length &&
      segments.every((segment, i) => segment.startsWith(':') || segment === given[i]),
  )
  if (found === undefined) return undefined
  const params = Object.fromEntries(
    found.segments.flatMap((segment, i) => (segment.startsWith(':') ? [[segment.slice(1), given[i] ?? '']] : [])),
  )
  return { handler: found.handler, params }
}

function explain(error: NodeJS.ErrnoException, port: number, host: string): Error {
  if (error.code === 'EADDRINUSE')
    return new ConfigError([
      `PORT ${port} is in use by another program. Stop that program, or set PORT to another number.`,
    ])
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new ConfigError([`HOST ${host} is no address of this machine.`])
  if (error.code === 'EACCES')
    return new ConfigError([`PORT ${port} needs more rights than this program has. Set PORT to a number above 1023.`])
  return error
}

function silentLog(): object {
  const log: Record<string, unknown> = { level: 'silent' }
  for (const name of ['trace', 'debug', 'info', 'warn', 'error', 'fatal']) log[name] = () => false
  log.child = () => log
  return log
}
