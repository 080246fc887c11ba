/** The question: a person or program, a connection, an action in words or as a call. */
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { ask } from '../api/queries.ts'
import { usePrincipals } from '../groups/principals.ts'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Combobox, type Option } from '../parts/combobox.tsx'
import { Field } from '../parts/field.tsx'
import { Input, Select } from '../parts/input.tsx'
import { wordsFor, type Search } from './question.ts'

interface AskFormProps {
  readonly search: Search
  readonly onAsk: (search: Search) => void
}

export function AskForm({ search, onAsk }: AskFormProps) {
  const principals = usePrincipals()
  const connections = useQuery({ ...ask('GET /api/v1/connections'), throwOnError: true })
  const byCall = search.path !== undefined
  const [asCall, setAsCall] = useState(byCall)
  const who = useMemo(
    () => withUnknown(principals ?? [], search.person),
    [principals, search.person],
  )
  const where = useMemo(() => {
    const known = (connections.data?.items ?? []).map(({ name, title }) => ({
      value: name,
      label: title,
      detail: name,
    }))
    return withUnknown(known, search.connection)
  }, [connections.data, search.connection])
  const common = {
    ...(search.person !== undefined && { person: search.person }),
    ...(search.connection !== undefined && { connection: search.connection }),
  }
  return (
    <Card>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Who">
          <Combobox
            value={
              who.find(({ value, words }) => value === search.person || words === search.person)
                ?.value ?? search.person
            }
            onChange={(person) => onAsk(without(search, 'person', person))}
            options={who}
            placeholder="A person or a program"
          />
        </Field>
        <Field label="On which connection">
          <Combobox
            value={search.connection}
            onChange={(connection) => onAsk(without(search, 'connection', connection))}
            options={where}
            placeholder="A connected portal"
          />
        </Field>
      </div>
      <div className="mt-4">
        {asCall ? (
          <ByCall
            key={`${search.method} ${search.path}`}
            search={search}
            onAsk={(call) => onAsk({ ...common, ...call })}
          />
        ) : (
          <ByScope
            search={search}
            onAsk={(scope) => onAsk(scope === '' ? common : { ...common, scope })}
          />
        )}
        <Button
          look="quiet"
          size="small"
          className="mt-2 -ml-2.5"
          onClick={() => setAsCall(!asCall)}
        >
          {asCall
            ? 'Choose the action in words instead'
            : 'Or give a method and a path of HubSpot’s API'}
        </Button>
      </div>
    </Card>
  )
}

function ByScope({ search, onAsk }: { search: Search; onAsk: (scope: string) => void }) {
  const { connection } = search
  const fixed = useQuery({ ...ask('GET /api/v1/scopes'), throwOnError: true })
  // With the portal's own objects, where it is a portal that exists.
  const own = useQuery({
    ...ask('GET /api/v1/scopes', { query: { connection: connection ?? '' } }),
    enabled: connection !== undefined,
  })
  const items = (own.data ?? fixed.data)?.items
  const options = useMemo(() => {
    const found = (items ?? []).map((one): Option => ({
      value: one.scope,
      label: one.description,
      detail: <span className="font-mono text-xs">{one.scope}</span>,
      words: wordsFor(one),
    }))
    return withUnknown(found, search.scope)
  }, [items, search.scope])
  return (
    <Field
      label="What they want to do"
      hint="Type it: “update a deal”, “read blog posts”, “merge companies”."
    >
      <Combobox
        value={search.scope}
        onChange={onAsk}
        options={options}
        placeholder="An action"
        none="No action fits these words."
      />
    </Field>
  )
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((value) => ({ value, label: value }))

function ByCall({
  search,
  onAsk,
}: {
  search: Search
  onAsk: (call: { method: string; path: string }) => void
}) {
  const [method, setMethod] = useState(search.method ?? 'GET')
  const [path, setPath] = useState(search.path ?? '')
  return (
    <form
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (path.trim() !== '') onAsk({ method, path: path.trim() })
      }}
    >
      <Field label="Method" className="w-28">
        <Select
          value={method}
          onChange={setMethod}
          options={
            METHODS.some(({ value }) => value === method)
              ? METHODS
              : [...METHODS, { value: method, label: method }]
          }
        />
      </Field>
      <Field label="Path at HubSpot" className="min-w-0 grow basis-64">
        <Input
          value={path}
          onChange={setPath}
          mono
          spellCheck={false}
          placeholder="/crm/v3/objects/deals/123"
        />
      </Field>
      <Button type="submit" look="primary" disabled={path.trim() === ''}>
        Explain
      </Button>
    </form>
  )
}

/** The address may name somebody who was removed, or by another of their names. */
function withUnknown(options: readonly Option[], value: string | undefined): readonly Option[] {
  const known =
    value === undefined ||
    options.some((one) => one.value === value || one.words === value || one.label === value)
  return known ? options : [{ value, label: value }, ...options]
}

function without(search: Search, name: 'person' | 'connection', value: string): Search {
  const { [name]: _, ...rest } = search
  return value === '' ? rest : { ...rest, [name]: value }
}
