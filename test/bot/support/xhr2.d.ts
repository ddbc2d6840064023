/** XMLHttpRequest for Node; it brings no types of its own. */
declare module 'xhr2' {
  const XMLHttpRequest: new () => object
  export default XMLHttpRequest
}
