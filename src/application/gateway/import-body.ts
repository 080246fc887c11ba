/**
 * Reads the multipart body of an import so that its `importRequest` part can be checked, and
 * writes it anew from what was read: whatever two multipart readers might see differently is gone.
 */
import { HubwardError } from '../../domain/errors.ts'

export interface ImportBody {
  readonly bytes: Uint8Array
  readonly contentType: string
  /** The `importRequest` part, parsed. */
  readonly parsed: unknown
}

export async function readImportBody(
  bytes: Uint8Array,
  contentType: string | undefined,
): Promise<ImportBody> {
  const form = await formOf(bytes, contentType)
  const requests = form.getAll('importRequest')
  const [request] = requests
  if (requests.length !== 1 || typeof request !== 'string')
    throw malformed('An import has exactly one "importRequest" part, and it is JSON text.')
  let parsed: unknown
  try {
    parsed = JSON.parse(request)
  } catch (cause) {
    throw malformed('The "importRequest" part is not valid JSON.', cause)
  }
  form.set('importRequest', JSON.stringify(parsed))
  const rebuilt = new Response(form)
  return {
    bytes: await rebuilt.bytes(),
    contentType: rebuilt.headers.get('content-type') ?? '',
    parsed,
  }
}

async function formOf(bytes: Uint8Array, contentType: string | undefined): Promise<FormData> {
  if (!contentType?.toLowerCase().startsWith('multipart/form-data'))
    throw malformed('An import is sent as multipart/form-data.')
  try {
    const copy = new Uint8Array(bytes)
    return await new Response(copy, { headers: { 'content-type': contentType } }).formData()
  } catch (cause) {
    throw malformed('The multipart body cannot be read.', cause)
  }
}

const malformed = (message: string, cause?: unknown): HubwardError =>
  new HubwardError('request.invalid', message, { cause })
