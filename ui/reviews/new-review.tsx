/** Writes down what is to be reviewed and by whom; nobody is asked before it is opened. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ask, useAct } from '../api/queries.ts'
import { Button } from '../parts/button.tsx'
import { Checkbox, RadioCards } from '../parts/choice.tsx'
import { Combobox } from '../parts/combobox.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { useForm } from '../parts/form-state.ts'
import { Form } from '../parts/form.tsx'
import { Input, Textarea } from '../parts/input.tsx'
import { personOptions } from '../people/person-options.ts'

export const NewReviewDialog = ({ onClose }: { onClose: () => void }) => (
  <Dialog
    open
    wide
    onClose={onClose}
    title="New access review"
    text="It is a draft first. Rows are fixed, and people asked, when you open it."
  >
    <NewReview onClose={onClose} />
  </Dialog>
)

const REVIEWERS = [
  { value: 'person', title: 'One person', text: 'The same for everybody.' },
  { value: 'owner', title: 'The owner of each connection', text: 'Named below.' },
  {
    value: 'manager',
    title: 'The manager of each',
    text: 'As your identity provider tells by SCIM.',
  },
] as const
const SCOPES = [
  { value: 'all', title: 'Everybody', text: 'Each user of the portal is a row.' },
  {
    value: 'privileged',
    title: 'Privileged only',
    text: 'Super admins, and the permission sets that you name.',
  },
] as const

type By = (typeof REVIEWERS)[number]['value']
type Scope = (typeof SCOPES)[number]['value']

interface Typed {
  readonly name: string
  readonly connections: readonly string[]
  readonly scope: Scope
  /** One per line. */
  readonly privilegedSets: string
  readonly reviewer: By
  readonly person: string
  readonly fallback: string
  readonly fallbackToo: string
  /** A day. */
  readonly dueAt: string
}

const NOTHING: Typed = {
  name: '',
  connections: [],
  scope: 'all',
  privilegedSets: '',
  reviewer: 'person',
  person: '',
  fallback: '',
  fallbackToo: '',
  dueAt: '',
}

function NewReview({ onClose }: { onClose: () => void }) {
  const go = useNavigate()
  const { data: connections } = useQuery({ ...ask('GET /api/v1/connections'), throwOnError: true })
  const { data: members } = useQuery({ ...ask('GET /api/v1/members'), throwOnError: true })
  const create = useAct('POST /api/v1/reviews', { quiet: true, changes: ['audit'] })
  const form = useForm({
    initial: NOTHING,
    check: (typed) => ({
      ...(typed.name.trim() === '' && { name: 'Give it a name.' }),
      ...(typed.connections.length === 0 && { connections: 'Choose a connection.' }),
      ...(typed.reviewer !== 'manager' && typed.person === '' && { person: 'Choose who.' }),
      ...(typed.fallback === '' && { fallback: 'Somebody has to.' }),
      ...(typed.dueAt === '' && { dueAt: 'Until when?' }),
    }),
    submit: async (typed) => {
      const { person, reviewer } = typed
      const { id } = await create.mutateAsync({
        body: {
          name: typed.name,
          connections: typed.connections.map((connection) => ({
            connection,
            ...(reviewer === 'owner' && { owner: person }),
          })),
          scope: typed.scope,
          privilegedSets: typed.privilegedSets
            .split('\n')
            .map((set) => set.trim())
            .filter(Boolean),
          reviewer: reviewer === 'person' ? { person } : reviewer,
          fallback: [typed.fallback, typed.fallbackToo].filter(Boolean),
          dueAt: new Date(`${typed.dueAt}T23:59:59`).toISOString(),
        },
      })
      onClose()
      await go({ to: '/reviews/$id', params: { id } })
    },
  })
  const people = personOptions(members?.items)
  const { reviewer, scope, connections: chosen } = form.values
  return (
    <Form
      form={form}
      action="Make the draft"
      unguarded
      aside={<Button onClick={onClose}>Cancel</Button>}
    >
      <Field label="Name" {...form.field('name')}>
        <Input {...form.input('name')} placeholder="Q4, sales portal" />
      </Field>
      <Field label="Whose users" {...form.field('connections')}>
        <div className="flex flex-col gap-2">
          {connections?.items.map(({ name, title }) => (
            <Checkbox
              key={name}
              label={title}
              checked={chosen.includes(name)}
              onChange={(now) =>
                form.set(
                  'connections',
                  now ? [...chosen, name] : chosen.filter((one) => one !== name),
                )
              }
            />
          ))}
        </div>
      </Field>
      <Field label="Who is reviewed" {...form.field('scope')}>
        <RadioCards value={scope} onChange={(next) => form.set('scope', next)} options={SCOPES} />
      </Field>
      {scope === 'privileged' && (
        <Field
          label="Permission sets that count as privileged"
          hint="One per line. HubSpot’s API does not tell what a permission set allows."
          optional
          {...form.field('privilegedSets')}
        >
          <Textarea {...form.input('privilegedSets')} rows={3} />
        </Field>
      )}
      <Field label="Who reviews" {...form.field('reviewer')}>
        <RadioCards
          value={reviewer}
          onChange={(next) => form.set('reviewer', next)}
          options={REVIEWERS}
        />
      </Field>
      {reviewer !== 'manager' && (
        <Field label={reviewer === 'owner' ? 'Owner' : 'Reviewer'} {...form.field('person')}>
          <Combobox {...form.input('person')} options={people} placeholder="Name or address" />
        </Field>
      )}
      <Field
        label="Who stands in"
        hint="Where nobody is known, or the reviewer is the user themselves: nobody reviews their own access."
        {...form.field('fallback')}
      >
        <Combobox {...form.input('fallback')} options={people} placeholder="Name or address" />
      </Field>
      <Field label="And for them" optional {...form.field('fallbackToo')}>
        <Combobox {...form.input('fallbackToo')} options={people} placeholder="Name or address" />
      </Field>
      <Field label="Due" {...form.field('dueAt')}>
        <Input {...form.input('dueAt')} type="date" className="max-w-48" />
      </Field>
    </Form>
  )
}
