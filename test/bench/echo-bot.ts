/**
 * What turns are measured beside: a bot that says everything back, as the SDK's own sample is written, on the same
 * restify and botbuilder and with nothing kept. Prints its address when ready.
 */
import { ActivityHandler, CloudAdapter, ConfigurationBotFrameworkAuthentication, type Request } from 'botbuilder'
import restify from 'restify'

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}))
const bot = new ActivityHandler()
bot.onMessage(async (context, next) => {
  await context.sendActivity(`Echo: ${context.activity.text}`)
  await next()
})

const server = restify.createServer()
server.use(restify.plugins.bodyParser())
server.post('/api/messages', async (request, response) => {
  await adapter.process(request as Request, response, (context) => bot.run(context))
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.url}/\n`))
process.once('SIGTERM', () => process.exit(0))
