/**
 * Undoes a content coding, so that the scrubber sees clear bytes. We ask HubSpot for `identity`;
 * this serves the server that answers otherwise (RFC 9110 §12.5.3 lets it).
 */
import { createBrotliDecompress, createGunzip, createInflate, type Zlib } from 'node:zlib'
import type { Transform } from 'node:stream'

const CODINGS: Record<string, () => Transform & Zlib> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/** `null`: nothing to undo. `undefined`: a coding that we cannot undo, so the answer is refused. */
export function decoderFor(
  contentEncoding: string | undefined,
): (Transform & Zlib) | null | undefined {
  const coding = contentEncoding?.trim().toLowerCase()
  if (!coding || coding === 'identity') return null
  return CODINGS[coding]?.()
}
