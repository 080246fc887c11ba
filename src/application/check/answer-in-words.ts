/** What stands against a call of a check, in words of ours: HubSpot's own text may hold values. */
import { failure, type Finding } from '../../domain/check/report.ts'
import type { Answer } from '../../domain/hubspot/errors.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { CallRefusal } from '../gateway/refusal.ts'
import type { HouseAnswer } from '../gateway/house-call.ts'

interface Words {
  readonly text: string
  readonly remedy: string
}

const WAIT = 'Wait, then run the check again.'

const BY_KIND: Readonly<Partial<Record<Answer['kind'], Words>>> = {
  unauthorised: {
    text: 'HubSpot did not accept the credential (401).',
    remedy: 'Give the connection a new credential.',
  },
  expired: {
    text: 'HubSpot says that the token has expired (401).',
    remedy: 'Run the check again; if it stays so, give the connection a new credential.',
  },
  missing_scopes: {
    text: 'HubSpot says that the credential lacks a scope for it (403).',
    remedy: 'Switch the scope on at HubSpot, then run the check again.',
  },
  forbidden: {
    text: 'HubSpot does not permit it (403).',
    remedy:
      "See whether the account's edition has it, and whether whoever made the key may use it.",
  },
  creator_without_permission: {
    text: 'Whoever made the credential has lost rights in HubSpot.',
    remedy: 'Have somebody with the rights make a new one.',
  },
  not_found: {
    text: 'HubSpot does not know it (404).',
    remedy: "See whether the account's edition has it.",
  },
  rate_limited: { text: "HubSpot's limit is reached (429).", remedy: WAIT },
  locked: { text: 'HubSpot has locked it for a moment (423).', remedy: WAIT },
  migrating: {
    text: 'HubSpot is moving the portal to another data centre (477).',
    remedy: 'It can take a day. Run the check again then.',
  },
  wrong_hublet: {
    text: 'HubSpot keeps this portal in another region than was asked (488).',
    remedy: 'Replace the credential and leave the base URL empty.',
  },
  server_error: {
    text: 'HubSpot failed (5xx), twice.',
    remedy: 'See https://status.hubspot.com, then run the check again.',
  },
}

/** The answer, or what it means that there is none or none that helps. `what` begins the sentence. */
export function usable(
  what: string,
  asked: Result<HouseAnswer, CallRefusal>,
): Result<HouseAnswer, Finding> {
  if (!asked.ok) return err(failure(`${what}: ${asked.error.message}`, WAIT))
  if (asked.value.status < 400) return ok(asked.value)
  const words = BY_KIND[asked.value.meaning.kind] ?? {
    text: `HubSpot answered ${asked.value.status}.`,
    remedy: 'Run the check again; if it stays so, look the call up in the audit.',
  }
  return err(failure(`${what}: ${words.text}`, words.remedy))
}
