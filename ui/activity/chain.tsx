/** The chain of decisions that a call met, in words: what held, what broke, what it never reached. */
import type { CallStepView } from '../../src/surfaces/admin/contract/audit.ts'
import { cx } from '../parts/cx.ts'
import { Icon, type IconName } from '../parts/icon.tsx'

/** The question that each link answers. */
const QUESTIONS: Record<string, string> = {
  who: 'Who asked',
  key: 'What they came with',
  operation: 'What they asked for',
  connection: 'Which portal',
  scopes: 'Whether it is granted',
  group: 'Through which group',
  budget: 'Whether there was room',
  hubspot: 'What HubSpot said',
  answer: 'What they got',
}

const STATES: Record<
  CallStepView['state'],
  { readonly icon: IconName; readonly look: string; readonly word: string }
> = {
  holds: { icon: 'check', look: 'border-good bg-good-wash text-good', word: 'Held' },
  broken: { icon: 'cross', look: 'border-bad bg-bad-wash text-bad', word: 'Broke' },
  unknown: { icon: 'minus', look: 'border-line-strong text-faint', word: 'Not reached' },
}

export function Chain({ steps }: { steps: readonly CallStepView[] }) {
  return (
    <ol>
      {steps.map(({ link, state, detail }, at) => {
        const { icon, look, word } = STATES[state]
        return (
          <li key={link} className="relative flex gap-3 pb-4 last:pb-0">
            {at < steps.length - 1 && (
              <span
                aria-hidden="true"
                className="absolute top-6 bottom-0 left-[0.6875rem] w-px bg-line"
              />
            )}
            <span
              className={cx('grid size-5.5 shrink-0 place-items-center rounded-full border', look)}
            >
              <Icon name={icon} size={12} />
              <span className="sr-only">{word}:</span>
            </span>
            <div className={cx('min-w-0', state === 'unknown' && 'text-faint')}>
              <p className={cx('font-medium', state === 'broken' && 'text-bad')}>
                {QUESTIONS[link] ?? link}
              </p>
              <p className={cx('break-words', state !== 'unknown' && 'text-soft')}>{detail}</p>
            </div>
          </li>
        )
      })}
    </ol>
  )
}
