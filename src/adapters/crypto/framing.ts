/**
 * Length-prefixed framing for associated data: each part is preceded by its length in four bytes,
 * big-endian, so that no two different lists of parts ever give the same bytes.
 */
export function frame(...parts: readonly (string | number)[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(String(part), 'utf8')
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      return [length, bytes]
    }),
  )
}
