/**
 * Masks what looks like a secret in a text that people and logs will see. A second net: secrets
 * are wrapped, but a caller may write one where none belongs, into a path for instance.
 */

/** HubSpot's tokens (facts §1), our client keys (access/client-key.ts), and bearer headers. */
const SECRETS =
  /\bpat-[a-z]{2,4}\d?-[0-9a-f-]{8,}|\b(?:na|eu|ap|ca)\d-[0-9a-f]{4,}-[0-9a-f-]{8,}|\bhw_[0-9a-z_]{16,}|\bbearer\s+[^\s"\\]+/gi

/** A look costs less than a search: most texts hold nothing of the kind. */
const SUSPICIOUS = /pat-|hw_|bearer|(?:na|eu|ap|ca)\d-/i

export const maskSecrets = (text: string): string =>
  SUSPICIOUS.test(text) ? text.replace(SECRETS, '[redacted]') : text
