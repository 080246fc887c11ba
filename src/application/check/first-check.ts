/** The last step of connecting: what was just stored is checked, and active if that is green. */
import type { CheckReport } from '../../domain/check/report.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { authorise, type Context } from '../context.ts'
import type { AccountReading } from '../connection/ports.ts'
import { checkConnection } from './check-connection.ts'

export interface FirstCheck {
  readonly connection: Connection
  /** `null` where it could not be finished: the connection stays pending and can be checked later. */
  readonly check: CheckReport | null
}

/** Never fails: the connection is stored, and its state says what is still to be done. */
export async function firstCheck(
  ctx: Context,
  connection: Connection,
  reading: AccountReading,
): Promise<FirstCheck> {
  authorise(ctx, 'operate', 'connection.check')
  try {
    const check = await checkConnection(ctx, { connection: connection.id, reading })
    return {
      connection: (await ctx.store.read.connections.get(connection.id)) ?? connection,
      check,
    }
  } catch (thrown) {
    ctx.log.warn({ err: thrown, connection: connection.name }, 'The first check was not finished')
    return { connection, check: null }
  }
}
