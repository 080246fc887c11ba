import { BY_TIER, changeBudget } from '../../domain/connection/budget-settings.ts'
import type { BudgetSettings, Connection } from '../../domain/connection/connection.ts'
import type { CheckReport } from '../../domain/check/report.ts'
import { HubwardError } from '../../domain/errors.ts'
import { inChange, recordChange } from '../change.ts'
import { firstCheck } from '../check/first-check.ts'
import { authorise, newId, type Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { demandFreeName, readNaming, type Naming } from './names.ts'
import { readCredential, type CredentialInput } from './read-credential.ts'
import { connectionRecord } from './record.ts'
import { reportOn, type ConnectionReport } from './report.ts'
import { portalFacts, storeSecrets } from './store-credential.ts'
import { validateCredential, type ValidCredential } from './validate-credential.ts'

export interface ConnectPortal extends CredentialInput {
  /** The friendly name. */
  readonly title: string
  /** The slug for paths; made from the title where it is not given. */
  readonly name?: string | undefined
  readonly budget?: Partial<BudgetSettings> | undefined
  /** `later`: leave it pending, for whoever shows the check step by step. `now` unless told. */
  readonly check?: FirstCheckTime | undefined
}

export type FirstCheckTime = 'now' | 'later'

export interface Connected {
  readonly connection: Connection
  readonly report: ConnectionReport
  /** Of the first check, where it was run and finished. */
  readonly check?: CheckReport | null
}

/**
 * Connects a portal: reads the credential, has HubSpot confirm it, seals it, stores the connection
 * as pending, and checks it; green turns it active. It grants nobody anything.
 *
 * @throws HubwardError `request.invalid`, `resource.conflict` for a name that is taken, and
 *   `connection.*` for what is wrong with the credential or the way to HubSpot
 */
export async function connectPortal(ctx: Context, input: ConnectPortal): Promise<Connected> {
  authorise(ctx, 'secure', 'connection.create')
  const naming = readNaming(input)
  const budget = readBudget(input.budget)
  const read = readCredential(ctx, input)
  // Asked before HubSpot is, so that a typing mistake costs no refresh token; decided below.
  await demandFreeName(ctx.store.read, naming.name)
  const valid = await validateCredential(ctx, read)
  return connectChecked(ctx, { naming, budget, valid, check: input.check ?? 'now' })
}

/** Stores it and, unless that is left for later, runs the first check. */
export async function connectChecked(
  ctx: Context,
  {
    naming,
    budget,
    valid,
    check,
  }: {
    readonly naming: Naming
    readonly budget: BudgetSettings
    readonly valid: ValidCredential
    readonly check: FirstCheckTime
  },
): Promise<Connected> {
  const stored = await storeConnection(ctx, naming, budget, valid)
  if (check === 'later') return stored
  return { ...stored, ...(await firstCheck(ctx, stored.connection, valid.reading)) }
}

/** @throws HubwardError `request.invalid` */
export function readBudget(change: Partial<BudgetSettings> = {}): BudgetSettings {
  const budget = changeBudget(BY_TIER, change)
  if (budget.ok) return budget.value
  throw new HubwardError('request.invalid', budget.error.map(({ message }) => message).join(' '), {
    fields: budget.error.map(({ path, message }) => ({ path: `budget.${path}`, message })),
  })
}

/** Pending: no call goes through before a check was green. */
export async function storeConnection(
  ctx: Context,
  naming: Naming,
  budget: BudgetSettings,
  valid: ValidCredential,
  /** What else belongs to the same transaction. */
  within: (tx: Repositories, connection: Connection) => Promise<void> = async () => undefined,
  now = ctx.world.now(),
): Promise<Connected> {
  return inChange(ctx, async (tx) => {
    await demandFreeName(tx, naming.name)
    const report = await reportOn(tx, valid)
    const connection: Connection = {
      id: newId(ctx.world, 'connection'),
      ...naming,
      state: 'pending',
      stateReason: null,
      ...portalFacts(valid, now),
      budget,
      createdAt: now,
    }
    await tx.connections.insert(connection)
    await storeSecrets(tx, ctx, connection.id, valid, now)
    await recordChange(tx, ctx, {
      action: 'connection.create',
      targetKind: 'connection',
      targetId: connection.id,
      targetName: connection.name,
      connectionId: connection.id,
      before: null,
      after: connectionRecord(connection),
    })
    await within(tx, connection)
    return { connection, report }
  })
}
