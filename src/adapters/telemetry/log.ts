/**
 * The structured log: one JSON line per entry. Secrets are `Redacted` and print as such; as a
 * second net, whatever still looks like a HubSpot token or a client key is masked in the line.
 */
import { pino, stdSerializers, type DestinationStream } from 'pino'
import type { Log } from '../../application/ports.ts'
import { maskSecrets } from '../../domain/credential/mask.ts'

export function createLog(
  level: 'debug' | 'info' | 'warn' | 'error' | 'silent',
  destination: DestinationStream = process.stderr,
): Log {
  const masked: DestinationStream = { write: (line) => destination.write(maskSecrets(line)) }
  return pino({ level, base: null, serializers: { err: stdSerializers.err } }, masked)
}
