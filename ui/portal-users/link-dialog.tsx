/** Picks the member who a portal user is. */
import { useQuery } from '@tanstack/react-query'
import { ask, useAct } from '../api/queries.ts'
import { Button } from '../parts/button.tsx'
import { Combobox } from '../parts/combobox.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { useForm } from '../parts/form-state.ts'
import type { PortalUser } from './types.ts'

interface Props {
  readonly connection: string
  readonly user: PortalUser
  readonly onClose: () => void
}

export const LinkDialog = (props: Props) => (
  <Dialog
    open
    onClose={props.onClose}
    title={`Who is ${props.user.name}?`}
    text="A person has one user in a portal: an earlier link of either ends."
  >
    <LinkForm {...props} />
  </Dialog>
)

function LinkForm({ connection, user, onClose }: Props) {
  const { data } = useQuery({ ...ask('GET /api/v1/members'), throwOnError: true })
  const link = useAct('PUT /api/v1/connections/{connection}/people/users/{user}/person', {
    quiet: true,
    done: 'Linked',
    changes: ['audit', 'overview'],
  })
  const form = useForm({
    initial: { person: '' },
    check: ({ person }) => (person === '' ? { person: 'Choose a member.' } : {}),
    submit: async (body) => {
      await link.mutateAsync({ params: { connection, user: user.id }, body })
      onClose()
    },
  })
  return (
    <Form
      form={form}
      action="Link"
      unguarded
      aside={<Button onClick={onClose}>Cancel</Button>}
      className="min-h-72 justify-between"
    >
      <Field label="Member" {...form.field('person')}>
        <Combobox
          {...form.input('person')}
          options={(data?.items ?? []).map(({ id, name, email }) => ({
            value: id,
            label: name,
            detail: email,
            words: email,
          }))}
          placeholder="Name or address"
          none="No member is called so."
        />
      </Field>
    </Form>
  )
}
