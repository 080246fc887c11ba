/**
 * Whether a package is as Hubward signed it, by nothing but the package: no server, no database, no
 * network. Each fault is told in words. Who holds the key it cannot know: that is what comparing the
 * fingerprint is for.
 */
import { recordsIn } from './csv.ts'
import {
  MANIFEST,
  publicKeyOf,
  PUBLIC_KEY,
  readManifest,
  SIGNATURE,
  type Manifest,
} from './manifest.ts'
import { pemOf, spkiOf } from './public-key.ts'
import { readZip, ZIP_FAULTS, type ReadZip, type ZipFault } from './stored-zip.ts'

/** Both come with every platform; handed in, because rules know no library. */
export interface EvidenceMaths {
  /** SHA-256 in lower-case hex. */
  sha256(bytes: Uint8Array): string
  /** Ed25519 (RFC 8032 §5.1.7). */
  verifies(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean
}

const PACKAGE_FAULTS = {
  missing: 'The manifest names it, and it is not there.',
  extra: 'It is there, and the manifest does not name it.',
  changed: 'It is not the file that was signed.',
  no_manifest: 'There is no manifest, so nothing says what belongs to the package.',
  manifest_form: 'The manifest is not of the form that Hubward writes.',
  no_signature: 'There is no signature, so anybody may have made the package.',
  wrong_signature: 'The signature is not of this manifest by this key.',
  other_fingerprint: 'It is signed by another key than the one that was expected.',
  key_mismatch: 'The key in the manifest, its fingerprint and the key file do not belong together.',
  snapshot_mismatch: 'The snapshot is not the one that was sealed.',
  rows_mismatch: 'The population has another number of rows than the manifest says.',
  not_exact: 'Something besides its files is in the archive, or its headers were changed.',
} as const
export type PackageFault = keyof typeof PACKAGE_FAULTS | ZipFault

export interface FoundFault {
  readonly fault: PackageFault
  /** The file that it is about; `null`: the package. */
  readonly file: string | null
  /** In words. */
  readonly text: string
}

export interface Verdict {
  readonly genuine: boolean
  readonly faults: readonly FoundFault[]
  /** As it stands in the package; believe it only where there is no fault. */
  readonly manifest: Manifest | null
  /** Of the key in the package. `null`: there is none. */
  readonly fingerprint: string | null
  /** Whether a fingerprint from elsewhere was compared. */
  readonly compared: boolean
}

/** @param expected the fingerprint as it is known from elsewhere. Never throws. */
export function verifyPackage(
  bytes: Uint8Array,
  maths: EvidenceMaths,
  expected: string | null,
): Verdict {
  const zip = readZip(bytes)
  const faults: FoundFault[] = zip.faults.map(({ fault, file }) => found(fault, file))
  const files = new Map(zip.files.map((file) => [file.name, file.bytes]))
  const manifestBytes = files.get(MANIFEST)
  const manifest = manifestBytes && readManifest(new TextDecoder().decode(manifestBytes))
  if (!manifestBytes && (zip.files.length > 0 || faults.length === 0))
    faults.push(found('no_manifest', MANIFEST))
  if (manifestBytes && !manifest) faults.push(found('manifest_form', MANIFEST))
  let fingerprint: string | null = null
  if (manifest && manifestBytes) {
    const key = publicKeyOf(manifest)
    fingerprint = key ? maths.sha256(spkiOf(key)) : null
    faults.push(
      ...signatureFaults(manifest, manifestBytes, files, maths),
      ...fileFaults(manifest, files, maths),
      ...contentFaults(manifest, files),
    )
  }
  if (expected !== null && fingerprint !== null && fingerprint !== expected)
    faults.push(found('other_fingerprint', null))
  if (!zip.exact && faults.length === 0) faults.push(found('not_exact', null))
  return {
    genuine: faults.length === 0,
    faults,
    manifest: manifest ?? null,
    fingerprint,
    compared: expected !== null,
  }
}

const found = (fault: PackageFault, file: string | null): FoundFault => ({
  fault,
  file,
  text: { ...ZIP_FAULTS, ...PACKAGE_FAULTS }[fault],
})

type Files = ReadonlyMap<string, ReadZip['files'][number]['bytes']>

function signatureFaults(
  manifest: Manifest,
  bytes: Uint8Array,
  files: Files,
  maths: EvidenceMaths,
): FoundFault[] {
  const key = publicKeyOf(manifest)
  const pem = files.get(PUBLIC_KEY)
  const belongs =
    key !== undefined &&
    maths.sha256(spkiOf(key)) === manifest.key.fingerprint &&
    (!pem || new TextDecoder().decode(pem) === pemOf(key))
  const signature = files.get(SIGNATURE)
  if (!signature) return [found('no_signature', SIGNATURE)]
  const isSigned = key !== undefined && maths.verifies(key, bytes, signature)
  return [
    ...(belongs ? [] : [found('key_mismatch', PUBLIC_KEY)]),
    ...(isSigned ? [] : [found('wrong_signature', SIGNATURE)]),
  ]
}

function fileFaults({ files: named }: Manifest, files: Files, maths: EvidenceMaths): FoundFault[] {
  const known = new Set([MANIFEST, SIGNATURE, ...named.map(({ name }) => name)])
  return [
    ...named.flatMap(({ name, bytes: size, sha256 }): FoundFault[] => {
      const bytes = files.get(name)
      if (!bytes) return [found('missing', name)]
      const isSame = bytes.length === size && maths.sha256(bytes) === sha256
      return isSame ? [] : [found('changed', name)]
    }),
    ...[...files.keys()].flatMap((name) => (known.has(name) ? [] : [found('extra', name)])),
  ]
}

/** What the files say of each other: the sealed populations, and how many rows were reviewed. */
function contentFaults({ files: named, readings, rows }: Manifest, files: Files): FoundFault[] {
  const hashes = new Map(named.map(({ name, sha256 }) => [name, sha256]))
  const population = files.get('population.csv')
  return [
    ...readings.flatMap(({ file, digest }) =>
      hashes.get(file) === digest ? [] : [found('snapshot_mismatch', file)],
    ),
    ...(population && recordsIn(new TextDecoder().decode(population)) !== rows
      ? [found('rows_mismatch', 'population.csv')]
      : []),
  ]
}
