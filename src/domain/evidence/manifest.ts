/**
 * The manifest of a package: what is in it, of which review, by which key. It is canonical JSON, so that
 * one manifest has one text, and the signature is over exactly those bytes.
 */
import { canonicalJson } from '../audit/canonical.ts'
import { bytesOfBase64url } from '../base64url.ts'
import { PUBLIC_KEY_BYTES } from './public-key.ts'

export const MANIFEST = 'manifest.json'
export const SIGNATURE = 'manifest.sig'
export const PUBLIC_KEY = 'public-key.pem'

export interface ManifestFile {
  readonly name: string
  readonly bytes: number
  /** In lower-case hex. */
  readonly sha256: string
}

/** A sealed reading that is in the package whole. */
export interface ManifestReading {
  readonly connection: string
  readonly readingId: string
  /** Counts the snapshots of its connection. */
  readonly snapshot: number
  readonly users: number
  /** As it was written down when it was sealed: the SHA-256 of the file. */
  readonly digest: string
  readonly file: string
}

export interface Manifest {
  readonly format: 'hubward-evidence'
  readonly version: 1
  readonly product: string
  readonly organisation: string
  readonly review: {
    readonly id: string
    readonly name: string
    readonly openedAt: string
    readonly closedAt: string
    readonly closedBy: string
  }
  readonly rows: number
  readonly readings: readonly ManifestReading[]
  readonly files: readonly ManifestFile[]
  readonly key: {
    readonly id: string
    readonly algorithm: 'Ed25519'
    /** Base64url of its 32 bytes. */
    readonly publicKey: string
    readonly fingerprint: string
  }
}

export const manifestText = (manifest: Manifest): string => canonicalJson(manifest)

/** @returns `undefined` for any other form, and for any other text of the same content */
export function readManifest(text: string): Manifest | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  return isManifest(value) && canonicalJson(value) === text ? value : undefined
}

export const publicKeyOf = ({ key }: Manifest): Uint8Array | undefined => {
  const bytes = bytesOfBase64url(key.publicKey)
  return bytes?.length === PUBLIC_KEY_BYTES ? bytes : undefined
}

type Check = (value: unknown) => boolean

const text: Check = (value) => typeof value === 'string' && value.length <= 1_000
const hash: Check = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
const count: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0
const exactly =
  (...wanted: readonly unknown[]): Check =>
  (value) =>
    wanted.includes(value)
const listOf =
  (item: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length <= 1_000 && value.every(item)
const shape =
  (members: Readonly<Record<string, Check>>): Check =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).toSorted().join() === Object.keys(members).toSorted().join() &&
    Object.entries(value).every(([name, member]) => members[name]?.(member) === true)

const FORM = shape({
  format: exactly('hubward-evidence'),
  version: exactly(1),
  product: text,
  organisation: text,
  review: shape({ id: text, name: text, openedAt: text, closedAt: text, closedBy: text }),
  rows: count,
  readings: listOf(
    shape({
      connection: text,
      readingId: text,
      snapshot: count,
      users: count,
      digest: hash,
      file: text,
    }),
  ),
  files: listOf(shape({ name: text, bytes: count, sha256: hash })),
  key: shape({ id: text, algorithm: exactly('Ed25519'), publicKey: text, fingerprint: hash }),
})

const isManifest = (value: unknown): value is Manifest => FORM(value)
