/**
 * The states of an intake and the one table of ways between them. What no row names cannot happen;
 * the database repeats each way as a condition of its update, so of any number of racers one goes.
 */
/**
 * `open`: the link waits for its sender. `submitted`: sealed bytes lie here, unopened. `held`:
 * opened, checked at HubSpot, waiting for a decision. The rest are ends: nothing of what was handed
 * over is kept in any of them, and `stored` means that it became a connection, or the next credential
 * of one.
 */
export const INTAKE_STATES = [
  'open',
  'submitted',
  'held',
  'stored',
  'refused',
  'cancelled',
  'expired',
  'burned',
] as const
export type IntakeState = (typeof INTAKE_STATES)[number]

export type IntakeAct =
  'submit' | 'hold' | 'reject' | 'approve' | 'refuse' | 'cancel' | 'expire' | 'burn'

/**
 * Approving and storing are one write, so there is no state "approved, but not stored" that a crash
 * could leave behind. `reject` is the vault's own refusal: what was sent does not open, or HubSpot
 * does not accept it, or it is another portal's.
 */
export const WAYS: Readonly<
  Record<IntakeAct, { readonly from: readonly IntakeState[]; readonly to: IntakeState }>
> = {
  submit: { from: ['open'], to: 'submitted' },
  hold: { from: ['submitted'], to: 'held' },
  reject: { from: ['submitted'], to: 'refused' },
  approve: { from: ['held'], to: 'stored' },
  refuse: { from: ['submitted', 'held'], to: 'refused' },
  cancel: { from: ['open'], to: 'cancelled' },
  expire: { from: ['open', 'submitted', 'held'], to: 'expired' },
  burn: { from: ['open'], to: 'burned' },
}
