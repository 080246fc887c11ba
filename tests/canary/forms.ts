/**
 * Every form in which a secret could lie in bytes and still be read back by whoever finds it. What a
 * search must look for where it shall be able to say: it is not here.
 */

export interface Form {
  readonly form: string
  readonly bytes: Buffer
}

/** Without doubles: most encodings leave most secrets as they are. */
export function formsOf(secret: string): readonly Form[] {
  const bytes = Buffer.from(secret)
  const texts: readonly (readonly [form: string, text: string])[] = [
    ['as it is', secret],
    ['JSON', JSON.stringify(secret).slice(1, -1)],
    ['JSON, ASCII alone', asciiJson(secret)],
    ['JSON in JSON', JSON.stringify(JSON.stringify(secret)).slice(3, -3)],
    ['URL-encoded', encodeURIComponent(secret)],
    ['URL-encoded, as a form', new URLSearchParams([['', secret]]).toString().slice(1)],
    ['URL-encoded, every byte', everyByte(bytes, '%')],
    ['URL-encoded, every byte, lower case', everyByte(bytes, '%').toLowerCase()],
    ['HTML', html(secret)],
    ['quoted-printable', quotedPrintable(bytes)],
    ['hex', bytes.toString('hex')],
    ['HEX', bytes.toString('hex').toUpperCase()],
    ...[0, 1, 2].map((at) => [`base64 at offset ${at}`, base64At(bytes, at)] as const),
    ...[0, 1, 2].map((at) => [`base64url at offset ${at}`, urlSafe(base64At(bytes, at))] as const),
  ]
  const forms = new Map<string, Form>()
  for (const [form, text] of texts)
    if (!forms.has(text)) forms.set(text, { form, bytes: Buffer.from(text) })
  const piece = innerPiece(secret)
  return [
    ...forms.values(),
    // As a JavaScript engine keeps text in memory.
    { form: 'UTF-16', bytes: Buffer.from(secret, 'utf16le') },
    ...(piece === undefined ? [] : [{ form: 'a piece of it', bytes: Buffer.from(piece) }]),
  ]
}

/** What masking may leave of a secret are its ends; its middle never. */
const PIECE = 12

function innerPiece(secret: string): string | undefined {
  const from = Math.floor((secret.length - PIECE) / 2)
  return from < 6 ? undefined : secret.slice(from, from + PIECE)
}

/**
 * Base64 of something that holds it: the characters that the secret alone decides, where it begins
 * so many bytes after a multiple of three.
 */
function base64At(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
  return text.slice([0, 2, 3][offset], Math.floor(((offset + bytes.length) * 8) / 6))
}

const urlSafe = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_')

const hexOf = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0')

const everyByte = (bytes: Buffer, mark: string): string =>
  [...bytes].map((byte) => mark + hexOf(byte)).join('')

const quotedPrintable = (bytes: Buffer): string =>
  [...bytes]
    .map((byte) =>
      byte > 0x7e || byte < 0x20 || byte === 0x3d ? `=${hexOf(byte)}` : String.fromCharCode(byte),
    )
    .join('')

const asciiJson = (text: string): string =>
  JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(/[^\x20-\x7e]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

const html = (text: string): string => text.replaceAll(/[&<>"]/g, (one) => ENTITIES[one] ?? one)
