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
export function needlesOf(secret: string): readonly Buffer[] {
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

export function createScrubber(needles: readonly Buffer[]): Scrubber {
  const longest = needles.reduce((length, needle) => Math.max(length, needle.length), 0)
  const shortest = needles.reduce((length, needle) => Math.min(length, needle.length), Infinity)
  let held = EMPTY
  return {
    write(chunk) {
      if (longest === 0) return chunk
      const joined = held.length === 0 ? chunk : Buffer.concat([held, chunk])
      overwrite(joined, needles)
      const keep = startsOf(joined, needles, longest)
      held = keep === 0 ? EMPTY : Buffer.from(joined.subarray(joined.length - keep))
      return keep === 0 ? joined : joined.subarray(0, joined.length - keep)
    },
    flush() {
      const rest = held
      held = EMPTY
      return rest
    },
    header(value) {
      if (value.length < shortest) return value
      const bytes = Buffer.from(value, 'latin1')
      return overwrite(bytes, needles) ? bytes.toString('latin1') : value
    },
  }
}

function overwrite(bytes: Buffer, needles: readonly Buffer[]): boolean {
  let found = false
  for (const needle of needles) {
    for (
      let at = bytes.indexOf(needle);
      at !== -1;
      at = bytes.indexOf(needle, at + needle.length)
    ) {
      bytes.fill(FILL, at, at + needle.length)
      found = true
    }
  }
  return found
}

/** How many trailing bytes could be the start of a needle that the next chunk completes. */
function startsOf(bytes: Buffer, needles: readonly Buffer[], longest: number): number {
  for (let length = Math.min(longest - 1, bytes.length); length > 0; length--) {
    const first = bytes[bytes.length - length]
    for (const needle of needles) {
      if (needle[0] !== first || needle.length <= length) continue
      if (bytes.compare(needle, 0, length, bytes.length - length, bytes.length) === 0) return length
    }
  }
  return 0
}
