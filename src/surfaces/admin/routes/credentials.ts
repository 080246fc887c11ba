/** Routes of what an admin needs before a portal is connected. */
import { checkPaste } from '../../../application/connection/check-paste.ts'
import { compareScopes, parseScope, type Scope } from '../../../domain/access/scope.ts'
import { CREDENTIAL_GUIDES } from '../../../domain/credential/guide.ts'
import { CREDENTIAL_KINDS } from '../../../domain/credential/kind.ts'
import { HubwardError, type FieldError } from '../../../domain/errors.ts'
import { scopesToTick } from '../../../domain/hubspot/scopes-to-tick.ts'
import { credentialEndpoints as endpoints } from '../contract/credentials.ts'
import { route } from '../route.ts'

export const credentialRoutes = [
  route(endpoints.kinds, () =>
    Promise.resolve({
      items: CREDENTIAL_GUIDES.map(({ steps, fields, ...guide }) => ({
        ...guide,
        title: CREDENTIAL_KINDS[guide.kind].title,
        steps: steps.map((step) => ({ ...step })),
        fields: fields.map((field) => ({ ...field })),
      })),
    }),
  ),
  route(endpoints.check, async ({ ctx, body: { kind, ...pasted } }) => {
    const secrets = Object.fromEntries(
      Object.entries(pasted).filter(([, secret]) => secret !== undefined),
    )
    return {
      fields: checkPaste(ctx, { kind, secrets }).map(({ repairs, kinds, ...field }) => ({
        ...field,
        ok: field.mistake === null,
        repairs: [...repairs],
        kinds: [...kinds],
      })),
    }
  }),
  route(endpoints.hubspotScopes, async ({ query }) => {
    const { required, oneOf, optional, toTick } = scopesToTick(scopesIn(query.scopes))
    return {
      required: required.map((one) => ({ ...one, forScopes: [...one.forScopes] })),
      oneOf: oneOf.map((one) => ({
        ...one,
        choices: [...one.choices],
        forScopes: [...one.forScopes],
      })),
      optional: optional.map((one) => ({ ...one, forScopes: [...one.forScopes] })),
      toTick: [...toTick],
    }
  }),
]

/** Each named once, in the order of the scopes. */
function scopesIn(text: string): readonly Scope[] {
  const mistakes: FieldError[] = []
  const scopes = new Set<Scope>()
  for (const each of text.split(',').filter((one) => one.trim() !== '')) {
    const parsed = parseScope(each)
    if (parsed.ok) scopes.add(parsed.value)
    else mistakes.push({ path: 'scopes', message: parsed.error.message })
  }
  const [first] = mistakes
  if (first) throw new HubwardError('request.invalid', first.message, { fields: mistakes })
  return [...scopes].sort(compareScopes)
}
