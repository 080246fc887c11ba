/**
 * Reads any text a person may paste for a thing in HubSpot, and tells portal, object type, id and
 * kind. Never throws, whatever the text; nothing is fetched, so a link is safe to paste before
 * anybody knows whose it is. What means two things, or is not HubSpot’s, is refused with what was
 * seen and what is needed. Runs in a browser as it does here.
 */
import { maskSecrets } from '../../credential/mask.ts'
import { err, ok, type Result } from '../../result.ts'
import { HIDDEN, readAddress, unwrapped, type Address } from './address.ts'
import { APP_FORMS, PORTAL_ALONE } from './app-forms.ts'
import {
  compile,
  hold,
  linkedType,
  portalNumber,
  portalOfType,
  type CompiledForm,
  type Held,
} from './form.ts'
import { knownHost, strangeHost, type KnownHost } from './hosts.ts'
import type { HubSpotLink, LinkHost } from './link.ts'
import { OTHER_FORMS } from './other-forms.ts'
import { refuse, type LinkRefusal } from './refusals.ts'
import { readShareCode } from './share-code.ts'

export function parseLink(text: string): Result<HubSpotLink, LinkRefusal> {
  return read(text, SIGN_INS_FOLLOWED)
}

/** An address copied from the sign-in page holds the one that was wanted; once is enough. */
const SIGN_INS_FOLLOWED = 1

function read(text: string, signIns: number): Result<HubSpotLink, LinkRefusal> {
  const bare = unwrapped(text)
  if (bare === null) return err(refuse('too_long', `${text.length} characters`))
  if (bare === '') return err(refuse('empty', ''))
  if (maskSecrets(bare) !== bare) return err(refuse('secret', 'a credential'))
  if (HIDDEN.test(bare)) return err(refuse('hidden_character', bare))
  const alone = bareId(bare)
  if (alone) return alone
  const address = readAddress(bare)
  if (!address.ok) return address
  const wanted = signInTarget(address.value)
  if (wanted !== null && signIns > 0) return read(wanted, signIns - 1)
  return readOn(address.value)
}

function readOn(address: Address): Result<HubSpotLink, LinkRefusal> {
  const known = knownHost(address.host)
  if (!known) {
    const reason = strangeHost(address.host)
    const own = reason === 'foreign' ? firstFit(address, CUSTOM_HOST) : null
    return own ?? err(refuse(reason, address.host))
  }
  const fit = firstFit(address, known)
  if (known.host !== 'app') return fit ?? err(refuse('unknown_form', seenOf(address)))
  return besidePath(fit, address) ?? fit ?? err(refuse(whyUnknown(address), seenOf(address)))
}

/** The portal also stands behind the question mark: on pages without one in the path, and twice on others. */
function besidePath(
  fit: Result<HubSpotLink, LinkRefusal> | null,
  address: Address,
): Result<HubSpotLink, LinkRefusal> | null {
  const stated = address.query.get('portalId')
  if (stated === undefined || (fit && !fit.ok)) return null
  const portal = stated === null ? null : portalNumber(stated)
  const inPath = fit?.value.portalId ?? portal
  if (portal === null) return stated === null ? err(refuse('two_answers', 'portalId=')) : null
  if (inPath !== portal) return err(refuse('two_answers', `portals ${inPath} and ${portal}`))
  if (fit) return null
  const { host, segments } = address
  return ok({
    kind: 'portal',
    portalId: portal,
    region: knownHost(host)?.region ?? null,
    objectType: null,
    id: null,
    beside: {},
    host: 'app',
    domain: host,
    form: 'an address with portalId=',
    notes: segments.length > 1 ? [PORTAL_ALONE] : [],
  })
}

const CUSTOM_HOST: KnownHost = { host: 'custom', region: null, portal: null, portalBase: 10 }

const COMPILED: ReadonlyMap<LinkHost, readonly CompiledForm[]> = new Map(
  [['app', APP_FORMS] as const, ...Object.entries(OTHER_FORMS)].map(([host, forms]) => [
    host as LinkHost,
    forms.map(compile),
  ]),
)

