/** Asks for more access to a portal: what, for how long, and why. Nothing is given before somebody else says yes. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ask, useAct } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Button } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { Checkbox, RadioCards } from '../parts/choice.tsx'
import { Combobox } from '../parts/combobox.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { useForm } from '../parts/form-state.ts'
import { Form } from '../parts/form.tsx'
import { Input, Textarea } from '../parts/input.tsx'
import { personOptions } from '../people/person-options.ts'
import type { Offer } from './types.ts'

export const AskDialog = ({
  offers,
  onClose,
}: {
  offers: readonly Offer[]
  onClose: () => void
}) => (
  <Dialog
    open
    wide
    onClose={onClose}
    title="Ask for access"
    text="Somebody else decides. What is given for a while is given back by itself, exactly as it was before."
  >
    <AskForm offers={offers} onClose={onClose} />
  </Dialog>
)

const TIMES = [
  { value: 'while', title: 'For a while', text: 'It ends by itself.' },
  { value: 'good', title: 'For good', text: 'It stays until somebody plans otherwise.' },
] as const

interface Typed {
  readonly connection: string
  /** A member's id; empty: for oneself. */
  readonly for: string
  readonly permissionSet: string
  readonly team: string
  readonly teams: readonly string[]
  readonly seats: readonly string[]
  readonly time: (typeof TIMES)[number]['value']
  readonly hours: string
  readonly reason: string
}

function AskForm({ offers, onClose }: { offers: readonly Offer[]; onClose: () => void }) {
  const go = useNavigate()
  const mayForOthers = useMay('operate')
  const { data: members } = useQuery({ ...ask('GET /api/v1/members'), enabled: mayForOthers })
  const request = useAct('POST /api/v1/connections/{connection}/people/requests', {
    quiet: true,
    changes: ['access-requests', 'audit', 'overview'],
  })
  const [first] = offers
  const form = useForm<Typed>({
    initial: {
      connection: first?.connection.name ?? '',
      for: '',
      permissionSet: '',
      team: '',
      teams: [],
      seats: [],
      time: first?.isUser === false ? 'good' : 'while',
      hours: '8',
      reason: '',
    },
    check: ({ permissionSet, team, teams, seats, time, hours, reason }) => ({
      ...(permissionSet === '' &&
        team === '' &&
        teams.length + seats.length === 0 && {
          permissionSet: 'Ask for something: a set, a team or a seat.',
        }),
      ...(time === 'while' && !/^[1-9]\d*$/.test(hours.trim()) && { hours: 'How many hours?' }),
      ...(reason.trim() === '' && { reason: 'Say why, for whoever decides.' }),
    }),
    submit: async (typed) => {
      const { id } = await request.mutateAsync({
        params: { connection: typed.connection },
        body: {
          ...(typed.for !== '' && { for: typed.for }),
          ...(typed.permissionSet !== '' && { permissionSet: typed.permissionSet }),
          ...(typed.team !== '' && { team: typed.team }),
          teams: [...typed.teams],
          seats: [...typed.seats],
          ...(typed.time === 'while' && { hours: Number(typed.hours) }),
          reason: typed.reason.trim(),
        },
      })
      onClose()
      await go({ to: '/requests/$id', params: { id } })
    },
  })
  const { values } = form
  const offer = offers.find(({ connection }) => connection.name === values.connection)
  /** Of one portal: of another nothing is the same. */
  const choose = (connection: string): void => {
    form.set('connection', connection)
    for (const name of ['permissionSet', 'team'] as const) form.set(name, '')
    for (const name of ['teams', 'seats'] as const) form.set(name, [])
  }
  const toggle = (name: 'teams' | 'seats', one: string, now: boolean): void =>
    form.set(name, now ? [...values[name], one] : values[name].filter((other) => other !== one))
  const byName = (list: readonly { id: string; name: string }[]) =>
    list.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Form form={form} action="Ask" unguarded aside={<Button onClick={onClose}>Cancel</Button>}>
      {offers.length > 1 && (
        <Field label="Portal" {...form.field('connection')}>
          <Combobox
            {...form.input('connection')}
            onChange={choose}
            options={offers.map(({ connection }) => ({
              value: connection.name,
              label: connection.title,
            }))}
          />
        </Field>
      )}
      {mayForOthers && (
        <Field label="For whom" optional hint="For yourself unless told." {...form.field('for')}>
          <Combobox
            {...form.input('for')}
            options={personOptions(members?.items)}
            placeholder="Name or address"
          />
        </Field>
      )}
      {offer && (
        <>
          <Field
            label="Permission set"
            optional
            hint="In the place of the one that is there."
            {...form.field('permissionSet')}
          >
            <Combobox
              {...form.input('permissionSet')}
              options={byName(offer.permissionSets)}
              placeholder="Leave it as it is"
            />
          </Field>
          <Field
            label="Main team"
            optional
            hint="In the place of the one that is there."
            {...form.field('team')}
          >
            <Combobox
              {...form.input('team')}
              options={byName(offer.teams)}
              placeholder="Leave it as it is"
            />
          </Field>
          <Choices
            legend="Further teams"
            options={offer.teams}
            chosen={values.teams}
            onToggle={(id, now) => toggle('teams', id, now)}
          />
          <Choices
            legend="Seats"
            options={offer.seats.map((name) => ({ id: name, name }))}
            chosen={values.seats}
            onToggle={(id, now) => toggle('seats', id, now)}
          />
        </>
      )}
      <Field label="How long" {...form.field('time')}>
        <RadioCards
          value={values.time}
          onChange={(next) => form.set('time', next)}
          options={TIMES}
          columns={2}
        />
      </Field>
      {values.time === 'while' && (
        <>
          {offer && !offer.isUser && values.for === '' && (
            <Callout tone="warn">
              You are not a user of this portal, so there is nothing that access for a while could
              come on top of. Ask for good.
            </Callout>
          )}
          <Field label="Hours" hint="Up to 2,160, which are 90 days." {...form.field('hours')}>
            <Input {...form.input('hours')} inputMode="numeric" className="max-w-32" />
          </Field>
        </>
      )}
      <Field
        label="Why"
        hint="Whoever decides reads it, and it is recorded."
        {...form.field('reason')}
      >
        <Textarea {...form.input('reason')} rows={2} maxLength={1_000} />
      </Field>
    </Form>
  )
}

interface ChoicesProps {
  readonly legend: string
  readonly options: readonly { readonly id: string; readonly name: string }[]
  readonly chosen: readonly string[]
  readonly onToggle: (id: string, now: boolean) => void
}

/** On top of what is there. */
function Choices({ legend, options, chosen, onToggle }: ChoicesProps) {
  if (options.length === 0) return null
  return (
    <fieldset>
      <legend className="font-medium">
        {legend} <span className="font-normal text-faint">on top of those that are there</span>
      </legend>
      <div className="mt-2 flex max-h-48 flex-col gap-2 overflow-y-auto">
        {options.map(({ id, name }) => (
          <Checkbox
            key={id}
            label={name}
            checked={chosen.includes(id)}
            onChange={(now) => onToggle(id, now)}
          />
        ))}
      </div>
    </fieldset>
  )
}
