/** The sender's way without a browser: opens the request, checks its key, seals, submits. */
import { createHash, randomBytes } from 'node:crypto'
import { base64url, bytesOfBase64url } from '../../domain/base64url.ts'
import { readPastedCredential } from '../../domain/credential/paste.ts'
import { keysToFingerprint } from '../../domain/intake/box.ts'
import { HANDED_KINDS } from '../../domain/intake/intake.ts'
import {
  LINK_FAULTS,
  outcomeFragment,
  parseIntakeLink,
  type WholeLink,
} from '../../domain/intake/link.ts'
import { writePayload } from '../../domain/intake/payload.ts'
import { redacted } from '../../domain/redacted.ts'
import type { IntakeProblem, OpenedView, ReceiptView } from '../intake/contract/messages.ts'
import { sealPayload } from '../intake/contract/seal.ts'
import { CliFailure, EXIT } from './failure.ts'

export interface SubmitByLink {
  readonly link: string
  readonly kind: string
  readonly portal: number | null
  readonly links: readonly string[]
  readonly context: string
  readonly email: string | null
  /** Only after it is sure to whom it would go. */
  askToken(): Promise<string>
  tell(sentence: string): void
}

export interface SentByLink extends ReceiptView {
  /** An address that shows the outcome, and nothing else. */
  readonly outcome: string
}

/** @param fetch only tests give another @throws CliFailure */
export async function submitByLink(
  input: SubmitByLink,
  fetch = globalThis.fetch,
): Promise<SentByLink> {
  const kind = HANDED_KINDS.find((one) => one === input.kind)
  if (!kind) throw new CliFailure(EXIT.usage, `--kind is one of ${HANDED_KINDS.join(', ')}.`)
  const link = parseIntakeLink(input.link)
  if (!link.ok) throw new CliFailure(EXIT.usage, LINK_FAULTS[link.error])
  const { id, capability, fingerprint } = link.value
  const request = await post<OpenedView>(fetch, link.value, 'open', { capability })
  const publicKey = demandKeyOfLink(link.value, request)
  input.tell(`${request.organisation} (${request.madeByName}) asks for: ${request.title}`)
  input.tell(`HubSpot scopes that it needs: ${request.hubspotScopes.join(' ')}`)
  const token = await input.askToken()
  const read = readPastedCredential(redacted(token), kind, 'token')
  if (!read.ok) throw new CliFailure(EXIT.failed, read.error.message)
  const payload = writePayload({
    kind,
    key: { token },
    portalId: input.portal,
    links: input.links,
    context: input.context,
    email: input.email,
  })
  const binding = { id, fingerprint, expiresAt: new Date(request.expiresAt) }
  const sealed = await sealPayload(publicKey, payload, binding)
  const receiptKey = base64url(randomBytes(32))
  const receipt = await post<ReceiptView>(fetch, link.value, 'submit', {
    capability,
    sealed: base64url(sealed),
    receipt: sha256(Buffer.from(receiptKey)).toString('hex'),
  })
  if (receipt.sha256 !== sha256(sealed).toString('hex'))
    throw new CliFailure(EXIT.failed, 'Something was changed on its way. Ask for a new link.')
  const outcome = `${link.value.origin}/i/${id}#${outcomeFragment(receiptKey)}`
  return { ...receipt, outcome }
}

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

async function post<T>(
  fetch: typeof globalThis.fetch,
  { origin, id }: WholeLink,
  action: string,
  body: object,
): Promise<T> {
  let response: Response
  try {
    response = await fetch(`${origin}/i/${id}/${action}`, {
      method: 'POST',
      redirect: 'error',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    })
  } catch (cause) {
    throw new CliFailure(EXIT.unreachable, `${origin} cannot be reached.`, { cause })
  }
  const said: unknown = await response.json().catch(() => undefined)
  if (response.ok) return said as T
  const problem = (said as Partial<IntakeProblem> | undefined)?.error
  throw new CliFailure(
    EXIT.failed,
    problem?.message ?? `What answers at ${origin} is not Hubward (HTTP ${response.status}).`,
    { details: problem ? [`(${problem.code})`] : [] },
  )
}
