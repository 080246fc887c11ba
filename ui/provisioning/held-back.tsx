/** What guards hold back: of the whole plan with the way to let it pass, and of single people. */
import { useAct } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Button } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { Card } from '../parts/card.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { List, ListRow } from '../parts/list.tsx'
import { useState } from 'react'
import type { Block, Plan } from './types.ts'

/** A guard of the whole plan: nothing is done while it holds. */
export function PlanGuards({ plan }: { plan: Plan }) {
  const open = plan.blocks.filter(({ on, guard }) => on === 'plan' && plan.open.includes(guard))
  if (open.length === 0 || plan.run?.state === 'finished') return null
  return (
    <div className="flex flex-col gap-3">
      {open.map((block) => (
        <PlanGuard key={block.guard} plan={plan} block={block} />
      ))}
    </div>
  )
}

function PlanGuard({ plan, block }: { plan: Plan; block: Block }) {
  const mayApprove = useMay('approve')
  const [asked, setAsked] = useState(false)
  const release = useAct('POST /api/v1/people/plans/{plan}/releases', {
    quiet: true,
    done: 'Released. Now somebody else can apply the plan',
    changes: ['audit'],
  })
  const released = plan.releases.filter(({ guard }) => guard === block.guard)
  return (
    <Callout
      tone="warn"
      icon="lock"
      title={
        <>
          Held back: {block.title} <code className="text-xs text-soft">{block.guard}</code>
        </>
      }
      actions={
        block.releasedBy !== 'nobody' &&
        mayApprove && (
          <Button size="small" icon="shield" onClick={() => setAsked(true)}>
            Let it pass…
          </Button>
        )
      }
    >
      <p>{block.sentence}</p>
      {released.length > 0 && (
        <p className="mt-1">
          Released by {released.map(({ by }) => by.name).join(', ')}: it counts for everybody else.
        </p>
      )}
      <ConfirmDialog
        open={asked}
        onClose={() => setAsked(false)}
        title={`Let “${block.title}” pass for this plan?`}
        consequences={[
          block.sentence,
          'It counts for this very plan alone, and for whoever else applies it.',
          'That you did is recorded.',
        ]}
        action="Let it pass"
        onConfirm={() =>
          release.mutateAsync({
            params: { plan: plan.id },
            body: { planHash: plan.hash, guard: block.guard },
          })
        }
      />
    </Callout>
  )
}

/** Where two sources differ about somebody and one of them was heard, and whom the portal does not have. */
export function SourcesCard({ plan }: { plan: Plan }) {
  const unfound = plan.notes.filter(({ heard }) => heard === null)
  const differ = plan.notes.filter(({ heard }) => heard !== null)
  return (
    <>
      <Notes title="Nobody in the portal" text="Of these nothing is done." notes={unfound} />
      <Notes title="Sources that differ" text="One of them was heard." notes={differ} />
    </>
  )
}

function Notes({ title, text, notes }: { title: string; text: string; notes: Plan['notes'] }) {
  if (notes.length === 0) return null
  return (
    <Card title={title} text={text} flush>
      <List label={title}>
        {notes.map(({ email, sentence }) => (
          <ListRow key={`${email} ${sentence}`} title={email} text={sentence} />
        ))}
      </List>
    </Card>
  )
}

/** Steps and people who are passed over; the rest of the plan is done. */
export function HeldBackCard({ plan }: { plan: Plan }) {
  const blocks = plan.blocks.filter(({ on }) => on !== 'plan')
  if (blocks.length === 0) return null
  return (
    <Card
      title="Passed over"
      text="Guards hold these back. Everything else of the plan can be done without them."
      flush
    >
      <List label="Passed over">
        {blocks.map(({ guard, title, email, itemId, sentence }) => (
          <ListRow
            key={`${guard} ${itemId ?? email}`}
            icon="lock"
            title={email ?? 'Somebody'}
            mark={
              <span className="text-[0.8125rem] text-soft">
                {title} · <code className="text-xs">{guard}</code>
              </span>
            }
            text={sentence}
          />
        ))}
      </List>
    </Card>
  )
}
