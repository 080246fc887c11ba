/** Finds what a mistyped name may have meant. It only suggests: nothing is ever accepted by nearness. */

/** The candidates within two edits of the text, or that begin with it; nearest first, at most three. */
export function nearest(text: string, candidates: readonly string[]): readonly string[] {
  if (text === '' || text.length > 64) return []
  return candidates
    .map((candidate) => ({ candidate, distance: distanceTo(text, candidate) }))
    .filter(({ distance }) => distance <= 2)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate)
}

function distanceTo(text: string, candidate: string): number {
  if (candidate.startsWith(text)) return 1
  if (Math.abs(text.length - candidate.length) > 2) return 3
  return editDistance(text, candidate)
}

/** Levenshtein's distance, two rows at a time. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1
      row.push(Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + change))
    }
    previous = row
  }
  return previous[b.length]!
}
