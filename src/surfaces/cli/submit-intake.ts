/** The sender's way without a browser: opens the request, checks its key, seals, submits. */
import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { base64url, bytesOfBase64url } from '../../domain/base64url.ts'
import { readPastedCredential } from '../../domain/credential/paste.ts'
import { keysToFingerprint } from '../../domain/intake/box.ts'
import { HANDED_KINDS, type HandedKind } from '../../domain/intake/intake.ts'
import {
  LINK_FAULTS,
  outcomeAddress,
  parseIntakeLink,
  type WholeLink,
} from '../../domain/intake/link.ts'
import {
  PAYLOAD_LIMITS,
  readPayload,
  writePayload,
  type PayloadFault,
  type PayloadText,
} from '../../domain/intake/payload.ts'
import { redacted } from '../../domain/redacted.ts'
import { shellWord } from '../../domain/shell-word.ts'
import type { OpenedView, ReceiptView } from '../intake/contract/messages.ts'
import { sealPayload } from '../intake/contract/seal.ts'
import { CliFailure, EXIT } from './failure.ts'
import { askDoor, type Fetch } from './intake-door.ts'

export interface SubmitByLink {
  readonly link: string
  readonly kind: string
  readonly portal: number | null
  /** Addresses in HubSpot, in the order asked for; empty for one that they do not have. */
  links(wanted: readonly string[]): Promise<readonly string[]>
  readonly context: string
  readonly email: string | null
  /** Only after it is sure to whom it would go. */
  askKey(): Promise<PayloadText['key']>
  tell(sentence: string): void
}

export interface SentByLink extends ReceiptView {
  /** An address that shows the outcome, and nothing else. */
  readonly outcome: string
}

/** What only tests give another of. */
export interface SubmitParts {
  readonly fetch: Fetch
  pause(ms: number): Promise<unknown>
}

const REAL: SubmitParts = { fetch: globalThis.fetch, pause: (ms) => sleep(ms) }

/** @throws CliFailure */
export async function submitByLink(input: SubmitByLink, parts = REAL): Promise<SentByLink> {
  const kind = HANDED_KINDS.find((one) => one === input.kind)
  if (!kind) throw new CliFailure(EXIT.usage, `--kind is one of ${HANDED_KINDS.join(', ')}.`)
  const link = parseIntakeLink(input.link)
  if (!link.ok) throw new CliFailure(EXIT.usage, LINK_FAULTS[link.error])
  const { origin, id, capability, fingerprint } = link.value
  const opened = await askDoor<OpenedView>(parts.fetch, link.value, 'open', { capability })
  if (!opened.ok) throw opened.failure
  const request = opened.value
  const publicKey = demandKeyOfLink(link.value, request)
  input.tell(`${request.organisation} (${request.madeByName}) asks for: ${request.title}`)
  // Each line marked, so that none of them can pass for one of ours.
  if (request.context !== '')
    input.tell(`They wrote:\n${request.context.replaceAll(/^/gm, '  | ')}`)
  if (request.replaces) input.tell('It is to take the place of a key that they have.')
  input.tell(`HubSpot scopes that it needs: ${request.hubspotScopes.join(' ')}`)
  input.tell(`The link works until ${request.expiresAt}.`)
  if (request.expectedPortalId !== null)
    input.tell(`Only of portal ${request.expectedPortalId}: a key of another one is refused.`)
  demandPortalAsked(request, input.portal)
  input.tell(`Recipient of an age file, for --file: ${request.ageRecipient}`)
  const links = await input.links(request.wantedLinks)
  const key = await input.askKey()
  if ('token' in key) demandForm(key.token, kind)
  const payload = writePayload({
    kind,
    key,
    portalId: input.portal,
    links,
    context: input.context,
    email: input.email,
  })
  const read = readPayload(payload, bytesOfBase64url)
  if (!read.ok) throw new CliFailure(EXIT.usage, NOT_TAKEN[read.error] ?? NOT_TAKEN_AT_ALL)
  const binding = { id, fingerprint, expiresAt: new Date(request.expiresAt) }
  const sealed = await sealPayload(publicKey, payload, binding)
  const receiptKey = base64url(randomBytes(32))
  const outcome = outcomeAddress({ origin, id, receiptKey })
  // Said before it is sent: whatever ends this program, the receipt can be had.
  input.tell(`Whether it arrived can be asked by: hubward intake receipt ${shellWord(outcome)}`)
  const receipt = await sendUntilAnswered(parts, link.value, {
    capability,
    sealed: base64url(sealed),
    receipt: sha256(Buffer.from(receiptKey)).toString('hex'),
  })
  if (receipt.sha256 !== sha256(sealed).toString('hex'))
    throw new CliFailure(EXIT.failed, 'Something was changed on its way. Ask for a new link.')
  return { ...receipt, outcome }
}

