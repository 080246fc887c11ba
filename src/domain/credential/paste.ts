/**
 * Reads a pasted credential before any network call. Slips that leave no doubt are repaired and
 * named; everything ambiguous is refused with the way out. A value whose form nobody knows is let
 * through with a notice, since HubSpot has changed its forms before. Never throws, and never
 * repeats anything of what was pasted.
 */
import { redacted, type Redacted } from '../redacted.ts'
import { err, ok, type Result } from '../result.ts'
import type { CredentialKind } from './kind.ts'
import {
  PASTE_MISTAKES,
  type PasteMistake,
  type PasteMistakeName,
  type PasteRepair,
} from './paste-mistakes.ts'
import { INVISIBLE, unwrap } from './wrapping.ts'

export type SecretField = 'token' | 'clientId' | 'clientSecret' | 'refreshToken'

export interface PastedCredential {
  readonly secret: Redacted<string>
  /** The kinds that it can be by its form, most likely first; the first is the guess. */
  readonly kinds: readonly CredentialKind[]
  readonly repairs: readonly PasteRepair[]
}

/** HubSpot's OAuth tokens are documented to reach 512 characters; twice that and no more. */
const LONGEST = 1024

/** Where in Klera's key and value form the name of the ended key stands. */
const HAPIKEY = /^(?:key\s*[:=]\s*)?["'`]?hapikey\b|[?&]hapikey=/i

/**
 * @param secret as it was pasted; nothing is the mistake `empty`
 * @param kind what the admin says it is; `hapikey` is refused whatever comes with it
 * @param field which field of an OAuth app; `token` for all other kinds
 */
export function readPastedCredential(
  secret: Redacted<string> | undefined,
  kind?: CredentialKind | 'hapikey',
  field: SecretField = 'token',
): Result<PastedCredential, PasteMistake> {
  const pasted = secret?.reveal() ?? ''
  if (kind === 'hapikey' || HAPIKEY.test(pasted.trimStart().slice(0, 2048)))
    return refuse('hapikey')
  if (pasted.length > 8 * LONGEST) return refuse('too_long')
  const { text, repairs } = unwrap(pasted)
  const form = formOf(text)
  const reading = readingOf(form, kind, field)
  if (typeof reading === 'string') return refuse(reading)
  return ok({
    secret: redacted(text),
    kinds: kind === undefined ? reading.kinds : [kind],
    repairs: form === 'unfamiliar' ? [...repairs, 'unfamiliar'] : repairs,
  })
}

/** Klera's form: a key and a value. `Authorization` is a token, `hapikey` is refused. */
export function readPastedPair(
  key: string,
  value: Redacted<string> | undefined,
  kind?: CredentialKind | 'hapikey',
): Result<PastedCredential, PasteMistake> {
  if (
    key
      .slice(0, 100)
      .toLowerCase()
      .replace(/[^a-z]/g, '') === 'hapikey'
  )
    return refuse('hapikey')
  return readPastedCredential(value, kind)
}

const refuse = (mistake: PasteMistakeName): Result<never, PasteMistake> =>
  err({ mistake, message: PASTE_MISTAKES[mistake] })

/** What a text looks like, whatever it was meant to be. The first form that fits is the one. */
type Form = 'private_token' | 'uuid' | 'region_token' | 'opaque_token' | 'unfamiliar'

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
/** `na1`, `eu1`, …: two or three letters and a number, because HubSpot keeps adding regions. */
const REGION = '[a-z]{2,3}\\d{1,2}'

const FORMS: readonly (readonly [RegExp, Form | PasteMistakeName])[] = [
  [new RegExp(`^pat-${REGION}-${UUID}$`, 'i'), 'private_token'],
  [new RegExp(`^${UUID}$`, 'i'), 'uuid'],
  [/^$/, 'empty'],
  [/^[[{]/, 'json'],
  [/^https?:/i, 'address'],
  // A live secret of somewhere else is never shown to HubSpot.
  [/^hw[a-z]?_/i, 'hubward_key'],
  [/^(?:sk-|xox[a-z]-|gh[a-z]_|github_pat_|glpat-|AKIA|AIza)/, 'other_service'],
  [/^eyJ[\w-]+\.[\w-]+\./, 'other_service'],
  [new RegExp(INVISIBLE.source, 'u'), 'hidden_characters'],
  [/[…*•●·]|\.{2,}|(.)\1{11,}/u, 'masked'],
  [/\s/, 'several_values'],
  [/[^\x21-\x7e]/, 'foreign_characters'],
  [new RegExp(`^pat-${REGION}-${UUID}.`, 'i'), 'overlong'],
  [new RegExp(`^pat-${REGION}-\\S{36}$`, 'i'), 'misspelt'],
  [/^pat(?:-|$)/i, 'truncated'],
  [/^\d+$/, 'key_id'],
  [new RegExp(`^${REGION}-[0-9a-f]{4,}(?:-[0-9a-f]{4,}){2,}$`, 'i'), 'region_token'],
  [/^C[A-Za-z0-9+/_-]{39,}={0,2}$/, 'opaque_token'],
  [new RegExp(`^${REGION}-.{0,26}$`, 'i'), 'truncated'],
  [/^.{0,29}$/, 'too_short'],
  [new RegExp(`^.{${LONGEST + 1},}$`), 'too_long'],
]

const formOf = (text: string): Form | PasteMistakeName =>
  FORMS.find(([pattern]) => pattern.test(text))?.[1] ?? 'unfamiliar'

type Reading = { readonly kinds: readonly CredentialKind[] } | PasteMistakeName

const TOKEN_KINDS: readonly CredentialKind[] = ['service_key', 'private_app', 'static_app']

/** What each form means in each place. A form that no row names is a mistake of its own name. */
const MEANINGS: Record<SecretField | 'developer_key', Record<Form, Reading>> = {
  token: {
    private_token: { kinds: TOKEN_KINDS },
    uuid: 'bare_uuid',
    region_token: 'refresh_token',
    opaque_token: 'access_token',
    unfamiliar: { kinds: TOKEN_KINDS },
  },
  // HubSpot's developer keys have been plain UUIDs and, later, carried the region in front.
  developer_key: {
    private_token: 'private_token',
    uuid: { kinds: ['developer_key'] },
    region_token: { kinds: ['developer_key'] },
    opaque_token: 'access_token',
    unfamiliar: { kinds: ['developer_key'] },
  },
  clientId: uuidField(),
  clientSecret: uuidField(),
  refreshToken: {
    private_token: 'private_token',
    uuid: 'not_a_refresh_token',
    region_token: { kinds: ['oauth'] },
    opaque_token: 'access_token',
    unfamiliar: { kinds: ['oauth'] },
  },
}

function uuidField(): Record<Form, Reading> {
  return {
    private_token: 'private_token',
    uuid: { kinds: ['oauth'] },
    region_token: 'refresh_token',
    opaque_token: 'access_token',
    unfamiliar: 'not_a_uuid',
  }
}

function readingOf(
  form: Form | PasteMistakeName,
  kind: CredentialKind | undefined,
  field: SecretField,
): Reading {
  const meanings = MEANINGS[kind === 'developer_key' ? 'developer_key' : field]
  if (isForm(form)) return meanings[form]
  return (form === 'too_short' && TOO_SHORT[field]) || form
}

/** What is too short for a token is told by what its field takes. */
const TOO_SHORT: Readonly<Partial<Record<SecretField, PasteMistakeName>>> = {
  clientId: 'not_a_uuid',
  clientSecret: 'not_a_uuid',
  refreshToken: 'not_a_refresh_token',
}

/** `private_token` names a form and a mistake alike; among the forms it is the form. */
const isForm = (form: Form | PasteMistakeName): form is Form => form in MEANINGS.token
