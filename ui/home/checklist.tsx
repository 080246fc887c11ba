/** The first-run checklist: what to do next, why, and a tick for what is there already. */
import type { LinkComponentProps } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay, type Act } from '../api/session.ts'
import { Button, ButtonLink } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { cx } from '../parts/cx.ts'
import { Icon, Spinner } from '../parts/icon.tsx'
import { Progress } from '../parts/progress.tsx'
import type { ChecklistStep, StepName } from './checklist-steps.ts'

interface Words {
  readonly title: string
  readonly text: string
  readonly action: string
  readonly act?: Act
}

const WORDS: Record<StepName, Words> = {
  connection: {
    title: 'Connect a HubSpot portal',
    text: 'Hand its credential over once. It is sealed in the vault and nobody sees it again.',
    action: 'Connect a portal',
    act: 'secure',
  },
  group: {
    title: 'Make a group',
    text: 'People and programs that may do the same: “Sales”, “Support”, “Reporting”.',
    action: 'Make a group',
    act: 'change',
  },
  grant: {
    title: 'Grant the group something',
    text: 'Tick what it may read and write on the portal. Until then it may do nothing.',
    action: 'Choose what it may do',
    act: 'change',
  },
  people: {
    title: 'Add people to the group',
    text: 'Start with yourself. Colleagues get a link with which they make their own passkey.',
    action: 'Add people',
    act: 'change',
  },
  call: {
    title: 'Connect your AI and ask it something',
    text: 'Add one address to Claude, Cursor, ChatGPT or your own code. The step is ticked off when the first call arrives.',
    action: 'Connect your AI',
  },
}

export function Checklist({
  steps,
  onHide,
}: {
  steps: readonly ChecklistStep[]
  onHide: () => void
}) {
  const done = steps.filter((step) => step.done).length
  const all = done === steps.length
  const next = steps.find((step) => !step.done)?.name
  return (
    <Card
      title={all ? 'All set: the first call has arrived' : 'Five steps to the first call'}
      text={
        all
          ? 'From now on this page shows how your connections do.'
          : 'Each step is ticked off as soon as it is done, here or anywhere else.'
      }
      actions={
        all ? (
          <Button size="small" onClick={onHide}>
            Hide
          </Button>
        ) : (
          <span role="status" className="text-soft tabular-nums">
            {done} of {steps.length} done
          </span>
        )
      }
    >
      <Progress share={done / steps.length} label="Steps done" />
      <ol className="mt-2 divide-y divide-line">
        {steps.map((step, at) => (
          <Step key={step.name} step={step} number={at + 1} next={step.name === next} />
        ))}
      </ol>
    </Card>
  )
}

function Step({ step, number, next }: { step: ChecklistStep; number: number; next: boolean }) {
  const { title, text, action, act } = WORDS[step.name]
  const may = useMay(act ?? 'read') || act === undefined
  return (
    <li
      aria-current={next ? 'step' : undefined}
      className="flex flex-wrap items-start gap-x-3.5 gap-y-2.5 py-3.5 last:pb-0"
    >
      <span
        className={cx(
          'grid size-6.5 shrink-0 place-items-center rounded-full border text-[0.8125rem] font-medium tabular-nums',
          step.done && 'border-accent bg-accent text-accent-ink',
          !step.done && (next ? 'border-accent text-accent' : 'border-line-strong text-faint'),
        )}
      >
        {step.done ? (
          <>
            <Icon name="check" size={14} />
            <span className="sr-only">Done:</span>
          </>
        ) : (
          number
        )}
      </span>
      <div className="min-w-0 grow basis-52">
        <p className={cx('font-medium', step.done && 'text-soft')}>
          {title}
          {step.done && step.made !== undefined && (
            <span className="font-normal text-faint"> · {step.made}</span>
          )}
        </p>
        {!step.done && <p className="mt-0.5 max-w-prose text-soft">{text}</p>}
        {!step.done && next && step.name === 'call' && (
          <p className="mt-2 flex items-center gap-2 text-[0.8125rem] text-faint">
            <Spinner size={14} /> Waiting for the first call…
          </p>
        )}
        {!step.done && next && !may && (
          <p className="mt-1 text-[0.8125rem] text-faint">An admin does this.</p>
        )}
      </div>
      {!step.done && may && (
        <ButtonLink
          to={step.page as LinkComponentProps['to']}
          {...(step.tab && { search: { tab: step.tab } })}
          size="small"
          look={next ? 'primary' : 'plain'}
        >
          {action}
        </ButtonLink>
      )}
    </li>
  )
}

/** Shows the list while something is undone, and stays on this page until it is put away. */
export function useChecklist(unfinished: boolean): { shown: boolean; hide: () => void } {
  const [state, setState] = useState<'new' | 'shown' | 'hidden'>('new')
  if (unfinished && state === 'new') setState('shown')
  return { shown: unfinished || state === 'shown', hide: () => setState('hidden') }
}
