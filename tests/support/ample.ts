/**
 * A portal without HubSpot's limits, for tests of something else: at 5 searches and 19 calls a
 * second, tests that read a portal over and over mostly wait for their turn.
 */
import type { EmulatorOptions } from '../../emulator/index.ts'
import { setBudget } from '../../src/application/connection/set-budget.ts'
import type { Context } from '../../src/application/context.ts'

const SIZES = { burst: 100_000, search: 10_000, associations: 100_000 }

export const AMPLE: EmulatorOptions = { enforceLimits: false, limits: SIZES }

/** The headers tell of the rest; of searches HubSpot's answers say nothing. */
export const grantAmple = (ctx: Context, connection: string) =>
  setBudget(ctx, { connection, budget: SIZES })
