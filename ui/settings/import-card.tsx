/** An org.yaml comes in: first what it would change, line by line, then all of it or nothing. */
import { useRef, useState } from 'react'
import type { PlannedView } from '../../src/surfaces/admin/contract/organisation.ts'
import type { Answer } from '../api/endpoints.ts'
import { useAct } from '../api/queries.ts'
import { refusalOf, type Refusal } from '../api/refusal.ts'
import { Button } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { Card } from '../parts/card.tsx'
import { Checkbox } from '../parts/choice.tsx'
import { DiffList, type Change } from '../parts/diff-list.tsx'
import { Field } from '../parts/field.tsx'
import { LeaveGuard } from '../parts/form.tsx'
import { Textarea } from '../parts/input.tsx'
import { changesBetween } from '../parts/changes-between.ts'

type Plan = Answer<'POST /api/v1/organisation/plan'>

const CHANGED = [
  'organisation',
  'members',
  'service-accounts',
  'groups',
  'grants',
  'session',
] as const

export function ImportCard() {
  const [file, setFile] = useState('')
  const [prune, setPrune] = useState(false)
  const [plan, setPlan] = useState<Plan>()
  const [refusal, setRefusal] = useState<Refusal>()
  const chooser = useRef<HTMLInputElement>(null)
  const place = useRef<HTMLTextAreaElement>(null)
  const preview = useAct('POST /api/v1/organisation/plan', { quiet: true })
  const apply = useAct('POST /api/v1/organisation/apply', {
    quiet: true,
    changes: CHANGED,
    done: ({ changes }) =>
      `Applied ${changes.length} ${changes.length === 1 ? 'change' : 'changes'}`,
  })

  /** A plan is about one text: with another it is void. */
  const edit = (text: string): void => {
    setFile(text)
    setPlan(undefined)
    setRefusal(undefined)
  }
  const run = async (act: () => Promise<void>): Promise<void> => {
    setRefusal(undefined)
    try {
      await act()
    } catch (thrown) {
      setPlan(undefined)
      setRefusal(refusalOf(thrown))
      place.current?.focus()
    }
  }
  const plans = (): Promise<void> =>
    run(async () => setPlan(await preview.mutateAsync({ body: { file, prune } })))
  const applies = (hash: string): Promise<void> =>
    run(async () => {
      await apply.mutateAsync({ body: { file, prune, planHash: hash } })
      edit('')
    })

  return (
    <Card
      title="From a file"
      text="What it would change is shown first; nothing happens before you apply it."
    >
      <LeaveGuard when={file.trim() !== ''} />
      <div className="flex flex-col gap-4">
        <Field label="org.yaml" error={refusal && told(refusal)}>
          <Textarea
            ref={place}
            mono
            rows={8}
            value={file}
            onChange={edit}
            spellCheck={false}
            placeholder="Paste it here, or choose a file."
          />
        </Field>
        <Checkbox
          checked={prune}
          onChange={(checked) => {
            setPrune(checked)
            setPlan(undefined)
          }}
          label="Remove who and what is not in it"
          hint="The lists in the file are taken as whole: a member who is not in them loses all access."
        />
        <div className="flex flex-wrap gap-2">
          <Button
            look={plan === undefined ? 'primary' : 'plain'}
            disabled={file.trim() === ''}
            pending={preview.isPending}
            onClick={() => void plans()}
          >
            Preview changes
          </Button>
          <Button onClick={() => chooser.current?.click()}>Choose a file…</Button>
          <input
            ref={chooser}
            type="file"
            accept=".yaml,.yml,.json"
            hidden
            onChange={(event) => {
              const [chosen] = event.target.files ?? []
              event.target.value = ''
              if (chosen) void chosen.text().then(edit)
            }}
          />
        </div>
        {plan && (
          <PlanView plan={plan} pending={apply.isPending} onApply={() => void applies(plan.hash)} />
        )}
      </div>
    </Card>
  )
}

const told = ({ message, fields }: Refusal): string =>
  fields.length === 0 ? message : fields.map((one) => one.message).join(' ')

function PlanView({
  plan,
  pending,
  onApply,
}: {
  plan: Plan
  pending: boolean
  onApply: () => void
}) {
  const { changes, warnings } = plan
  const removed = changes.filter(({ act }) => act === 'remove').length
  return (
    <section aria-label="Plan" className="flex flex-col gap-4 border-t border-line pt-4">
      {warnings.map((warning) => (
        <Callout key={warning} tone="warn">
          {warning}
        </Callout>
      ))}
      {changes.length === 0 ? (
        <p role="status">Nothing would change: the organisation is as the file says.</p>
      ) : (
        <>
          <p role="status" className="font-medium">
            {changes.length} {changes.length === 1 ? 'change' : 'changes'}
            {removed > 0 &&
              `, ${removed} of them ${removed === 1 ? 'removes' : 'remove'} something`}
          </p>
          <DiffList label="What would change" changes={changes.map(inWords)} />
          <div>
            <Button look={removed > 0 ? 'danger' : 'primary'} pending={pending} onClick={onApply}>
              Apply {changes.length === 1 ? 'it' : `all ${changes.length}`}
            </Button>
          </div>
        </>
      )}
    </section>
  )
}

const ACTS = { create: 'added', update: 'changed', remove: 'removed' } as const

function inWords({ kind, name, act, before, after }: PlannedView, at: number): Change {
  const fields = act === 'update' ? changesBetween(before, after) : []
  return {
    key: `${at} ${kind} ${name}`,
    kind: ACTS[act],
    what: (
      <>
        <span className="text-soft">{kind.replaceAll('_', ' ')}</span>{' '}
        <span className="font-medium break-words">{name}</span>
      </>
    ),
    detail:
      fields.length === 0
        ? undefined
        : fields
            .map(({ field, kind: how, before: was, after: is }) =>
              how === 'changed'
                ? `${field}: ${was} → ${is}`
                : `${field} ${how === 'added' ? '+' : '−'} ${is ?? was}`,
            )
            .join(', '),
  }
}
