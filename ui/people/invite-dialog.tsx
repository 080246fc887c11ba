/**
 * Invites somebody: who, with which role, in which groups; then the link, shown once. The person
 * exists after the first step: when the link is refused (no passkey at hand), it is asked for
 * again and nobody is added twice.
 */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/api.ts'
import type { Answer } from '../api/endpoints.ts'
import { forget } from '../api/queries.ts'
import { Button } from '../parts/button.tsx'
import { RadioCards } from '../parts/choice.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { useForm } from '../parts/form-state.ts'
import { Input } from '../parts/input.tsx'
import { InvitationLink } from './invitation-link.tsx'
import { ROLE_CARDS, type Role } from './roles.ts'

type Made = Answer<'POST /api/v1/members/{member}/invitations'>

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const [added, setAdded] = useState<{ readonly id: string; readonly email: string }>()
  const [made, setMade] = useState<Made>()
  const form = useForm<{ name: string; email: string; role: Role }>({
    initial: { name: '', email: '', role: 'member' },
    submit: async (values) => {
      const known = added && added.email === values.email.trim().toLowerCase() ? added : undefined
      const member = known ?? (await api('POST /api/v1/members', { body: values }))
      setAdded(member)
      await forget(client, ['members'])
      setMade(
        await api('POST /api/v1/members/{member}/invitations', { params: { member: member.id } }),
      )
      await forget(client, ['invitations'])
    },
  })
  if (made) return <InvitationLink made={made} onClose={onClose} />
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="Invite somebody"
      text="They get a link from you and come in with it, by a passkey or an identity provider. Access to HubSpot comes from groups."
    >
      <Form
        form={form}
        unguarded
        action={added ? 'Make the link' : 'Invite'}
        aside={<Button onClick={onClose}>Cancel</Button>}
      >
        <Field label="Name" {...form.field('name')}>
          <Input {...form.input('name')} />
        </Field>
        <Field label="E-mail address" {...form.field('email')} hint="Where you will send the link.">
          <Input {...form.input('email')} type="email" inputMode="email" />
        </Field>
        <Field
          label="Role"
          {...form.field('role')}
          hint="What they may do in Hubward itself; it says nothing about HubSpot data."
        >
          <RadioCards
            value={form.values.role}
            onChange={(role) => form.set('role', role)}
            columns={2}
            options={ROLE_CARDS}
          />
        </Field>
      </Form>
    </Dialog>
  )
}
