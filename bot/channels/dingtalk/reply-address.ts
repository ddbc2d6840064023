/** Where an answer may be posted. The address comes with the message, so a forged message could name any. */

/**
 * @param address `sessionWebhook` as it came
 * @param hosts   host names the operator allows, in lower case
 */
export function isReplyAddress(address: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, port, username, password, pathname } = new URL(address)
  return (
    protocol === 'https:' &&
    port === '' &&
    username === '' &&
    password === '' &&
    // The list holds names only, so an address of numbers is on no list.
    hosts.includes(hostname) &&
    pathname.startsWith('/robot/')
  )
}
