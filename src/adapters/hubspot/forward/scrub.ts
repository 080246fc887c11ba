/**
 * Takes a live secret out of an answer while it streams. HubSpot really echoes tokens in some
 * bodies; nothing that passes here may carry one, in clear, in base64 at any of the three
 * offsets, or URL-encoded. What is found is overwritten byte for byte, so lengths stay true.
 */
const FILL = 0x2a // '*'

export interface Scrubber {
  /** Clean bytes that may go on; may hold back up to the longest needle minus one byte. */
  write(chunk: Buffer): Buffer
  /** The held-back rest. */
  flush(): Buffer
  /** A header value without the secret. */
  header(value: string): string
}

const EMPTY = Buffer.alloc(0)

/** Needles shorter than this would hit innocent text; no HubSpot secret is that short. */
const SHORTEST = 16

/** The forms in which a secret may appear; computed once per secret, not per answer. */
export interface Needles {
  readonly bytes: readonly Buffer[]
  /** The same as Latin-1, which is how header values are read. */
  readonly texts: readonly string[]
  /** 1 at every byte with which a needle begins: most ends of chunks hold none of them. */
  readonly begins: Uint8Array
  /** 1 at every byte that a needle holds anywhere. */
  readonly holds: Uint8Array
  /** Of the longest and of the shortest; 0 and infinity where there are none. */
  readonly longest: number
  readonly shortest: number
}

export function needlesOf(secret: string): Needles {
  const bytes = formsOf(secret)
  const begins = new Uint8Array(256)
  for (const needle of bytes) begins[needle[0] as number] = 1
  const holds = new Uint8Array(256)
  for (const needle of bytes) for (const byte of needle) holds[byte] = 1
  const lengths = bytes.map((needle) => needle.length)
  return {
    bytes,
    texts: bytes.map((needle) => needle.toString('latin1')),
    begins,
    holds,
    longest: Math.max(0, ...lengths),
    shortest: Math.min(Infinity, ...lengths),
  }
}

function formsOf(secret: string): Buffer[] {
  if (secret.length < SHORTEST) return []
  const forms = new Set<string>([
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
  ])
  for (let offset = 0; offset < 3; offset++) {
    // At each offset only the characters that depend on the secret alone are searched for.
    const padded = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)])
    const from = offset === 0 ? 0 : offset + 1
    const whole = Math.floor((padded.length * 8) / 6)
    for (const encoding of ['base64', 'base64url'] as const)
      forms.add(padded.toString(encoding).slice(from, whole))
  }
  return [...forms].map((form) => Buffer.from(form))
}

export function createScrubber(needles: Needles): Scrubber {
  let held = EMPTY
  return {
    write(chunk) {
      if (needles.longest === 0) return chunk
      const joined = held.length === 0 ? chunk : Buffer.concat([held, chunk])
      if (mayHold(joined, needles)) overwrite(joined, needles.bytes)
      const keep = startsOf(joined, needles)
      held = keep === 0 ? EMPTY : Buffer.from(joined.subarray(joined.length - keep))
      return keep === 0 ? joined : joined.subarray(0, joined.length - keep)
    },
    flush() {
      const rest = held
      held = EMPTY
      return rest
    },
    header(value) {
      if (value.length < needles.shortest) return value
      if (!needles.texts.some((text) => value.includes(text))) return value
      const bytes = Buffer.from(value, 'latin1')
      overwrite(bytes, needles.bytes)
      return bytes.toString('latin1')
    },
  }
}

/**
 * Whether there is room for a needle: an unbroken run of bytes that needles hold, as long as the
 * shortest. Such a run covers one of the places that are looked at; in JSON, runs that long are rare.
 */
function mayHold(chunk: Buffer, { holds, shortest }: Needles): boolean {
  for (let at = shortest - 1; at < chunk.length; at += shortest) {
    if (holds[chunk[at] as number] === 0) continue
    let from = at
    while (from > 0 && holds[chunk[from - 1] as number] === 1) from--
    while (at < chunk.length && holds[chunk[at] as number] === 1) at++
    if (at - from >= shortest) return true
  }
  return false
}

function overwrite(bytes: Buffer, needles: readonly Buffer[]): void {
  for (const needle of needles)
    for (let at = bytes.indexOf(needle); at !== -1; at = bytes.indexOf(needle, at + needle.length))
      bytes.fill(FILL, at, at + needle.length)
}

/** How many trailing bytes could be the start of a needle that the next chunk completes. */
function startsOf(chunk: Buffer, { bytes, begins, longest }: Needles): number {
  for (let length = Math.min(longest - 1, chunk.length); length > 0; length--) {
    const first = chunk[chunk.length - length] as number
    if (begins[first] === 0) continue
    for (const needle of bytes) {
      if (needle[0] !== first || needle.length <= length) continue
      if (chunk.compare(needle, 0, length, chunk.length - length, chunk.length) === 0) return length
    }
  }
  return 0
}
