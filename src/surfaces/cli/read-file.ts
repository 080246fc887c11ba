/** Files that somebody names: read, or refused with what is wrong with them. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { CliFailure, EXIT } from './failure.ts'

/** @throws CliFailure where it cannot be read */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

/** Where it was looked for, and why that did not do. */
export function unreadable(path: string, cause: unknown): CliFailure {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const why = WHY[code] ?? (code || 'it is no file that can be read')
  return new CliFailure(EXIT.failed, `${resolve(path)} cannot be read: ${why}.`, { cause })
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  EISDIR: 'it is a folder',
}
