/** Gives the new connection its names and connects it, or leaves for HubSpot's authorise page. */
import { useAct } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { Field } from '../../parts/field.tsx'
import { Form } from '../../parts/form.tsx'
import { useForm } from '../../parts/form-state.ts'
import { Input } from '../../parts/input.tsx'
import type { Kind } from '../types.ts'
import type { Draft } from './draft.ts'
import { credentialOf, goesToHubSpot, type Secrets } from './secrets.ts'
import { slugOf } from './slug.ts'
import { useAuthorise } from './use-authorise.ts'

interface Props {
  readonly kind: Kind
  readonly secrets: Secrets
  readonly draft: Draft
  readonly patch: (change: Partial<Draft>) => void
  readonly suggestion: string
  readonly onConnected: (name: string) => void
  readonly onBack: () => void
}

export function NameForm(props: Props) {
  const { kind, secrets, draft, patch, suggestion, onConnected, onBack } = props
  const away = goesToHubSpot(kind.kind, secrets)
  const connect = useAct('POST /api/v1/connections', {
    quiet: true,
    changes: ['overview', 'audit'],
  })
  const authorise = useAuthorise(draft, secrets)
  const form = useForm({
    initial: { title: draft.title || suggestion, name: draft.name ?? '' },
    submit: async ({ title, name }) => {
      const naming = { title, ...(name !== '' && { name }) }
      if (away) return authorise(naming)
      const { connection } = await connect.mutateAsync({
        body: { ...credentialOf(kind.kind, secrets, draft), ...naming },
      })
      onConnected(connection.name)
    },
  })
  const slug = form.values.name || slugOf(form.values.title)
  return (
    <Card title="Give it a name" text="People and their AI choose the portal by it.">
      <Form
        form={form}
        action={away ? 'Authorise at HubSpot' : 'Connect'}
        unguarded
        back={
          <Button icon="arrow-left" onClick={onBack}>
            Back
          </Button>
        }
      >
        <div className="grid gap-5 sm:grid-cols-2">
          <Field label="Name" hint="As people call it." {...form.field('title')}>
            <Input
              {...form.input('title')}
              onChange={(title) => {
                form.set('title', title)
                patch({ title })
              }}
              maxLength={200}
              placeholder="EMEA portal"
            />
          </Field>
          <Field
            label="Short name"
            hint="In addresses and in org.yaml. It stays for good."
            {...form.field('name')}
          >
            <Input
              {...form.input('name')}
              onChange={(name) => {
                form.set('name', name)
                patch({ name: name === '' ? undefined : name })
              }}
              mono
              spellCheck={false}
              placeholder={slug || 'emea-portal'}
            />
          </Field>
        </div>
      </Form>
    </Card>
  )
}
