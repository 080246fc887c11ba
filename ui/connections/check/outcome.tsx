/** An outcome as a sign and a word: colour supports the word and never replaces it. */
import { Badge } from '../../parts/badge.tsx'
import type { Tone } from '../../parts/callout.tsx'
import { Icon, Spinner, type IconName } from '../../parts/icon.tsx'
import { cx } from '../../parts/cx.ts'
import type { Outcome, Report } from './types.ts'

export const OUTCOMES: Readonly<
  Record<
    Outcome,
    { readonly word: string; readonly tone: Tone; readonly icon: IconName; readonly ink: string }
  >
> = {
  ok: { word: 'OK', tone: 'good', icon: 'check', ink: 'text-good' },
  warning: { word: 'Warning', tone: 'warn', icon: 'warning', ink: 'text-warn' },
  failed: { word: 'Failed', tone: 'bad', icon: 'cross', ink: 'text-bad' },
  skipped: { word: 'Skipped', tone: 'plain', icon: 'minus', ink: 'text-faint' },
}

export const OutcomeBadge = ({ outcome }: { outcome: Outcome }) => (
  <Badge tone={OUTCOMES[outcome].tone}>{OUTCOMES[outcome].word}</Badge>
)

export const VerdictBadge = ({ verdict }: { verdict: Report['verdict'] }) => (
  <Badge tone={verdict === 'green' ? 'good' : 'bad'}>{verdict === 'green' ? 'Green' : 'Red'}</Badge>
)

/** Before its step, decorative: the word stands beside the title. */
export function OutcomeMark({ outcome, running }: { outcome?: Outcome; running?: boolean }) {
  if (running)
    return (
      <span className="mt-0.5 text-accent">
        <Spinner />
      </span>
    )
  if (!outcome)
    return (
      <span
        className="mt-1.5 ml-1 size-2.5 shrink-0 rounded-full border border-line-strong"
        aria-hidden="true"
      />
    )
  return <Icon name={OUTCOMES[outcome].icon} className={cx('mt-0.5', OUTCOMES[outcome].ink)} />
}
