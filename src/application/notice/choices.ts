/** What one gets of each kind, and how: by role, or as one chose. */
import { HubwardError } from '../../domain/errors.ts'
import { NOTICE_KINDS, noticeKind, type NoticeKind } from '../../domain/notice/kinds.ts'
import { recordChange } from '../change.ts'
import type { Role } from '../../domain/access/entities.ts'
import type { Severity } from '../../domain/notice/pace.ts'
import type { Context } from '../context.ts'
import { demandPerson } from '../sign-in/demand-person.ts'
import { byRole, mayChoose } from './address-notice.ts'
import type { Choice } from './ports.ts'

export interface ShownChoice extends Choice {
  readonly kind: NoticeKind
  readonly title: string
  readonly severity: Severity
  /** Who gets it unless they choose otherwise, by role. */
  readonly audience: readonly Role[]
  /** As it would be had one not chosen. */
  readonly byRole: Omit<Choice, 'kind'>
  readonly chosen: boolean
}

/** The kinds that one may choose of. */
export async function showChoices(ctx: Context): Promise<ShownChoice[]> {
  const { principalId, role } = demandPerson(ctx)
  const chosen = new Map(
    (await ctx.store.read.notices.choices.of(principalId)).map((one) => [one.kind, one]),
  )
  return CHOSEN_OF.filter((kind) => mayChoose(noticeKind(kind), role)).map((kind) => {
    const spec = noticeKind(kind)
    const given = byRole(spec, role)
    const own = chosen.get(kind)
    const { inApp, email } = own ?? given
    const { title, severity, audience } = spec
    return {
      kind,
      title,
      severity,
      audience,
      inApp,
      email,
      byRole: given,
      chosen: own !== undefined,
    }
  })
}

/** Nobody chooses whether a test arrives. */
const CHOSEN_OF = (Object.keys(NOTICE_KINDS) as NoticeKind[]).filter(
  (kind) => kind !== 'notice.test',
)

/** @throws HubwardError `request.invalid` for a kind that is none of one's own */
export async function setChoice(ctx: Context, choice: Choice): Promise<void> {
  const { principalId, principalName, role } = demandPerson(ctx)
  const kind = CHOSEN_OF.find((known) => known === choice.kind)
  if (!kind || !mayChoose(noticeKind(kind), role)) {
    const message = `There is no kind "${choice.kind}" for you to choose.`
    throw new HubwardError('request.invalid', message, { fields: [{ path: 'kind', message }] })
  }
  await ctx.store.aside(async (tx) => {
    const before = (await tx.notices.choices.of(principalId)).find((one) => one.kind === kind)
    await tx.notices.choices.set(principalId, choice)
    await recordChange(tx, ctx, {
      action: 'notice.choose',
      targetKind: 'principal',
      targetId: principalId,
      targetName: principalName,
      before: before ? { ...before } : null,
      after: { ...choice },
    })
  })
}
