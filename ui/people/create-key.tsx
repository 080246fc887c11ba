/** A new client key: its name and its end, then the key itself, shown once with how to use it. */
import { useState } from 'react'
import type { Answer } from '../api/endpoints.ts'
import { useAct } from '../api/queries.ts'
import { useSession } from '../api/session.ts'
import { afterDay, dayBefore } from '../groups/ends.ts'
import { Button } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { CopyBlock } from '../parts/copy.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { useForm } from '../parts/form-state.ts'
import { Input, Select } from '../parts/input.tsx'

type Made = Answer<'POST /api/v1/keys'>

interface CreateKeyProps {
  readonly person: { readonly id: string; readonly name: string }
  /** Proposed: "Cursor on this laptop". */
  readonly name?: string
  /** Handed the key's text, where the page goes on with it. */
  readonly onMade?: (made: Made) => void
  readonly onClose: () => void
}

const DAYS = {
  '30': '30 days',
  '90': '90 days',
  '365': 'a year',
  day: 'a day of my choice',
  '': 'no end',
}

export function CreateKey({ person, name = '', onMade, onClose }: CreateKeyProps) {
  const [made, setMade] = useState<Made>()
  const create = useAct('POST /api/v1/keys', { quiet: true })
  const form = useForm({
    initial: { name, lasts: '90', expiresAt: inDays(90) },
    check: ({ lasts, expiresAt }) =>
      lasts === 'day' && !afterDay(expiresAt) ? { expiresAt: 'Choose its last day.' } : {},
    submit: async (values) => {
      const day = values.lasts === 'day' ? values.expiresAt : inDays(Number(values.lasts))
      const answer = await create.mutateAsync({
        body: {
          principal: person.id,
          name: values.name,
          expiresAt: values.lasts === '' ? null : (afterDay(day) ?? null),
        },
      })
      setMade(answer)
      onMade?.(answer)
    },
  })
  if (made) return <NewKey made={made} onClose={onClose} />
  return (
    <Dialog
      open
      onClose={onClose}
      title={`New key for ${person.name}`}
      text="It may do what their groups grant, nothing more. One per device or program, so that one can be ended alone."
    >
      <Form
        form={form}
        unguarded
        action="Make key"
        aside={<Button onClick={onClose}>Cancel</Button>}
      >
        <Field
          label="Name"
          {...form.field('name')}
          hint="By where it will live: “laptop”, “production”."
        >
          <Input {...form.input('name')} spellCheck={false} />
        </Field>
        <Field label="Lasts" {...(form.values.lasts === 'day' ? {} : form.field('expiresAt'))}>
          <Select
            {...form.input('lasts')}
            options={Object.entries(DAYS).map(([value, label]) => ({ value, label }))}
            className="max-w-60"
          />
        </Field>
        {form.values.lasts === 'day' && (
          <Field label="Last day" {...form.field('expiresAt')}>
            <Input {...form.input('expiresAt')} type="date" className="max-w-48" />
          </Field>
        )}
      </Form>
    </Dialog>
  )
}

function NewKey({ made: { key, text }, onClose }: { made: Made; onClose: () => void }) {
  const { publicUrl } = useSession()
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={`The key “${key.name}”`}
      text="Shown only now: copy it to where it will be used."
      actions={
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <CopyBlock text={text} label="Client key" wrap />
        <Callout tone="warn">
          Whoever has it acts as {key.principal.name}. It goes into a secret store or an environment
          variable, never into a repository or a chat.
        </Callout>
        <CopyBlock
          label="Try it"
          text={`export HUBWARD_KEY='${text}'\ncurl -H "Authorization: Bearer $HUBWARD_KEY" ${publicUrl}/api/v1/me`}
        />
      </div>
    </Dialog>
  )
}

/** The day so many days from today, for a date input. */
const inDays = (days: number): string =>
  dayBefore(new Date(Date.now() + days * 86_400_000).toISOString())
