/** The organisation's name, and its document: out as a file, in again with a plan before anything changes. */
import { useQuery } from '@tanstack/react-query'
import { ask, useAct } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Card, Facts } from '../parts/card.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { useForm } from '../parts/form-state.ts'
import { Input } from '../parts/input.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { ExportCard } from './export-card.tsx'
import { ImportCard } from './import-card.tsx'

export function OrganisationTab() {
  const { data } = useQuery({ ...ask('GET /api/v1/organisation'), throwOnError: true })
  const mayChange = useMay('change')
  if (data === undefined) return <Skeleton className="h-48 rounded-lg" />
  return (
    <div className="flex flex-col gap-6">
      <Card
        title="Name"
        text="Shown in the sidebar, at sign-in, and to people who let an AI client in."
      >
        {mayChange ? (
          <NameForm key={data.name} name={data.name} />
        ) : (
          <Facts facts={[['Name', data.name]]} />
        )}
      </Card>
      <ExportCard />
      {mayChange && <ImportCard />}
    </div>
  )
}

function NameForm({ name }: { name: string }) {
  const set = useAct('PUT /api/v1/organisation', {
    done: 'Saved',
    quiet: true,
    changes: ['session'],
  })
  const form = useForm({ initial: { name }, submit: (body) => set.mutateAsync({ body }) })
  return (
    <Form form={form} action="Save name" needsChange className="max-w-md">
      <Field label="Name of the organisation" hideLabel {...form.field('name')}>
        <Input {...form.input('name')} maxLength={100} />
      </Field>
    </Form>
  )
}
