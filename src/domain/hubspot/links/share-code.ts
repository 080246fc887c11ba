/**
 * The code of a form’s share link. Not documented by HubSpot; read from 29 public links of the
 * regions na1, na2, eu1: a version figure, the form’s GUID as 22 characters of base64url, then (or
 * as a part of the host) the portal in base 36. In all of them the GUID’s version nibble is 4 and
 * the portal lies among the numbers its region hands out.
 */

export interface SharedForm {
  readonly guid: string
  /** In base 36; `null` where the host has it. */
  readonly portal: string | null
}

export function readShareCode(code: string): SharedForm | null {
  const found = /^[12]([\w-]{22})([1-9a-z][0-9a-z]{1,7})?$/.exec(code)
  const guid = found && guidOf(found[1]!)
  return guid ? { guid, portal: found[2] ?? null } : null
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** 22 characters hold 132 bits, a GUID has 128: the last four must be zero. */
function guidOf(base64: string): string | null {
  let bits = 0n
  for (const char of base64) bits = (bits << 6n) | BigInt(ALPHABET.indexOf(char))
  if ((bits & 15n) !== 0n) return null
  const hex = (bits >> 4n).toString(16).padStart(32, '0')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
