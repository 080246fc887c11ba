import type { Intake } from '../../domain/intake/intake.ts'
import { authorise, type Context } from '../context.ts'
import { findIntake } from './find-intake.ts'

/** Newest first; ended ones too, for the record. */
export function listIntakes(ctx: Context): Promise<Intake[]> {
  authorise(ctx, 'read', 'intake.list')
  return ctx.store.read.intakes.list()
}

/** @throws HubwardError `resource.not_found` */
export function showIntake(ctx: Context, { intake: id }: { intake: string }): Promise<Intake> {
  authorise(ctx, 'read', 'intake.show')
  return findIntake(ctx.store.read, id)
}
