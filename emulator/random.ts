// Repeatable randomness. Everything in the seeded portal is a pure function of (seed, what, which),
// so a record can be made when it is asked for, and never has to be stored.

/** Mixes integers into 32 well-spread bits (the finaliser of MurmurHash3 over each part). */
export function mix(a: number, b: number, c = 0): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35)
  h = Math.imul(h ^ (h >>> 16) ^ Math.imul(c + 1, 0x27d4eb2f), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** A stream of numbers in [0, 1), the same for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Picks an element of a non-empty list by a hash. */
export function pick<T>(list: readonly T[], hash: number): T {
  return list[hash % list.length] as T
}
