/** A new group: a title, and the short name that it has in commands and files. */
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '../api/queries.ts'
import { slugOf } from '../connections/wizard/slug.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { useForm } from '../parts/form-state.ts'
import { Input, Textarea } from '../parts/input.tsx'

export function CreateGroup({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate()
  const create = useAct('POST /api/v1/groups', { quiet: true, done: 'Group made' })
  const [ownName, setOwnName] = useState(false)
  const form = useForm({
    initial: { title: '', name: '', description: '' },
    check: ({ title, name }) => ({
      ...(title.trim() === '' && { title: 'Give it a title.' }),
      ...(title.trim() !== '' && name === '' && { name: 'Give it a short name.' }),
    }),
    submit: async (values) => {
      const { name } = await create.mutateAsync({ body: values })
      await navigate({ to: '/groups/$name', params: { name } })
    },
  })
  return (
    <Dialog
      open
      onClose={onClose}
      title="New group"
      text="People and programs that may do the same. It starts empty, without any access."
    >
      <Form
        form={form}
        unguarded
        action="Make group"
        aside={<Button onClick={onClose}>Cancel</Button>}
      >
        <Field label="Title" {...form.field('title')} hint="As people call it: “Sales EMEA”.">
          <Input
            {...form.input('title')}
            onChange={(title) => {
              form.set('title', title)
              if (!ownName) form.set('name', slugOf(title))
            }}
          />
        </Field>
        <Field
          label="Short name"
          {...form.field('name')}
          hint="In commands, files and addresses; it stays. a–z, 0–9 and hyphens."
        >
          <Input
            {...form.input('name')}
            mono
            spellCheck={false}
            onChange={(name) => {
              setOwnName(true)
              form.set('name', name)
            }}
          />
        </Field>
        <Field label="What it is for" optional {...form.field('description')}>
          <Textarea {...form.input('description')} rows={2} />
        </Field>
      </Form>
    </Dialog>
  )
}
