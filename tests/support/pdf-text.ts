/**
 * The text of a PDF made with the standard fonts, as a reader would select it: content streams are
 * inflated and their strings, which are hex in Windows-1252 (PDF 32000-1 §9.4.3), put together.
 */
import { inflateSync } from 'node:zlib'

export function textOfPdf(pdf: Uint8Array): string {
  const bytes = Buffer.from(pdf)
  const decoder = new TextDecoder('windows-1252')
  const lines: string[] = []
  for (const stream of streamsOf(bytes))
    for (const [, shown = ''] of stream.matchAll(/\[([^\]]*)\] TJ/g)) {
      const hex = [...shown.matchAll(/<([0-9a-f]*)>/gi)].map(([, digits]) => digits).join('')
      lines.push(decoder.decode(Buffer.from(hex, 'hex')))
    }
  return lines.join('\n')
}

function* streamsOf(bytes: Buffer): Iterable<string> {
  const text = bytes.toString('latin1')
  for (const match of text.matchAll(/\bstream\r?\n/g)) {
    const from = match.index + match[0].length
    const to = text.indexOf('endstream', from)
    try {
      yield inflateSync(bytes.subarray(from, to)).toString('latin1')
    } catch {
      // Not a deflated one.
    }
  }
}
