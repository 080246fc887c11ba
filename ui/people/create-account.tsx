/** A new service account; its page is next, where it gets keys. */
import { useNavigate } from '@tanstack/react-router'
import { useAct } from '../api/queries.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { useForm } from '../parts/form-state.ts'
import { Input } from '../parts/input.tsx'

export function CreateAccount({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate()
  const create = useAct('POST /api/v1/service-accounts', {
    quiet: true,
    done: 'Service account made',
  })
  const form = useForm({
    initial: { name: '' },
    submit: async (body) => {
      const { id } = await create.mutateAsync({ body })
      await navigate({ to: '/people/$id', params: { id }, search: { tab: 'keys' } })
    },
  })
  return (
    <Dialog
      open
      onClose={onClose}
      title="New service account"
      text="For one program. Add it to groups for access, and give it a key."
    >
      <Form
        form={form}
        unguarded
        action="Make service account"
        aside={<Button onClick={onClose}>Cancel</Button>}
      >
        <Field label="Name" {...form.field('name')} hint="By what it does: “crm-sync”.">
          <Input {...form.input('name')} spellCheck={false} />
        </Field>
      </Form>
    </Dialog>
  )
}
