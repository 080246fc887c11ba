import { authorise, type Context } from '../context.ts'
import type { CheckResult } from './ports.ts'

/** Examines this installation: configuration, keys, database, clocks, disk, ways out. Changes nothing. */
export async function examine(ctx: Context): Promise<readonly CheckResult[]> {
  authorise(ctx, 'operate', 'doctor')
  return ctx.doctor.examine()
}
