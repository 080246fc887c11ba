/** Lets one group use the new connection at once: what was chosen in the first step, or less. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ask, useAct } from '../../api/queries.ts'
import { Button, LINK } from '../../parts/button.tsx'
import { Callout } from '../../parts/callout.tsx'
import { Card } from '../../parts/card.tsx'
import { Checkbox } from '../../parts/choice.tsx'
import { Field } from '../../parts/field.tsx'
import { Form } from '../../parts/form.tsx'
import { useForm } from '../../parts/form-state.ts'
import { Input, Select } from '../../parts/input.tsx'
import type { ConnectionView, CoverageRow } from '../types.ts'
import { many } from '../words.ts'
import { slugOf } from './slug.ts'

/** No slug has such a form. */
const NEW_GROUP = '+'

export function GrantForm({
  connection,
  scopes,
}: {
  connection: ConnectionView
  scopes: readonly CoverageRow[]
}) {
  const { data: groups } = useQuery({ ...ask('GET /api/v1/groups'), throwOnError: true })
  const [granted, setGranted] = useState<readonly Granted[]>([])
  const create = useAct('POST /api/v1/groups', { quiet: true })
  const grant = useAct('PUT /api/v1/grants', {
    quiet: true,
    changes: ['groups', 'connections', 'overview', 'principals', 'audit'],
  })
  const names = groups?.items.map(({ name }) => name) ?? []
  const form = useForm({
    initial: { group: '', name: '', scopes: scopes.map(({ scope }) => scope) },
    check: (typed) => ({
      ...(groupIn(typed, names) === '' &&
        (picks(typed, names) === NEW_GROUP
          ? { name: 'Give it a name with a letter or a digit.' }
          : { group: 'Which group?' })),
      ...(typed.scopes.length === 0 && { scopes: 'Choose at least one.' }),
    }),
    submit: async (typed) => {
      const group = groupIn(typed, names)
      if (picks(typed, names) === NEW_GROUP && !names.includes(group))
        await create.mutateAsync({ body: { name: group, title: typed.name.trim() } })
      await grant.mutateAsync({
        body: { group, connection: connection.name, scopes: typed.scopes },
      })
      const title = groups?.items.find(({ name }) => name === group)?.title ?? typed.name.trim()
      setGranted((before) => [...before, { name: group, title, count: typed.scopes.length }])
    },
  })
  if (!groups) return null
  const picked = picks(form.values, names)
  return (
    <Card
      title="Let a group use it"
      text="Its members and their AI can do this a second later, and nothing else. You can change it at any time."
    >
      <div className="flex flex-col">
        <div role="status" className="flex flex-col gap-2 not-empty:mb-5">
          {granted.map(({ name, title, count }) => (
            <Callout key={name} tone="good" title={`${title} may use ${connection.title}`}>
              {many(count, 'scope')} granted.{' '}
              <Link to="/groups/$name" params={{ name }} className={LINK}>
                Add members and change what it may do
              </Link>
            </Callout>
          ))}
        </div>
        <Form form={form} action="Grant" unguarded>
          <div className="grid gap-5 sm:grid-cols-2">
            <Field label="Group" {...form.field('group')}>
              <Select
                {...form.input('group')}
                value={picked}
                options={[
                  ...(names.length > 0 ? [{ value: '', label: 'Choose a group' }] : []),
                  ...groups.items.map(({ name, title, members }) => ({
                    value: name,
                    label: `${title} (${many(members.length, 'member')})`,
                  })),
                  { value: NEW_GROUP, label: 'A new group…' },
                ]}
              />
            </Field>
            {picked === NEW_GROUP && (
              <Field
                label="Name of the new group"
                hint={
                  <>
                    As people call it. In commands and files:{' '}
                    <code>{slugOf(form.values.name) || 'sales-emea'}</code>
                  </>
                }
                {...form.field('name')}
              >
                <Input {...form.input('name')} maxLength={63} placeholder="Sales EMEA" />
              </Field>
            )}
          </div>
          <Scopes
            scopes={scopes}
            chosen={form.values.scopes}
            error={form.errors.scopes}
            onChange={(now) => form.set('scopes', now)}
          />
        </Form>
      </div>
    </Card>
  )
}

interface Granted {
  readonly name: string
  readonly title: string
  readonly count: number
}

interface Typed {
  readonly group: string
  /** Of the new group, as people call it. */
  readonly name: string
}

/** Where there is no group yet, only a new one can be meant. */
const picks = ({ group }: Typed, names: readonly string[]): string =>
  names.length === 0 ? NEW_GROUP : group

const groupIn = (typed: Typed, names: readonly string[]): string => {
  const picked = picks(typed, names)
  return picked === NEW_GROUP ? slugOf(typed.name) : picked
}

function Scopes({
  scopes,
  chosen,
  error,
  onChange,
}: {
  scopes: readonly CoverageRow[]
  chosen: readonly string[]
  error: string | undefined
  onChange: (scopes: string[]) => void
}) {
  const all = chosen.length === scopes.length
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 flex w-full items-center gap-3 font-medium">
        What it may do
        <Button
          size="small"
          look="quiet"
          onClick={() => onChange(all ? [] : scopes.map(({ scope }) => scope))}
        >
          {all ? 'Choose none' : 'Choose all'}
        </Button>
      </legend>
      <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
        {scopes.map(({ scope, description }) => (
          <Checkbox
            key={scope}
            checked={chosen.includes(scope)}
            onChange={(on) =>
              onChange(
                scopes
                  .map((one) => one.scope)
                  .filter((one) => (one === scope ? on : chosen.includes(one))),
              )
            }
            label={description}
            hint={<code>{scope}</code>}
          />
        ))}
      </div>
      {scopes.length === 0 && (
        <p className="text-soft">
          None of the chosen scopes can be served by this credential. A group’s page offers the
          others.
        </p>
      )}
      {error && (
        <p role="alert" className="text-[0.8125rem] text-bad">
          {error}
        </p>
      )}
    </fieldset>
  )
}
