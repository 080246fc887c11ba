/**
 * Whether a page of ours made a request. Browsers send the session's cookie whatever page asks,
 * other ports of this host included; these two headers no page can forge.
 */

export interface RequestOrigin {
  readonly method: string
  /** `Sec-Fetch-Site` (Fetch Metadata §2.4), where the browser sends it. */
  readonly site: string | null
  /** `Origin` (RFC 6454 §7), where the browser sends it. */
  readonly origin: string | null
}

/** RFC 9110 §9.2.1: what changes nothing. */
const SAFE = new Set(['GET', 'HEAD'])

/**
 * What changes something must be proved to come from our own page. What only reads must not be
 * known to come from another; `none` is a person who typed the address.
 */
export function isOwnRequest({ method, site, origin }: RequestOrigin, publicUrl: string): boolean {
  const ours = origin === null || origin === new URL(publicUrl).origin
  if (SAFE.has(method)) return ours && (site === null || site === 'same-origin' || site === 'none')
  return ours && (site === 'same-origin' || (site === null && origin !== null))
}
