/** A refusal of the SCIM door: its code and a sentence that helps. */
import { HubwardError } from '../errors.ts'
import type { ScimErrorCode } from './errors.ts'

export const refuse = (code: ScimErrorCode, message: string): HubwardError =>
  new HubwardError(code, message)

/** What somebody sent, in a sentence: short, on one line. */
export const quoted = (text: string): string =>
  `“${text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ').slice(0, 120)}”`