/** A key of another portal is sure to be refused, and would use the link up. */
function demandPortalAsked({ expectedPortalId: asked }: OpenedView, given: number | null): void {
  if (asked === null || given === null || given === asked) return
  throw new CliFailure(
    EXIT.failed,
    `They ask for a key of portal ${asked}, and this is of portal ${given}. Nothing was sent, and the link still works.`,
  )
}

/** What the vault is sure to refuse, and would use the link up. */
const NOT_TAKEN: Readonly<Partial<Record<PayloadFault, string>>> = {
  bad_email: '--email is no e-mail address. Nothing was sent, and the link still works.',
  bad_links: `There are more than ${PAYLOAD_LIMITS.links} addresses, or one is longer than ${PAYLOAD_LIMITS.link} characters or no text. Nothing was sent, and the link still works.`,
  bad_context: `--context is longer than ${PAYLOAD_LIMITS.context} characters, or no text. Nothing was sent, and the link still works.`,
  bad_portalId: '--portal is no number of a portal. Nothing was sent, and the link still works.',
}
const NOT_TAKEN_AT_ALL = 'The key is not of a form that is taken. Nothing was sent.'

function demandForm(token: string, kind: HandedKind): void {
  const read = readPastedCredential(redacted(token), kind, 'token')
  if (!read.ok) throw new CliFailure(EXIT.failed, read.error.message)
}

/** Milliseconds before each further try, where an answer was lost. */
const AGAIN_AFTER_MS = [1_000, 3_000, 9_000]

/**
 * The very same is sent again until the server says yes or no to it: of what arrived already it says
 * yes once more.
 */
async function sendUntilAnswered(
  { fetch, pause }: SubmitParts,
  link: WholeLink,
  body: object,
): Promise<ReceiptView> {
  for (let again = 0; ; again++) {
    const said = await askDoor<ReceiptView>(fetch, link, 'submit', body)
    if (said.ok) return said.value
    const waitMs = said.lost ? AGAIN_AFTER_MS[again] : undefined
    if (waitMs !== undefined) await pause(waitMs)
    else if (!said.lost && again === 0) throw said.failure
    else throw unknownWhether(said.failure)
  }
}

const unknownWhether = ({ exitCode, message, details }: CliFailure): CliFailure =>
  new CliFailure(exitCode, message, {
    details: [
      ...details,
      'An answer was lost, so it may have arrived all the same. Ask by the address above before you send anything again.',
    ],
  })

/** The link says which key it was made with; a server that gives another is not to be trusted. */
function demandKeyOfLink({ id, fingerprint }: WholeLink, request: OpenedView): Uint8Array {
  const hpke = bytesOfBase64url(request.publicKey)
  const keys = hpke && keysToFingerprint(id, { hpke, ageRecipient: request.ageRecipient })
  if (hpke && keys && base64url(sha256(keys)) === fingerprint) return hpke
  throw new CliFailure(
    EXIT.failed,
    'Stop: the server gave another encryption key than the one that the link was made with. Send nothing, and tell whoever sent you the link.',
  )
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()
