/** Whether the audit can be written, is guarded against change, and is counted without falling behind. */
import { fail, ok, warn, type Check, type Finding } from '../check.ts'
import { ask } from './database.ts'

/** It follows by about a second. */
const BEHIND = 10_000

export const auditCheck: Check = {
  name: 'audit',
  title: 'Audit',
  needs: ['database'],
  async look(subject) {
    const [row] = await ask<{ guards: string[]; may: boolean; behind: number }>(
      subject,
      `select
        (select coalesce(array_agg(tgname::text), '{}') from pg_trigger
          where tgrelid = 'audit_event'::regclass and tgenabled in ('O', 'A')
            and tgfoid = 'refuse_audit_rewrite'::regproc) as guards,
        has_table_privilege('audit_event', 'insert') as may,
        (select coalesce(max(sequence), 0) from audit_event)
          - (select counted_through from audit_cursor) as behind`,
    )
    return auditState(row?.guards ?? [], row?.may ?? false, row?.behind ?? 0)
  },
}

/** By the trigger that refuses it: no one of them stands for the others. */
const GUARDED: Readonly<Record<string, string>> = {
  append_only: 'changing and deleting its events',
  append_only_whole: 'emptying it whole',
}

export function auditState(guards: readonly string[], may: boolean, behind: number): Finding {
  const open = Object.keys(GUARDED).filter((name) => !guards.includes(name))
  if (!may)
    return fail(
      'This database user may not write the audit, so every call is refused.',
      'grant insert on audit_event to the user of DATABASE_URL',
    )
  if (open.length > 0)
    return fail(
      `Nothing refuses ${open.map((name) => GUARDED[name]).join(' and ')}: the trigger ${open.join(' and ')} is gone or switched off.`,
      'Find out who did that; then: alter table audit_event enable trigger all',
    )
  if (behind > BEHIND)
    return warn(
      `The counting is ${behind} events behind.`,
      'Charts lag; look for “activity” in the log.',
    )
  return ok('It can be written, and not changed.')
}
