/**
 * The structured log: one JSON line per entry. Secrets are `Redacted` and print as such; as a
 * second net, whatever still looks like a HubSpot token or a client key is masked in the line.
 */
import { pino, stdSerializers, type DestinationStream } from 'pino'
import type { Log } from '../../application/ports.ts'

/** Shapes of secrets (facts §1, client-key.ts). */
const SECRETS = [
  /\bpat-[a-z]{2,4}\d?-[0-9a-f-]{8,}/gi,
  /\b(?:na|eu|ap|ca)\d-[0-9a-f]{4,}-[0-9a-f-]{8,}/gi,
  /\bhw_[0-9a-z_]{16,}/gi,
  /\bbearer\s+[^\s"\\]+/gi,
]

export function createLog(
  level: 'debug' | 'info' | 'warn' | 'error' | 'silent',
  destination: DestinationStream = process.stderr,
): Log {
  const masked: DestinationStream = { write: (line) => destination.write(maskSecrets(line)) }
  return pino({ level, base: null, serializers: { err: stdSerializers.err } }, masked)
}

export function maskSecrets(line: string): string {
  let masked = line
  for (const pattern of SECRETS) masked = masked.replace(pattern, '[redacted]')
  return masked
}
