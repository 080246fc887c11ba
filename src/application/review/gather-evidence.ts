/** Gathers what the evidence of a closed review is made of. All of it is as it was when it was closed. */
import { HubwardError } from '../../domain/errors.ts'
import { byId } from '../../domain/people/seal.ts'
import type {
  EvidenceFacts,
  EvidencePortal,
  EvidenceReading,
} from '../../domain/review/evidence/facts.ts'
import type { Review, ReviewedConnection } from '../../domain/review/review.ts'
import type { Services } from '../context.ts'
import type { Repositories } from '../ports.ts'
import type { ReviewProof } from './ports.ts'

export async function gatherEvidence(
  { store: { read }, installation }: Pick<Services, 'store' | 'installation'>,
  review: Review,
): Promise<EvidenceFacts> {
  const { reviews } = read
  const principals = new Map((await read.principals.list()).map(({ id, name }) => [id, name]))
  const proofs = new Map((await reviews.proofs(review.id)).map((one) => [one.connectionId, one]))
  const portals: EvidencePortal[] = []
  for (const connection of await reviews.connections(review.id))
    portals.push(await portalOf(read, connection, proofs.get(connection.connectionId), principals))
  return {
    product: `Hubward ${(await installation.about()).version}`,
    organisation: (await read.organisation.get())?.name ?? '',
    review,
    names: principals,
    portals,
    rows: await reviews.allRows(review.id),
    decisions: await reviews.decisions(review.id),
    reassignments: await reviews.reassignments(review.id),
    steps: await reviews.steps(review.id, review.endedAt ?? review.createdAt),
  }
}

async function portalOf(
  read: Repositories,
  { connectionId, ownerId, reading }: ReviewedConnection,
  proof: ReviewProof | undefined,
  names: ReadonlyMap<string, string>,
): Promise<EvidencePortal> {
  const connection = await read.connections.get(connectionId)
  const reviewed = await readingOf(read, reading?.id)
  if (!connection || !reviewed) throw new HubwardError('internal')
  const population = await read.people.population(connectionId, reviewed.snapshot)
  return {
    connectionId,
    connection: connection.name,
    portalId: connection.portalId,
    portalName: connection.portalName,
    owner: ownerId === null ? null : { id: ownerId, name: names.get(ownerId) ?? ownerId },
    reviewed,
    population: population.toSorted((a, b) => byId(a.userId, b.userId)),
    proof: (await readingOf(read, proof?.readingId)) ?? null,
  }
}

async function readingOf(
  { people }: Repositories,
  id: string | undefined,
): Promise<EvidenceReading | undefined> {
  const found = id === undefined ? undefined : await people.reading(id)
  if (!found?.sealed) return undefined
  const { sealed } = found
  return {
    id: found.id,
    snapshot: sealed.seal,
    begunAt: found.begunAt,
    endedAt: found.endedAt,
    askedBy: found.askedBy,
    calls: found.calls,
    users: sealed.users,
    digest: sealed.digest,
    facets: sealed.facets,
    provenBy: sealed.provenBy,
    loginsFrom: sealed.loginsFrom,
    hubspotScopes: sealed.hubspotScopes,
  }
}
