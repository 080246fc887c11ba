/**
 * Why the vault refuses what was handed over, and what to say of it to both sides. Fixed sentences:
 * nothing of what was sent is repeated.
 */
import type { Refusal } from './intake.ts'

const AGAIN = 'Ask for a new link and send it again.'

export const INTAKE_REFUSALS = {
  does_not_open: `What was sent was not sealed for this request, or was altered on its way. ${AGAIN}`,
  payload_malformed: `What was sealed is not of the form that this page writes. Reload the page, or update the program. ${AGAIN}`,
  age_passphrase:
    'The age file is encrypted with a passphrase. Encrypt it to the recipient that the page shows: age -r age1….',
  age_other_recipient:
    'The age file is not encrypted to the recipient of this request. The page shows the right one.',
  age_malformed: 'The age file is damaged, or is none.',
  zip_not_encrypted:
    'The ZIP is not encrypted, so what was in it could be read on its way. Treat that key as exposed: rotate it, and send the new one.',
  zip_legacy_encryption:
    'The ZIP is encrypted by the old ZipCrypto, which can be broken in minutes. Treat that key as exposed: rotate it, and send the new one with AES-256.',
  zip_weak_aes: 'The ZIP is encrypted with AES-128 or AES-192. Choose AES-256 and send it again.',
  zip_entries: 'The ZIP must hold exactly one file, and no folder.',
  zip_too_large: 'The file in the ZIP is larger than 64 KiB. A key is one line.',
  zip_wrong_passphrase: 'The passphrase does not open the ZIP.',
  zip_malformed: 'The ZIP is damaged, or is none.',
  zip_timed_out: 'Opening the ZIP took too long, so it was given up.',
  same_credential:
    'This is the key that is in use already. Rotate it in HubSpot, and send the new one.',
  connection_gone: 'What the key was to be for is there no longer. It is not needed any more.',
  portal_differs: 'The key belongs to another portal than the one that was asked for.',
} as const
export type IntakeRefusalName = keyof typeof INTAKE_REFUSALS

export const refusalOf = (reason: IntakeRefusalName): Refusal => ({
  reason,
  message: INTAKE_REFUSALS[reason],
})
