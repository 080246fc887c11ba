import { base64url } from '../../domain/base64url.ts'
import {
  MANIFEST,
  manifestText,
  PUBLIC_KEY,
  SIGNATURE,
  type Manifest,
} from '../../domain/evidence/manifest.ts'
import { pemOf } from '../../domain/evidence/public-key.ts'
import { writeZip, type ZipFile } from '../../domain/evidence/stored-zip.ts'
import { populationText } from '../../domain/people/population-text.ts'
import { completenessText } from '../../domain/review/evidence/completeness.ts'
import type { EvidenceFacts } from '../../domain/review/evidence/facts.ts'
import { tablesOf } from '../../domain/review/evidence/tables.ts'
import { authorise, type Context } from '../context.ts'
import { recordReview } from './record.ts'
import { findReview, wrongState } from './find-review.ts'
import { gatherEvidence } from './gather-evidence.ts'
import type { EvidenceKey } from './ports.ts'

/** How a door prints the sheet that people sign. */
export type PrintSummary = (facts: EvidenceFacts, fingerprint: string) => Promise<Uint8Array>

/**
 * The evidence of a closed review as one signed package. It is made anew each time, of rows that do not
 * change any more; who fetched it is in the audit.
 *
 * @throws HubwardError `review.wrong_state`, `resource.not_found`, `vault.*`
 */
export async function packEvidence(
  ctx: Context,
  input: { readonly review: string; readonly print: PrintSummary },
): Promise<Uint8Array> {
  authorise(ctx, 'read', 'review.evidence')
  const review = await findReview(ctx.store.read, input.review)
  if (review.state !== 'closed') throw wrongState(review, ['closed'])
  const facts = await gatherEvidence(ctx, review)
  const key = await ctx.evidence.key()
  const snapshots = facts.portals.map(({ connection, population }, index) =>
    textFile(`snapshots/${index + 1}-${connection}.json`, populationText(population)),
  )
  const files = [
    ...[...tablesOf(facts)].map(([name, text]) => textFile(name, text)),
    textFile('completeness.json', completenessText(facts)),
    ...snapshots,
    { name: 'summary.pdf', bytes: await input.print(facts, key.fingerprint) },
    textFile(PUBLIC_KEY, pemOf(key.publicKey)),
  ]
  const manifest = textFile(MANIFEST, manifestText(manifestOf(ctx, facts, key, files, snapshots)))
  const signature = { name: SIGNATURE, bytes: await ctx.evidence.sign(manifest.bytes) }
  const zip = writeZip([manifest, signature, ...files])
  await ctx.store.aside((tx) =>
    recordReview(tx, ctx, 'evidence', review, null, {
      sha256: ctx.hashBytes(zip),
      key: key.id,
      bytes: zip.length,
    }),
  )
  return zip
}

const textFile = (name: string, text: string): ZipFile => ({
  name,
  bytes: new TextEncoder().encode(text),
})

function manifestOf(
  { hashBytes }: Pick<Context, 'hashBytes'>,
  facts: EvidenceFacts,
  key: EvidenceKey,
  files: readonly ZipFile[],
  snapshots: readonly ZipFile[],
): Manifest {
  const { review } = facts
  return {
    format: 'hubward-evidence',
    version: 1,
    product: facts.product,
    organisation: facts.organisation,
    review: {
      id: review.id,
      name: review.name,
      openedAt: review.openedAt?.toISOString() ?? '',
      closedAt: review.endedAt?.toISOString() ?? '',
      closedBy: review.endedBy?.name ?? '',
    },
    rows: facts.rows.length,
    readings: facts.portals.map(({ connection, reviewed }, index) => ({
      connection,
      readingId: reviewed.id,
      snapshot: reviewed.snapshot,
      users: reviewed.users,
      digest: reviewed.digest,
      file: snapshots[index]?.name ?? '',
    })),
    files: files.map(({ name, bytes }) => ({
      name,
      bytes: bytes.length,
      sha256: hashBytes(bytes),
    })),
    key: {
      id: key.id,
      algorithm: 'Ed25519',
      publicKey: base64url(key.publicKey),
      fingerprint: key.fingerprint,
    },
  }
}

/** The key by which packages are signed here: what their fingerprint is compared with. */
export async function showEvidenceKey(ctx: Context): Promise<EvidenceKey & { pem: string }> {
  authorise(ctx, 'read', 'review.evidence_key')
  const key = await ctx.evidence.key()
  return { ...key, pem: pemOf(key.publicKey) }
}
