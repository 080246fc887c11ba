/** One row's decision: keep, less, remove, or an exception with its end. */
import { useEffect, useRef, useState } from 'react'
import { useAct } from '../api/queries.ts'
import { Checkbox, RadioCards } from '../parts/choice.tsx'
import { Field } from '../parts/field.tsx'
import { useForm } from '../parts/form-state.ts'
import { Form } from '../parts/form.tsx'
import { Input, Textarea } from '../parts/input.tsx'
import type { Decision, DecisionKind, Review, ReviewRow } from './types.ts'
import { changeTo, DECISION_NAMES, DECISIONS, leavesSeveralSets, piecesOf } from './words.ts'

interface Props {
  readonly review: Review
  readonly row: ReviewRow
  readonly onDone: () => void
}

export function DecideForm({ review, row, onDone }: Props) {
  const shownAt = useRef(0)
  useEffect(() => {
    shownAt.current = performance.now()
  }, [])
  const [kept, setKept] = useState<ReadonlySet<string>>(
    () => new Set(piecesOf(row).map(({ key }) => key)),
  )
  const decide = useAct('POST /api/v1/reviews/{review}/decisions', {
    quiet: true,
    changes: ['audit'],
  })
  const form = useForm({
    initial: typedBefore(row),
    check: ({ kind, until, reason }) => ({
      ...(kind === 'exception' && until === '' && { until: 'Until which day?' }),
      ...(kind === 'exception' && reason.trim() === '' && { reason: 'Say why it may stay.' }),
      ...(kind === 'change' &&
        Object.keys(changeTo(row, kept)).length === 0 && { kind: 'Untick what is to go.' }),
      ...(kind === 'change' &&
        leavesSeveralSets(row, kept) && {
          kind: 'HubSpot’s API can leave one permission set, or all of them. Untick all but one.',
        }),
    }),
    submit: async (typed) => {
      await decide.mutateAsync({
        params: { review: review.id },
        body: {
          rows: [row.no],
          decision: decisionOf(typed, row, kept),
          seconds: Math.round((performance.now() - shownAt.current) / 1_000),
        },
      })
      onDone()
    },
  })
  const { kind } = form.values
  return (
    <Form form={form} action={`${DECISIONS[kind].word}, and go on`} unguarded>
      <Field label="Decision" {...form.field('kind')}>
        <RadioCards
          value={kind}
          onChange={(next) => form.set('kind', next)}
          options={DECISION_NAMES.map((name) => ({
            value: name,
            title: DECISIONS[name].word,
            text: DECISIONS[name].text,
          }))}
        />
      </Field>
      {kind === 'change' && (
        <fieldset className="flex flex-col gap-2.5">
          <legend className="mb-2 font-medium">What stays</legend>
          {piecesOf(row).map(({ key, label }) => (
            <Checkbox
              key={key}
              label={label}
              checked={kept.has(key)}
              onChange={(now) => setKept((before) => toggled(before, key, now))}
            />
          ))}
        </fieldset>
      )}
      {kind === 'remove' && (
        <Field
          label="Whose their records become"
          hint="An address in the portal, or the word keep: they stay theirs."
          {...form.field('recordsTo')}
        >
          <Input {...form.input('recordsTo')} spellCheck={false} />
        </Field>
      )}
      {kind === 'exception' && (
        <Field label="Until" hint="For a year at most." {...form.field('until')}>
          <Input {...form.input('until')} type="date" className="max-w-48" />
        </Field>
      )}
      <Field
        label="Reason"
        {...(kind !== 'exception' && { optional: true })}
        {...form.field('reason')}
      >
        <Textarea {...form.input('reason')} rows={2} />
      </Field>
    </Form>
  )
}

function toggled(before: ReadonlySet<string>, key: string, now: boolean): ReadonlySet<string> {
  const next = new Set(before)
  if (now) next.add(key)
  else next.delete(key)
  return next
}

interface Typed {
  readonly kind: DecisionKind
  readonly recordsTo: string
  readonly until: string
  readonly reason: string
}

const typedBefore = ({ decision }: ReviewRow): Typed => ({
  kind: decision?.kind ?? 'keep',
  recordsTo: decision?.recordsTo ?? 'keep',
  until: decision?.until?.slice(0, 10) ?? '',
  reason: decision?.reason ?? '',
})

function decisionOf(
  { kind, recordsTo, until, reason }: Typed,
  row: ReviewRow,
  kept: ReadonlySet<string>,
): Decision {
  switch (kind) {
    case 'keep':
      return { kind, reason }
    case 'change':
      return { kind, reason, to: changeTo(row, kept) }
    case 'remove':
      return { kind, reason, recordsTo: recordsTo.trim() || null }
    case 'exception':
      // To the end of that day, where the reviewer is.
      return { kind, reason, until: new Date(`${until}T23:59:59`).toISOString() }
  }
}
