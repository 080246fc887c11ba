/** From where this Hubward can be reached by its public address. */

/** Whether others than this computer can reach it, and safely. */
export function reachOf(url: string): 'public' | 'plain' | 'local' {
  const { hostname, protocol } = new URL(url)
  if (/^(localhost|127\.|\[::1\]|.*\.localhost$)/.test(hostname)) return 'local'
  return protocol === 'https:' ? 'public' : 'plain'
}
