/** The first admin says who they are and makes a passkey; then Hubward has an owner for ever. */
import { useRouter } from '@tanstack/react-router'
import { api } from '../api/api.ts'
import type { Answer } from '../api/endpoints.ts'
import { beginSession } from '../api/session.ts'
import { Callout } from '../parts/callout.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { useForm } from '../parts/form-state.ts'
import { Input } from '../parts/input.tsx'
import { Door } from './door.tsx'
import { makePasskey, passkeysWork } from './passkey.ts'

type Link = Extract<Answer<'POST /api/v1/welcome/open'>, { kind: 'first_admin' }>

export function FirstAdmin({ token, link }: { token: string; link: Link }) {
  const router = useRouter()
  const form = useForm({
    // By the paths of the request's body, so that a refusal finds its field.
    initial: { organisation: link.organisation.name, 'person.name': '', 'person.email': '' },
    submit: async (typed) => {
      const person = { name: typed['person.name'], email: typed['person.email'] }
      const { options } = await api('POST /api/v1/welcome/passkey/begin', {
        body: { token, person, organisation: typed.organisation },
      })
      const response = await makePasskey(options)
      beginSession(
        await api('POST /api/v1/welcome/passkey/complete', { body: { token, response } }),
      )
      router.history.replace('/')
    },
  })
  return (
    <Door
      title="Welcome to Hubward"
      organisation={form.values.organisation}
      text="You are its first admin. There is no password: your device keeps a passkey and opens it by fingerprint, face or PIN."
      foot="Add a second passkey later, on another device: then losing one locks nobody out."
    >
      {!passkeysWork() && (
        <Callout tone="warn" title="No passkeys here">
          Open this link in a browser that has them, at the address that Hubward printed.
        </Callout>
      )}
      <Form form={form} action="Make my passkey" unguarded>
        <Field label="Organisation" {...form.field('organisation')}>
          <Input {...form.input('organisation')} autoComplete="organization" />
        </Field>
        <Field label="Your name" {...form.field('person.name')}>
          <Input {...form.input('person.name')} autoComplete="name" />
        </Field>
        <Field
          label="Your e-mail address"
          hint="How others know you here. Nothing is sent to it."
          {...form.field('person.email')}
        >
          <Input {...form.input('person.email')} type="email" autoComplete="email" />
        </Field>
      </Form>
    </Door>
  )
}
