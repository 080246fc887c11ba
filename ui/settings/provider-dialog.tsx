/** Adds or changes an identity provider; its discovery document is read while one types. */
import { useState } from 'react'
import { useAct } from '../api/queries.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { useForm } from '../parts/form-state.ts'
import { Input, Select } from '../parts/input.tsx'
import { Discovery, RegisterThere, useDiscovery } from './discovery.tsx'
import type { Provider } from './sign-in-tab.tsx'

/** Where the issuer is known, or known but for one name. */
const KNOWN = [
  // Nobody is asked anything before somebody chose.
  { value: '', label: 'Choose one…', name: '', issuer: '', hint: '' },
  {
    value: 'google',
    label: 'Google Workspace',
    name: 'Google',
    issuer: 'https://accounts.google.com',
    hint: '',
  },
  {
    value: 'entra',
    label: 'Microsoft Entra ID',
    name: 'Microsoft',
    issuer: 'https://login.microsoftonline.com/TENANT-ID/v2.0',
    hint: 'Put your tenant’s id in place of TENANT-ID.',
  },
  {
    value: 'okta',
    label: 'Okta',
    name: 'Okta',
    issuer: 'https://YOUR-COMPANY.okta.com',
    hint: 'Put your company’s name in place of YOUR-COMPANY.',
  },
  {
    value: 'other',
    label: 'Another one',
    name: '',
    issuer: '',
    hint: 'As the provider writes it, to the letter: it is compared with what its tokens say.',
  },
] as const

interface DialogProps {
  readonly provider: Provider | undefined
  readonly onClose: () => void
}

export function ProviderDialog({ provider, onClose }: DialogProps) {
  const create = useAct('POST /api/v1/identity-providers', {
    quiet: true,
    changes: ['session'],
    done: ({ name }) => `${name} is added`,
  })
  const update = useAct('PATCH /api/v1/identity-providers/{provider}', {
    quiet: true,
    changes: ['session'],
    done: 'Saved',
  })
  const [kind, setKind] = useState('')
  const known = KNOWN.find(({ value }) => value === kind) ?? KNOWN[0]
  const form = useForm({
    initial: {
      name: provider?.name ?? '',
      issuer: provider?.issuer ?? '',
      clientId: provider?.clientId ?? '',
      clientSecret: '',
    },
    submit: async ({ name, issuer, clientId, clientSecret }) => {
      if (provider)
        await update.mutateAsync({
          params: { provider: provider.id },
          body: { name, clientId, ...(clientSecret !== '' && { clientSecret }) },
        })
      else
        await create.mutateAsync({
          body: { name, issuer, clientId, clientSecret: clientSecret || null },
        })
      onClose()
    },
  })
  const discovery = useDiscovery(form.values.issuer)
  const choose = (value: string): void => {
    const next = KNOWN.find((one) => one.value === value)
    if (!next) return
    setKind(value)
    form.set('name', next.name)
    form.set('issuer', next.issuer)
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={provider ? `Edit ${provider.name}` : 'Add an identity provider'}
    >
      <Form
        form={form}
        unguarded
        action={provider ? 'Save changes' : 'Add provider'}
        aside={<Button onClick={onClose}>Cancel</Button>}
      >
        {!provider && (
          <Field label="Provider">
            <Select
              value={kind}
              onChange={choose}
              options={KNOWN.map(({ value, label }) => ({ value, label }))}
            />
          </Field>
        )}
        <Field
          label="Name"
          hint="On the sign-in button: “Continue with …”."
          {...form.field('name')}
        >
          <Input {...form.input('name')} maxLength={100} />
        </Field>
        <Field
          label="Issuer"
          hint={provider ? 'It stays, since people are linked by it.' : known.hint}
          {...form.field('issuer')}
        >
          <Input
            {...form.input('issuer')}
            mono
            type="url"
            spellCheck={false}
            disabled={provider !== undefined}
          />
        </Field>
        <Discovery found={discovery} />
        <RegisterThere redirectUri={provider?.redirectUri ?? discovery.answer?.redirectUri} />
        <Field label="Client id" {...form.field('clientId')}>
          <Input {...form.input('clientId')} mono spellCheck={false} />
        </Field>
        <Field
          label="Client secret"
          optional
          hint={
            provider?.hasSecret
              ? 'Leave it empty to keep the present one. It is sealed in the vault and never shown.'
              : 'Sealed in the vault and never shown again. Left out for a public client.'
          }
          {...form.field('clientSecret')}
        >
          <Input {...form.input('clientSecret')} mono type="password" autoComplete="new-password" />
        </Field>
      </Form>
    </Dialog>
  )
}
