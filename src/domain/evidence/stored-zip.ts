/**
 * ZIPs in one exact form (APPNOTE 6.3.10): files stored as they are, one after another, no dates, no
 * comments, nothing between. The same files give the same bytes, so whoever reads one can tell whether
 * anything else is in it. Nothing is unpacked, so nothing can grow on the way out.
 */

export interface ZipFile {
  /** `population.csv`, `snapshots/emea.json` */
  readonly name: string
  readonly bytes: Uint8Array
}

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
/** Names in UTF-8 (§4.4.4, bit 11). */
const UTF8 = 0x0800
/** 1980-01-01: the first day that the form knows. */
const DAY = 0x0021
const NEEDS = 20
const LOCAL_SIZE = 30
const CENTRAL_SIZE = 46
const END_SIZE = 22

export function writeZip(files: readonly ZipFile[]): Uint8Array<ArrayBuffer> {
  const named = files.map(({ name, bytes }) => ({
    name: new TextEncoder().encode(name),
    bytes,
    crc: crc32(bytes),
  }))
  const sizes = named.map(({ name, bytes }) => LOCAL_SIZE + name.length + bytes.length)
  const central = named.reduce((sum, { name }) => sum + CENTRAL_SIZE + name.length, 0)
  const start = sizes.reduce((sum, size) => sum + size, 0)
  const zip = new Uint8Array(start + central + END_SIZE)
  const view = new DataView(zip.buffer)
  let at = 0
  let entry = start
  for (const { name, bytes, crc } of named) {
    writeNumbers(view, at, [LOCAL], [NEEDS, UTF8, 0, 0, DAY])
    writeNumbers(view, at + 14, [crc, bytes.length, bytes.length], [name.length, 0])
    zip.set(name, at + LOCAL_SIZE)
    zip.set(bytes, at + LOCAL_SIZE + name.length)
    writeNumbers(view, entry, [CENTRAL], [NEEDS, NEEDS, UTF8, 0, 0, DAY])
    writeNumbers(view, entry + 16, [crc, bytes.length, bytes.length], [name.length, 0, 0, 0, 0])
    writeNumbers(view, entry + 38, [0, at], [])
    zip.set(name, entry + CENTRAL_SIZE)
    at += LOCAL_SIZE + name.length + bytes.length
    entry += CENTRAL_SIZE + name.length
  }
  writeNumbers(view, entry, [END], [0, 0, named.length, named.length])
  writeNumbers(view, entry + 12, [central, start], [0])
  return zip
}

function writeNumbers(
  view: DataView,
  at: number,
  longs: readonly number[],
  shorts: readonly number[],
): void {
  for (const [index, value] of longs.entries()) view.setUint32(at + 4 * index, value, true)
  for (const [index, value] of shorts.entries())
    view.setUint16(at + 4 * longs.length + 2 * index, value, true)
}

export const ZIP_FAULTS = {
  not_a_zip: 'This is no ZIP, or its end is missing.',
  too_large: 'The package is larger than any that Hubward makes.',
  too_many: 'There are more files in it than in any that Hubward makes.',
  torn: 'The list of its files does not fit what is in it.',
  unsafe_name: 'The name would lead out of the folder in which it is unpacked, or is none.',
  duplicate: 'The name is there twice, so that two readers could see two different files.',
  not_stored:
    'It is packed or encrypted. Hubward stores files as they are, so this is not how it was made.',
  checksum: 'It does not fit its own checksum.',
} as const
export type ZipFault = keyof typeof ZIP_FAULTS

export interface ReadZip {
  /** In their order; of a name that is there twice the first. */
  readonly files: readonly ZipFile[]
  readonly faults: readonly { readonly fault: ZipFault; readonly file: string | null }[]
  /** Nothing else is in it, and all of it is as it is written here. */
  readonly exact: boolean
}

export const ZIP_LIMITS = { bytes: 256 * 1024 * 1024, files: 128 } as const

/** Never throws, and holds nothing but views of what it was given. */
export function readZip(zip: Uint8Array): ReadZip {
  const broken = (fault: ZipFault): ReadZip => ({
    files: [],
    faults: [{ fault, file: null }],
    exact: false,
  })
  if (zip.length > ZIP_LIMITS.bytes) return broken('too_large')
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
  const end = zip.length - END_SIZE
  if (end < 0 || view.getUint32(end, true) !== END) return broken('not_a_zip')
  const count = view.getUint16(end + 10, true)
  if (count > ZIP_LIMITS.files) return broken('too_many')
  const found = new Map<string, ZipFile>()
  const faults: ReadZip['faults'][number][] = []
  let at = view.getUint32(end + 16, true)
  // Entries that overlap would be read many times over.
  let left = zip.length
  for (let index = 0; index < count; index++) {
    const entry = entryAt(zip, view, at, left)
    if (!entry) return broken('torn')
    at = entry.next
    left -= entry.file?.bytes.length ?? 0
    const { name, file, fault } = entry
    if (!SAFE_NAME.test(name)) faults.push({ fault: 'unsafe_name', file: name })
    if (found.has(name)) faults.push({ fault: 'duplicate', file: name })
    else if (file) found.set(name, file)
    if (fault) faults.push({ fault, file: name })
  }
  const files = [...found.values()]
  return { files, faults, exact: faults.length === 0 && same(writeZip(files), zip) }
}

/** One folder deep, and no name that a system keeps for itself or reads as another. */
const SAFE_NAME = /^(?:[a-z0-9][a-z0-9-]*\/)?[a-z0-9][a-z0-9-]*(?:\.[a-z0-9]+)+$/

interface Entry {
  readonly name: string
  readonly file: ZipFile | null
  readonly fault: ZipFault | null
  readonly next: number
}

/** By the central directory alone; that the rest agrees is seen when all of it is written again. */
function entryAt(zip: Uint8Array, view: DataView, at: number, most: number): Entry | undefined {
  if (at + CENTRAL_SIZE > zip.length || view.getUint32(at, true) !== CENTRAL) return undefined
  const short = (offset: number) => view.getUint16(at + offset, true)
  const long = (offset: number) => view.getUint32(at + offset, true)
  const next = at + CENTRAL_SIZE + short(28) + short(30) + short(32)
  const local = long(42)
  if (next > zip.length || local + LOCAL_SIZE > zip.length) return undefined
  const name = new TextDecoder().decode(
    zip.subarray(at + CENTRAL_SIZE, at + CENTRAL_SIZE + short(28)),
  )
  const isStored = short(10) === 0 && (short(8) & ~UTF8) === 0 && long(20) === long(24)
  if (!isStored) return { name, file: null, fault: 'not_stored', next }
  const from =
    local + LOCAL_SIZE + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
  if (from + long(24) > zip.length || long(24) > most) return undefined
  const bytes = zip.subarray(from, from + long(24))
  return { name, file: { name, bytes }, fault: crc32(bytes) === long(16) ? null : 'checksum', next }
}

const same = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index])

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

/** ISO 3309, as §4.4.7 wants it. */
function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff
  for (const byte of bytes) value = (value >>> 8) ^ (CRC[(value ^ byte) & 255] ?? 0)
  return (value ^ 0xffffffff) >>> 0
}
