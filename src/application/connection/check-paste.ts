import { CREDENTIAL_KINDS, type CredentialKind } from '../../domain/credential/kind.ts'
import { readPastedCredential, type SecretField } from '../../domain/credential/paste.ts'
import { PASTE_REPAIRS, type PasteMistakeName } from '../../domain/credential/paste-mistakes.ts'
import { HubwardError } from '../../domain/errors.ts'
import type { Redacted } from '../../domain/redacted.ts'
import { authorise, type Context } from '../context.ts'

export interface CheckPaste {
  /** A kind of credential, or the ended `hapikey`. */
  readonly kind: string
  readonly secrets: Readonly<Partial<Record<SecretField, Redacted<string>>>>
}

export interface CheckedField {
  readonly field: SecretField
  readonly mistake: PasteMistakeName | null
  readonly message: string | null
  /** In words. */
  readonly repairs: readonly string[]
  readonly kinds: readonly CredentialKind[]
}

/**
 * Whether what was pasted looks like what it should be, field by field. Asks nobody, stores
 * nothing, and repeats nothing of it.
 *
 * @throws HubwardError `request.invalid` for a kind that does not exist
 */
export function checkPaste(ctx: Context, input: CheckPaste): readonly CheckedField[] {
  authorise(ctx, 'secure', 'connection.check_paste')
  const { kind, secrets } = input
  if (!isKind(kind) && kind !== 'hapikey') {
    const message = `There is no kind "${kind}" of credential. There are ${Object.keys(CREDENTIAL_KINDS).join(', ')}.`
    throw new HubwardError('request.invalid', message, { fields: [{ path: 'kind', message }] })
  }
  return FIELDS.flatMap((field): CheckedField[] => {
    const secret = secrets[field]
    if (secret === undefined) return []
    const read = readPastedCredential(secret, kind, field)
    if (!read.ok) return [{ field, ...read.error, repairs: [], kinds: [] }]
    const repairs = read.value.repairs.map((repair) => PASTE_REPAIRS[repair])
    return [{ field, mistake: null, message: null, repairs, kinds: read.value.kinds }]
  })
}

const FIELDS = ['token', 'clientId', 'clientSecret', 'refreshToken'] as const

const isKind = (text: string): text is CredentialKind => Object.hasOwn(CREDENTIAL_KINDS, text)
