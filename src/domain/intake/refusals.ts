/**
 * Why the vault refuses what was handed over, and what to say of it to both sides. Fixed sentences:
 * nothing of what was sent is repeated.
 */
import type { Refusal } from './intake.ts'

/** What was refused has used its link up. */
const AGAIN = 'Ask for a new link and send it again.'
const ANOTHER = 'Rotate it, ask for a new link, and send the new one'

export const INTAKE_REFUSALS = {
  does_not_open: `What was sent was not sealed for this request, or was altered on its way. ${AGAIN}`,
  payload_malformed: `What was sealed is not of the form that this page writes. Reload the page, or update the program. ${AGAIN}`,
  age_passphrase:
    'The age file is encrypted with a passphrase. Ask for a new link and encrypt it to the recipient that its page shows: age -r age1….',
  age_other_recipient:
    'The age file is not encrypted to the recipient of this request. Ask for a new link and encrypt it to the recipient that its page shows.',
  age_malformed: `The age file is damaged, or is none. ${AGAIN}`,
  zip_not_encrypted: `The ZIP is not encrypted, so what was in it could be read on its way. Treat that key as exposed. ${ANOTHER}.`,
  zip_legacy_encryption: `The ZIP is encrypted by the old ZipCrypto, which can be broken in minutes. Treat that key as exposed. ${ANOTHER} with AES-256.`,
  zip_weak_aes: `The ZIP is encrypted with AES-128 or AES-192. Choose AES-256. ${AGAIN}`,
  zip_entries: `The ZIP must hold exactly one file, and no folder. ${AGAIN}`,
  zip_too_large: `The file in the ZIP is larger than 64 KiB. A key is one line. ${AGAIN}`,
  zip_wrong_passphrase: `The passphrase does not open the ZIP. ${AGAIN}`,
  zip_malformed: `The ZIP is damaged, or is none. ${AGAIN}`,
  zip_timed_out: `Opening the ZIP took too long, so it was given up. ${AGAIN}`,
  same_credential: `This is the key that is in use already. ${ANOTHER}.`,
  connection_gone: 'What the key was to be for is there no longer. It is not needed any more.',
  portal_differs:
    'The key belongs to another portal than the one that was asked for. Ask for a new link, and send a key of that portal.',
} as const
export type IntakeRefusalName = keyof typeof INTAKE_REFUSALS

/** @param portalId whose key it is, where that is what was wrong */
export const refusalOf = (reason: IntakeRefusalName, portalId?: number): Refusal => ({
  reason,
  message: INTAKE_REFUSALS[reason],
  ...(portalId !== undefined && { portalId }),
})
