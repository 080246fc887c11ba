/**
 * The link that a sender gets: `https://<public>/i/<id>#<capability>.<fingerprint>`. What stands
 * behind `#` is never sent to any server, proxy or log (RFC 3986 §3.5). The capability lets one
 * person answer; the fingerprint lets their browser tell whether the key it is given is the one the
 * link was made with.
 */
import { base64url, bytesOfBase64url } from '../base64url.ts'
import { err, ok, type Result } from '../result.ts'

/** 256 bits; the fingerprint has as many. */
export const CAPABILITY_BYTES = 32

export interface IntakeLink {
  readonly id: string
  /** Base64url, 43 characters. */
  readonly capability: string
  readonly fingerprint: string
}

/** After submitting, the page's address carries this instead: it shows the outcome, nothing else. */
export interface OutcomeLink {
  readonly id: string
  readonly receiptKey: string
}

export type LinkFault =
  'no_address' | 'no_intake' | 'no_fragment' | 'fragment_cut' | 'fragment_malformed'

/** What to say of each, to whoever pasted it. */
export const LINK_FAULTS: Readonly<Record<LinkFault, string>> = {
  no_address: 'This is no web address. Copy the whole link as you were sent it.',
  no_intake: 'This is not the address of a request: its path begins with /i/.',
  no_fragment:
    'The part of the link from the # on is missing; some programs cut it off. Copy the whole link as you were sent it.',
  fragment_cut: 'The end of the link is missing. Copy the whole link as you were sent it.',
  fragment_malformed: 'The part of the link from the # on was changed on its way.',
}

export const intakeAddress = (
  publicUrl: string,
  { id, capability, fingerprint }: IntakeLink,
): string => `${publicUrl}/i/${id}#${capability}.${fingerprint}`

export const outcomeFragment = (receiptKey: string): string => `r.${receiptKey}`

const INTAKE_ID = /^itk_[0-9a-hjkmnp-tv-z]{20}$/
export const isIntakeId = (text: string): boolean => INTAKE_ID.test(text)

/** Reads path and fragment of an address; knows nothing of hosts. Never throws. */
export function parseFragment(id: string, fragment: string): Result<IntakeLink, LinkFault> {
  if (!isIntakeId(id)) return err('no_intake')
  if (fragment === '') return err('no_fragment')
  const [capability = '', fingerprint = '', ...more] = fragment.split('.')
  if (more.length > 0 || !/^[A-Za-z0-9_.-]*$/.test(fragment)) return err('fragment_malformed')
  if (capability.length + fingerprint.length < TEXT_LENGTH * 2) return err('fragment_cut')
  if (!isSecret(capability) || !isSecret(fingerprint)) return err('fragment_malformed')
  return ok({ id, capability, fingerprint })
}

/** `r.<key>`: the way back to the outcome. */
export function parseOutcomeFragment(id: string, fragment: string): OutcomeLink | undefined {
  const [mark, receiptKey = '', ...more] = fragment.split('.')
  if (!isIntakeId(id) || mark !== 'r' || more.length > 0 || !isSecret(receiptKey)) return undefined
  return { id, receiptKey }
}

export interface WholeLink extends IntakeLink {
  /** `https://hubward.example.com` */
  readonly origin: string
}

const ADDRESS = /^\s*(https?:\/\/[^\s/?#]+)((?:\/[^\s?#]*)?)(?:\?[^\s#]*)?(?:#(\S*))?\s*$/i

/** A whole link as somebody pasted it into a terminal. */
export function parseIntakeLink(text: string): Result<WholeLink, LinkFault> {
  const address = parseAddress(text)
  if (!address.ok) return address
  const { origin, id, fragment } = address.value
  const link = parseFragment(id, fragment)
  return link.ok ? ok({ ...link.value, origin }) : link
}

export interface WholeOutcomeLink extends OutcomeLink {
  readonly origin: string
}

export const outcomeAddress = ({ origin, id, receiptKey }: WholeOutcomeLink): string =>
  `${origin}/i/${id}#${outcomeFragment(receiptKey)}`

/** The address that a sender was given to see how it ends. */
export function parseOutcomeLink(text: string): Result<WholeOutcomeLink, LinkFault> {
  const address = parseAddress(text)
  if (!address.ok) return address
  const { origin, id, fragment } = address.value
  if (fragment === '') return err('no_fragment')
  const link = parseOutcomeFragment(id, fragment)
  return link ? ok({ ...link, origin }) : err('fragment_malformed')
}

function parseAddress(
  text: string,
): Result<{ readonly origin: string; readonly id: string; readonly fragment: string }, LinkFault> {
  const [, origin, path = '', fragment = ''] = ADDRESS.exec(text.slice(0, 2_048)) ?? []
  if (origin === undefined) return err('no_address')
  const id = /\/i\/([^/]+)\/?$/.exec(path)?.[1]
  return id === undefined ? err('no_intake') : ok({ origin: origin.toLowerCase(), id, fragment })
}

/** Of 32 bytes, in base64url. */
const TEXT_LENGTH = 43

/** Exactly one way to write each value, so that no second text means the same. */
const isSecret = (text: string): boolean => {
  if (text.length !== TEXT_LENGTH) return false
  const bytes = bytesOfBase64url(text)
  return bytes !== undefined && base64url(bytes) === text
}
