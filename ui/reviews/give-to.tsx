/** Gives a row to another reviewer, where its own is away or may not decide. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, useAct } from '../api/queries.ts'
import { Button } from '../parts/button.tsx'
import { Combobox } from '../parts/combobox.tsx'
import { Field } from '../parts/field.tsx'
import { useForm } from '../parts/form-state.ts'
import { Form } from '../parts/form.tsx'
import { Input } from '../parts/input.tsx'
import { personOptions } from '../people/person-options.ts'
import type { Review, ReviewRow } from './types.ts'

interface Props {
  readonly review: Review
  readonly row: ReviewRow
}

export function GiveTo({ review, row }: Props) {
  const [asked, setAsked] = useState(false)
  return asked ? (
    <GiveToForm review={review} row={row} onClose={() => setAsked(false)} />
  ) : (
    <div>
      <Button size="small" icon="arrow-right" onClick={() => setAsked(true)}>
        Give it to somebody else…
      </Button>
    </div>
  )
}

function GiveToForm({ review, row, onClose }: Props & { onClose: () => void }) {
  const { data: members } = useQuery({ ...ask('GET /api/v1/members'), throwOnError: true })
  const assign = useAct('POST /api/v1/reviews/{review}/assignments', {
    quiet: true,
    changes: ['audit', 'overview'],
    done: 'Given to another reviewer',
  })
  const form = useForm({
    initial: { reviewer: '', reason: '' },
    check: ({ reviewer }) => (reviewer === '' ? { reviewer: 'Choose who.' } : {}),
    submit: async ({ reviewer, reason }) => {
      await assign.mutateAsync({
        params: { review: review.id },
        body: { rows: [row.no], reviewer, reason: reason.trim() || null },
      })
      onClose()
    },
  })
  return (
    <Form
      form={form}
      action="Give it to them"
      unguarded
      aside={<Button onClick={onClose}>Cancel</Button>}
    >
      <Field
        label="Who decides instead"
        hint="Nobody reviews themselves."
        {...form.field('reviewer')}
      >
        <Combobox
          {...form.input('reviewer')}
          placeholder="Name or address"
          options={personOptions(members?.items)}
        />
      </Field>
      <Field label="Why" optional {...form.field('reason')}>
        <Input {...form.input('reason')} />
      </Field>
    </Form>
  )
}
