/** A package is believed only byte for byte as it was signed, whatever somebody did to the archive. */
import { generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evidenceMaths as maths } from '../../surfaces/cli/evidence-maths.ts'
import { base64url } from '../base64url.ts'
import { csvOf } from './csv.ts'
import { manifestText, readManifest, type Manifest } from './manifest.ts'
import { pemOf, readFingerprint, spacedFingerprint, spkiOf } from './public-key.ts'
import { readZip, writeZip, ZIP_LIMITS, type ZipFile } from './stored-zip.ts'
import { verifyPackage, type PackageFault } from './verify-package.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const pair = generateKeyPairSync('ed25519')
const publicKey = new Uint8Array(
  pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32),
)

const POPULATION = csvOf<string>([['email', (email) => email]], ['a@x.example', 'b\n@x.example'])
const SNAPSHOT = '[{"email":"a@x.example"}]'

/** As the product makes one, small. */
function packed(
  files: readonly ZipFile[] = [
    { name: 'population.csv', bytes: utf8(POPULATION) },
    { name: 'snapshots/1-emea.json', bytes: utf8(SNAPSHOT) },
    { name: 'public-key.pem', bytes: utf8(pemOf(publicKey)) },
  ],
  more: Partial<Manifest> = {},
): ZipFile[] {
  const manifest: Manifest = {
    format: 'hubward-evidence',
    version: 1,
    product: 'Hubward 0.1.0',
    organisation: 'Harbour Tea',
    review: { id: 'rvw_1', name: 'Q4', openedAt: '', closedAt: '', closedBy: 'Ana' },
    rows: 2,
    readings: [
      {
        connection: 'emea',
        readingId: 'rdg_1',
        snapshot: 1,
        users: 1,
        digest: maths.sha256(utf8(SNAPSHOT)),
        file: 'snapshots/1-emea.json',
      },
    ],
    files: files.map(({ name, bytes }) => ({
      name,
      bytes: bytes.length,
      sha256: maths.sha256(bytes),
    })),
    key: {
      id: 'evk_1',
      algorithm: 'Ed25519',
      publicKey: base64url(publicKey),
      fingerprint: maths.sha256(spkiOf(publicKey)),
    },
    ...more,
  }
  const bytes = utf8(manifestText(manifest))
  const signature = new Uint8Array(sign(null, bytes, pair.privateKey))
  return [{ name: 'manifest.json', bytes }, { name: 'manifest.sig', bytes: signature }, ...files]
}

const verdictOf = (zip: Uint8Array, expected: string | null = null) =>
  verifyPackage(zip, maths, expected)
const faultsOf = (files: readonly ZipFile[]): readonly [PackageFault, string | null][] =>
  verdictOf(writeZip(files)).faults.map(({ fault, file }) => [fault, file])

