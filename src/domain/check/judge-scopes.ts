/**
 * What the credential may do at HubSpot, held against what groups were granted here. Missing: a
 * grant that cannot work. Excessive: a HubSpot scope that no grant needs, and what leaks with a
 * leaked credential; it is named with the menu where it is switched off.
 */
import type { Scope } from '../access/scope.ts'
import type { CredentialKind } from '../credential/kind.ts'
import { hubspotScopesFor, isCovered } from '../hubspot/hubspot-scopes.ts'
import { noticeScopesCommand } from '../connection/mend.ts'
import { failure, fine, judged, warning, type Finding, type Judgement } from './report.ts'

/** A scope with the groups that hold it, by name; none where it was asked for and is not granted yet. */
export interface Granted {
  readonly scope: Scope
  readonly groups: readonly string[]
}

export interface ScopeInput {
  readonly connection: { readonly name: string; readonly kind: CredentialKind }
  /** As HubSpot tells them. */
  readonly held: readonly string[]
  readonly granted: readonly Granted[]
  /** The title of the request that asked for them; `null` where groups were granted them. */
  readonly asked: string | null
}

/** Where a HubSpot scope is switched off (facts §1; the same menus as `domain/credential/guide.ts`). */
export const WHERE_TO_SWITCH_OFF: Readonly<Record<CredentialKind, string>> = {
  service_key: 'In HubSpot: Settings, Integrations, Service keys, the key, Edit scopes',
  private_app: 'In HubSpot: Settings, Integrations, Legacy apps, the app, Scopes',
  static_app:
    "In requiredScopes of the app's configuration: upload it, then install it again under Development, Projects, the app, Distribution",
  oauth:
    'In HubSpot: Development, Projects, the app, Auth, Scopes; then authorise the connection again',
  developer_key: 'A developer key holds no such scopes',
}

/** HubSpot scopes that Hubward itself reads by, or that HubSpot adds by itself. */
const OWN_USE: Readonly<Record<string, string>> = {
  oauth: 'HubSpot adds it to every key; the account is read by it',
  'crm.schemas.custom.read': 'the names of custom objects are read by it',
  'account-info.security.read': 'what happened to the key at HubSpot is read by it',
}

export function judgeScopes({ connection, held, granted, asked }: ScopeInput): Judgement {
  const missing = granted.filter(({ scope }) => !isCovered(scope, held))
  const excessive = granted.length === 0 ? [] : excessiveOf(held, granted)
  const findings: Finding[] = [
    ...missing.map((one) => missingFinding(connection, one, asked)),
    ...(excessive.length > 0 ? [excessiveFinding(connection, excessive, asked)] : []),
  ]
  if (granted.length === 0)
    findings.push(
      fine(
        `Nothing is granted on it yet, so nothing can be missing or too much. It holds ${held.length} HubSpot scopes.`,
      ),
    )
  else if (findings.length === 0)
    findings.push(
      fine(
        `Everything that ${asked === null ? 'is granted' : 'was asked for'} works at HubSpot, and nothing more is open.`,
      ),
    )
  return judged(summaryOf(granted.length, missing.length, excessive.length, asked), findings, {
    held: [...held],
    granted: granted.map(({ scope }) => scope),
    missing: missing.map(({ scope, groups }) => ({ scope, groups, needs: needsOf(scope) })),
    excessive,
  })
}

function summaryOf(
  granted: number,
  missing: number,
  excessive: number,
  asked: string | null,
): string {
  if (granted === 0) return 'Nothing is granted on it yet'
  const scopes = asked === null ? `${granted} granted scopes` : `${granted} scopes asked for`
  if (missing + excessive === 0) return `${scopes}, all of them held at HubSpot`
  return `${scopes}: ${missing} missing at HubSpot, ${excessive} HubSpot scopes more than needed`
}

function missingFinding(
  connection: ScopeInput['connection'],
  { scope, groups }: Granted,
  asked: string | null,
): Finding {
  const lacks = `but the credential lacks ${needsOf(scope).join(' and ')} at HubSpot.`
  const where = WHERE_TO_SWITCH_OFF[connection.kind]
  if (asked !== null)
    return failure(
      `${scope} was asked for by the request “${asked}”, ${lacks}`,
      `Have it switched on. ${where}. Then check again. Or grant a group what the credential does cover: from then on that is what is checked.`,
    )
  return failure(
    `${scope} is granted to ${groups.join(', ')}, ${lacks}`,
    `Switch it on. ${where}. Then: ${noticeScopesCommand(connection)}. Or take ${scope} from the group.`,
  )
}

function excessiveFinding(
  { kind }: ScopeInput['connection'],
  excessive: readonly string[],
  asked: string | null,
): Finding {
  return warning(
    `${asked === null ? 'No grant' : 'Nothing that was asked for'} needs ${excessive.join(', ')}.`,
    `Switch off what nobody will need: a credential that leaks opens it too. ${WHERE_TO_SWITCH_OFF[kind]}.`,
  )
}

/** In words, each an alternative or a must. */
function needsOf(scope: Scope): readonly string[] {
  const { allOf, anyOf } = hubspotScopesFor(scope)
  return [...allOf, ...anyOf.map((group) => group.join(' or '))]
}

/** Sorted. Of alternatives each counts as needed, since either may be what was ticked. */
export function excessiveOf(held: readonly string[], granted: readonly Granted[]): string[] {
  const needed = new Set(
    granted.flatMap(({ scope }) => {
      const { allOf, anyOf, optional } = hubspotScopesFor(scope)
      return [...allOf, ...anyOf.flat(), ...optional.map((one) => one.scope)].flatMap(withSchema)
    }),
  )
  return held
    .filter((scope) => !Object.hasOwn(OWN_USE, scope) && !needed.has(plain(scope)))
    .toSorted()
}

/** HubSpot's guides tick the schema scope along with the object's (facts §5). */
function withSchema(scope: string): readonly string[] {
  const [, object, verb] = /^crm\.objects\.(\w+)\.(read|write)$/.exec(scope) ?? []
  return object && verb === 'read' ? [scope, `crm.schemas.${object}.read`] : [scope]
}

/** `crm.objects.deals.sensitive.read.v2` goes with what `crm.objects.deals.read` is for. */
const plain = (scope: string): string =>
  scope.replace(/\.v\d+$/, '').replace(/\.(?:highly_)?sensitive\./, '.')
