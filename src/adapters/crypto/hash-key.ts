/** SHA-256 of a text's UTF-8 bytes, in lower-case hex. In one call, since every request pays it. */
import { hash } from 'node:crypto'

export const hashKey = (text: string): string => hash('sha256', text, 'hex')

/** SHA-256 of bytes, in lower-case hex. */
export const hashBytes = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex')