describe('a package', () => {
  it('is genuine as it was made, and says by which key', () => {
    const zip = writeZip(packed())
    const fingerprint = maths.sha256(spkiOf(publicKey))
    expect(verdictOf(zip)).toMatchObject({
      genuine: true,
      faults: [],
      fingerprint,
      compared: false,
    })
    const typed = readFingerprint(spacedFingerprint(fingerprint).toUpperCase())
    expect(verdictOf(zip, typed ?? '')).toMatchObject({ genuine: true, compared: true })
    expect(verdictOf(zip, '0'.repeat(64)).faults).toMatchObject([{ fault: 'other_fingerprint' }])
  })

  it('with any one byte flipped is not', () => {
    const zip = writeZip(packed())
    fc.assert(
      fc.property(fc.nat(zip.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const altered = zip.slice()
        altered[at] = (altered[at] ?? 0) ^ flip
        const { genuine, faults } = verdictOf(altered)
        expect(genuine).toBe(false)
        expect(faults.every(({ text }) => text !== '')).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  it('with bytes put in, taken out or added anywhere is not', () => {
    const zip = writeZip(packed())
    fc.assert(
      fc.property(
        fc.nat(zip.length),
        fc.nat(40),
        fc.uint8Array({ maxLength: 40 }),
        (at, gone, more) => {
          const altered = new Uint8Array(
            Buffer.concat([zip.slice(0, at), more, zip.slice(at + gone)]),
          )
          fc.pre(!Buffer.from(altered).equals(Buffer.from(zip)))
          expect(verdictOf(altered).genuine).toBe(false)
        },
      ),
    )
  })

  it('says which file was changed, is missing or was put in', () => {
    const [manifest, signature, population, snapshot, pem] = packed() as [
      ZipFile,
      ZipFile,
      ZipFile,
      ZipFile,
      ZipFile,
    ]
    const other = { ...population, bytes: utf8(POPULATION.replace('a@x', 'c@x')) }
    expect(faultsOf([manifest, signature, other, snapshot, pem])).toEqual([
      ['changed', 'population.csv'],
    ])
    expect(faultsOf([manifest, signature, population, snapshot])).toEqual([
      ['missing', 'public-key.pem'],
    ])
    const extra = { name: 'readme.txt', bytes: utf8('trust me') }
    expect(faultsOf([...packed(), extra])).toEqual([['extra', 'readme.txt']])
    expect(faultsOf([signature, population, snapshot, pem])).toEqual([
      ['no_manifest', 'manifest.json'],
    ])
    expect(faultsOf([manifest, population, snapshot, pem])).toEqual([
      ['no_signature', 'manifest.sig'],
    ])
    expect(faultsOf([])).toEqual([['no_manifest', 'manifest.json']])
  })

  it('signed by somebody else, or by a key that it does not name, is not genuine', () => {
    const theirs = generateKeyPairSync('ed25519')
    const [manifest, signature, ...files] = packed() as [ZipFile, ZipFile, ...ZipFile[]]
    const forged = {
      ...signature,
      bytes: new Uint8Array(sign(null, manifest.bytes, theirs.privateKey)),
    }
    expect(faultsOf([manifest, forged, ...files])).toEqual([['wrong_signature', 'manifest.sig']])
    const key = {
      id: 'evk_1',
      algorithm: 'Ed25519' as const,
      publicKey: base64url(publicKey),
      fingerprint: 'f'.repeat(64),
    }
    expect(faultsOf(packed(undefined, { key }))).toEqual([['key_mismatch', 'public-key.pem']])
  })

  it('whose files contradict each other is not genuine, though it is signed', () => {
    expect(faultsOf(packed(undefined, { rows: 3 }))).toEqual([['rows_mismatch', 'population.csv']])
    const reading = {
      connection: 'emea',
      readingId: 'rdg_1',
      snapshot: 1,
      users: 1,
      digest: '0'.repeat(64),
      file: 'snapshots/1-emea.json',
    }
    expect(faultsOf(packed(undefined, { readings: [reading] }))).toEqual([
      ['snapshot_mismatch', 'snapshots/1-emea.json'],
    ])
  })
})

describe('tricks of archives', () => {
  it.each(['../up.txt', '/etc/passwd', 'a\\b.txt', 'C:evil.txt', 'a/b/c.txt', 'x\u0000.txt', ''])(
    'a name that leads elsewhere is told: %j',
    (name) => {
      expect(faultsOf([...packed(), { name, bytes: utf8('x') }])).toContainEqual([
        'unsafe_name',
        name,
      ])
    },
  )

  it('a name that is there twice is told, in whatever order', () => {
    const twice = { name: 'population.csv', bytes: utf8('other') }
    for (const files of [
      [...packed(), twice],
      [twice, ...packed()],
    ])
      expect(faultsOf(files)).toContainEqual(['duplicate', 'population.csv'])
  })

  it('what is packed is told and never unpacked, and what overlaps is not read', () => {
    const zip = writeZip(packed())
    const view = new DataView(zip.buffer)
    const central = view.getUint32(zip.length - 6, true)
    view.setUint16(central + 10, 8, true)
    expect(verdictOf(zip).faults).toContainEqual(
      expect.objectContaining({ fault: 'not_stored', file: 'manifest.json' }),
    )
    const bomb = writeZip(
      Array.from({ length: 100 }, (_, n) => ({ name: `f${n}.csv`, bytes: new Uint8Array(100) })),
    )
    const of = new DataView(bomb.buffer)
    let at = of.getUint32(bomb.length - 6, true)
    const start = at
    for (let n = 0; n < 100; n++) {
      // Each claims everything before the list of files.
      of.setUint32(at + 20, start - 100, true)
      of.setUint32(at + 24, start - 100, true)
      of.setUint32(at + 42, 0, true)
      at += 46 + of.getUint16(at + 28, true)
    }
    expect(readZip(bomb)).toMatchObject({ files: [], exact: false })
  })

  it('too much, too many and anything that is no ZIP are told at once', () => {
    expect(readZip(new Uint8Array(ZIP_LIMITS.bytes + 1)).faults[0]?.fault).toBe('too_large')
    const many = Array.from({ length: 129 }, (_, n) => ({ name: `f${n}.csv`, bytes: utf8('') }))
    expect(readZip(writeZip(many)).faults[0]?.fault).toBe('too_many')
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        expect(verdictOf(bytes).genuine).toBe(false)
      }),
    )
  })

  it('nothing that is given to it makes it throw', () => {
    const zip = writeZip(packed())
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(zip.length - 1), fc.nat(255)), { maxLength: 30 }),
        (edits) => {
          const altered = zip.slice()
          // Most of them where the archive says what is in it.
          for (const [at, value] of edits) altered[zip.length - 1 - (at % 400)] = value
          verdictOf(altered)
        },
      ),
      { numRuns: 1_000 },
    )
  })
})

it('a manifest has one text: any other of the same content is none', () => {
  const text = new TextDecoder().decode(packed()[0]?.bytes)
  expect(readManifest(text)?.rows).toBe(2)
  for (const other of [
    ` ${text}`,
    text.replace('"rows":2', '"rows":2,"rows":2'),
    '{}',
    'null',
    '[',
  ])
    expect(readManifest(other)).toBeUndefined()
})
