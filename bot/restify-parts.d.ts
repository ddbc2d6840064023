/** restify's two parts that `server.ts` takes by themselves; its types describe the whole package only. */
declare module 'restify/lib/server.js' {
  const RestifyServer: new (options: object) => object
  export default RestifyServer
}
declare module 'restify/lib/router.js' {
  const RestifyRouter: new (options: object) => object
  export default RestifyRouter
}