function firstFit(address: Address, known: KnownHost): Result<HubSpotLink, LinkRefusal> | null {
  for (const compiled of COMPILED.get(known.host)!) {
    const held = compiled.match(address.segments)
    if (held) return finish(compiled, { ...held, beside: { ...held.beside } }, address, known)
  }
  return null
}

function finish(
  { form }: CompiledForm,
  held: Held,
  address: Address,
  known: KnownHost,
): Result<HubSpotLink, LinkRefusal> {
  const inPath = held.id
  for (const [name, target] of Object.entries(form.query ?? {})) {
    const value = address.query.get(name)
    const other = target === 'id' && held.id !== null && held.id !== value
    if (value === null || (value && other)) return err(refuse('two_answers', `${name}=`))
    if (value) hold(target, value, held)
  }
  const special = SPECIAL[known.host]?.(held)
  if (special === false) return err(refuse('unknown_form', seenOf(address)))
  const ofHost = known.portal === null ? null : portalNumber(known.portal, known.portalBase)
  if (ofHost !== null && held.portal !== null && ofHost !== held.portal)
    return err(refuse('two_answers', `portals ${ofHost} and ${held.portal}`))
  return ok({
    kind: (held.id === inPath ? null : form.withId) ?? form.kind,
    portalId: held.portal ?? ofHost,
    region: known.region,
    objectType: held.type,
    id: held.id ?? (form.kind === 'view' ? (held.beside.view ?? null) : null),
    beside: held.beside,
    host: known.host,
    domain: address.host,
    form: form.at,
    notes: [
      ...(form.note === undefined ? [] : [form.note]),
      ...(form.source === 'assumed' && form.note === undefined ? [ASSUMED] : []),
    ],
  })
}

const ASSUMED =
  'HubSpot publishes no such form of address; it is read by its words. Compare the id with what HubSpot shows.'

/** Where an id is written in a way of its own: changes what is held, or says that it cannot be. */
const SPECIAL: Partial<Record<LinkHost, (held: Held) => boolean>> = {
  share(held) {
    const form = readShareCode(held.id ?? '')
    if (!form) return false
    held.id = form.guid
    if (form.portal !== null) held.portal = portalNumber(form.portal, 36)
    return true
  },
  /** `js.hs-scripts.com/123.js`. */
  embed(held) {
    held.portal = portalNumber(/^(\d+)\.js$/.exec(held.id ?? '')?.[1] ?? '')
    held.id = null
    return held.portal !== null
  },
}

/** Ids that mean one thing wherever they stand, and those that do not. */
function bareId(text: string): Result<HubSpotLink, LinkRefusal> | null {
  if (/^\d{1,20}$/.test(text)) return err(refuse('bare_number', text))
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text))
    return err(refuse('bare_guid', text))
  if (!/^(?:[02]-\d+|p\d+_\w+)$/i.test(text)) return null
  const objectType = linkedType(text)
  if (!objectType) return null
  return ok({
    kind: 'object',
    portalId: portalOfType(text),
    region: null,
    objectType,
    id: null,
    beside: {},
    host: 'none',
    domain: null,
    form: 'an object type id or qualified name',
    notes: [],
  })
}

function signInTarget({ host, segments, query }: Address): string | null {
  if (knownHost(host)?.host !== 'app' || segments[0] !== 'login') return null
  return query.get('loginRedirectUrl') || null
}

function whyUnknown({ segments }: Address): 'sign_in' | 'no_portal' | 'unknown_form' {
  const first = segments[0] ?? ''
  if (first === 'login') return 'sign_in'
  return WITHOUT_PORTAL.has(first) ? 'no_portal' : 'unknown_form'
}

/** HubSpot’s own detours to the portal one is signed in to, and the chooser itself. */
const WITHOUT_PORTAL = new Set(['', 'l', 'shortlink', 'myaccounts-beta', 'myaccounts', 'home'])

/** Host and the beginning of the path; never the query, which may hold what is nobody’s business. */
const seenOf = ({ host, segments }: Address) => [host, ...segments.slice(0, 4)].join('/')
