import type { Connection } from '../../domain/connection/connection.ts'
import { HubwardError } from '../../domain/errors.ts'
import type { ValidCredential } from './validate-credential.ts'

/** @throws HubwardError `connection.portal_mismatch`: groups were granted that portal, and no other */
export function demandSamePortal(
  before: Connection,
  { reading }: Pick<ValidCredential, 'reading'>,
): void {
  if (reading.portalId === before.portalId) return
  throw new HubwardError(
    'connection.portal_mismatch',
    `This credential belongs to portal ${reading.portalId}, the connection "${before.name}" to portal ${before.portalId}. Groups were granted that portal: connect the other one under a name of its own.`,
    { facts: { expected: before.portalId, found: reading.portalId } },
  )
}
