/** Archives what a test flow made and sees it gone; also what a check that died has left behind. */
import { failure, fine, type Finding } from '../../domain/check/report.ts'
import type { CheckRun } from './check-run.ts'
import type { TestLeftover } from './ports.ts'
import { usable } from './answer-in-words.ts'

export const CONTACTS = '/crm/objects/2026-09/contacts'

/** Of earlier checks of this connection. */
export async function removeLeftovers(run: CheckRun): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const leftover of await run.ctx.store.read.checks.leftovers(run.connection.id)) {
    run.say('removes what an earlier check left')
    const removed = await removeTestRecord(run, leftover)
    findings.push(
      ...removed.map((one) =>
        one.outcome === 'ok' ? fine(`An earlier check was cut off. ${one.text}`) : one,
      ),
    )
  }
  return findings
}

/** By its id, or by its address where no answer told the id. */
export async function removeTestRecord(
  run: CheckRun,
  { checkId, email, recordId }: TestLeftover,
): Promise<readonly Finding[]> {
  const id = recordId ?? (await idByEmail(run, email))
  if (id instanceof Error) return [stuck(email, id.message)]
  if (id !== null) {
    const path = `${CONTACTS}/${encodeURIComponent(id)}`
    const archived = await run.ask({ method: 'DELETE', target: path })
    const gone = await run.ask({ method: 'GET', target: path })
    if (!gone.ok || gone.value.meaning.kind !== 'not_found') {
      const why = usable(
        'Archiving it',
        archived.ok && archived.value.status < 400 ? gone : archived,
      )
      return [stuck(email, why.ok ? 'It can still be read.' : why.error.text)]
    }
  }
  await run.ctx.store.read.checks.clearTestRecord(checkId)
  return [
    fine(
      id === null
        ? 'No test record was left in the portal.'
        : 'Its test record was archived and is gone.',
    ),
  ]
}

/** `null` where there is none. */
async function idByEmail(run: CheckRun, email: string): Promise<string | null | Error> {
  const target = `${CONTACTS}/${encodeURIComponent(email)}?idProperty=email`
  const asked = await run.ask({ method: 'GET', target })
  if (asked.ok && asked.value.meaning.kind === 'not_found') return null
  const found = usable('Looking for the test record', asked)
  if (!found.ok) return new Error(found.error.text)
  const id = (found.value.body as { id?: unknown } | undefined)?.id
  return typeof id === 'string' ? id : new Error('HubSpot answered in an unexpected way.')
}

const stuck = (email: string, why: string): Finding =>
  failure(
    `The test record ${email} may still be in the portal. ${why}`,
    'The next check tries again. Or delete that contact in HubSpot by hand.',
  )
