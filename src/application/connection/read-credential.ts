/**
 * Reads what an admin typed about a credential, before any network call: kind, secret fields,
 * HubSpot's address. All mistakes of the form are said at once; a pasted secret is never repeated.
 */
import { CREDENTIAL_KINDS, type CredentialKind } from '../../domain/credential/kind.ts'
import { PASTE_REPAIRS } from '../../domain/credential/paste-mistakes.ts'
import {
  readPastedCredential,
  readPastedPair,
  type SecretField,
} from '../../domain/credential/paste.ts'
import { readOrigin } from '../../domain/connection/origin.ts'
import { HubwardError, type FieldError } from '../../domain/errors.ts'
import type { Redacted } from '../../domain/redacted.ts'
import type { Context } from '../context.ts'
import type { DeveloperAccount } from './ports.ts'

export type PastedSecrets = Readonly<Partial<Record<SecretField, Redacted<string>>>>

export interface CredentialInput {
  /** One of {@link CREDENTIAL_KINDS}; `hapikey` is recognised and refused. */
  readonly kind: string
  /** As pasted; the fields that the kind needs. */
  readonly secrets: PastedSecrets
  /** Klera's form: the name that stands beside the value, `Authorization` or `hapikey`. */
  readonly key?: string | undefined
  /** Nothing: the operator's address, else HubSpot's global one. */
  readonly baseUrl?: string | undefined
  /** Needed for the kind `developer_key`. */
  readonly developer?: DeveloperAccount | undefined
}

export interface ReadCredential {
  readonly kind: CredentialKind
  readonly secrets: PastedSecrets
  readonly baseUrl: string
  readonly developer: DeveloperAccount | undefined
  /** What was repaired, in sentences. */
  readonly notices: readonly string[]
}

/**
 * @param fields which secrets must be there; all that the kind needs unless told otherwise
 * @throws HubwardError `request.invalid`, `connection.hapikey_ended`,
 *   `connection.credential_misread`, `connection.address_refused`
 */
export function readCredential(
  ctx: Context,
  input: CredentialInput,
  fields?: readonly SecretField[],
): ReadCredential {
  const kind = readKind(input.kind)
  const secrets: Partial<Record<SecretField, Redacted<string>>> = {}
  const notices: string[] = []
  const mistakes: (FieldError & { readonly mistake: string })[] = []
  for (const field of fields ?? CREDENTIAL_KINDS[kind].secretFields) {
    const read = readField(input, kind, field)
    if (read.ok) {
      secrets[field] = read.value.secret
      notices.push(...read.value.repairs.map((repair) => `${field}: ${PASTE_REPAIRS[repair]}`))
    } else mistakes.push({ path: field, ...read.error })
  }
  if (mistakes.length > 0) throw misread(mistakes)
  const origin = readOrigin(input.baseUrl, ctx.accounts.operatorOrigin)
  if (!origin.ok) throw new HubwardError('connection.address_refused', origin.error)
  if (kind === 'developer_key' && !input.developer) throw developerMissing()
  return { kind, secrets, baseUrl: origin.value, developer: input.developer, notices }
}

function readField(input: CredentialInput, kind: CredentialKind, field: SecretField) {
  const pasted = input.secrets[field]
  const key = field === 'token' ? input.key : undefined
  return key === undefined
    ? readPastedCredential(pasted, kind, field)
    : readPastedPair(key, pasted, kind)
}

function readKind(text: string): CredentialKind {
  if (text === 'hapikey') throw misread([{ path: 'kind', ...endedKind() }])
  if (Object.hasOwn(CREDENTIAL_KINDS, text)) return text as CredentialKind
  const kinds = Object.keys(CREDENTIAL_KINDS).join(', ')
  const message = `There is no credential of the kind "${text.slice(0, 40)}". The kinds are: ${kinds}.`
  throw new HubwardError('request.invalid', message, { fields: [{ path: 'kind', message }] })
}

function endedKind() {
  const read = readPastedCredential(undefined, 'hapikey')
  return read.ok ? { mistake: 'hapikey', message: '' } : read.error
}

function misread(mistakes: readonly (FieldError & { readonly mistake: string })[]): HubwardError {
  const ended = mistakes.find(({ mistake }) => mistake === 'hapikey')
  const message = ended
    ? ended.message
    : mistakes
        .map(({ path, message: sentence }) =>
          mistakes.length > 1 ? `${path}: ${sentence}` : sentence,
        )
        .join(' ')
  return new HubwardError(
    ended ? 'connection.hapikey_ended' : 'connection.credential_misread',
    message,
    {
      fields: mistakes.map(({ path, message: sentence }) => ({ path, message: sentence })),
      facts: { mistakes: mistakes.map(({ path, mistake }) => ({ path, mistake })) },
    },
  )
}

function developerMissing(): HubwardError {
  const message =
    'HubSpot does not tell whose a developer key is: give the id of the developer account, and the id of one of its apps so that the key can be tried.'
  return new HubwardError('request.invalid', message, {
    fields: [{ path: 'developer.portalId', message }],
  })
}
