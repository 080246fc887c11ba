/**
 * The built web app as it lies in memory, with the packed forms of each file. A path is looked up
 * among the names that were there when it was read: no request ever reaches the file system.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

export interface WebFile {
  readonly type: string
  /** Strong, of the unpacked bytes; each packed form has its own (RFC 9110 §8.8.3.3). */
  readonly hash: string
  /** Its name has its hash: it never changes. */
  readonly immutable: boolean
  readonly forms: Readonly<Partial<Record<Form, Buffer>>> & { readonly identity: Buffer }
}

export type Form = 'br' | 'gzip' | 'identity'

/** By path from the root: `/index.html`, `/assets/index-3f.js`. */
export type WebFiles = ReadonlyMap<string, WebFile>

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

const PACKED: Readonly<Record<string, Form>> = { '.br': 'br', '.gz': 'gzip' }

/** Reads a build. @throws where it is not there, or is being replaced */
export async function readWebFiles(folder: string): Promise<WebFiles> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  const bytes = new Map<string, Buffer>()
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    bytes.set(`/${relative(folder, path).split(sep).join('/')}`, await readFile(path))
  }
  const files = new Map<string, WebFile>()
  for (const [path, identity] of bytes) {
    const type = TYPES[extname(path)]
    if (type === undefined || PACKED[extname(path)]) continue
    const packed = Object.entries(PACKED).flatMap(([ending, form]) => {
      const found = bytes.get(path + ending)
      return found ? [[form, found] as const] : []
    })
    files.set(path, {
      type,
      hash: createHash('sha256').update(identity).digest('base64url').slice(0, 22),
      immutable: path.startsWith('/assets/'),
      forms: { identity, ...Object.fromEntries(packed) },
    })
  }
  if (!files.has('/index.html')) throw new Error(`${folder} holds no index.html`)
  return files
}
