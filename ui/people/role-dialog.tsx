/** Changes what a member may do in Hubward itself. */
import { useAct } from '../api/queries.ts'
import { Button } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { RadioCards } from '../parts/choice.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { useForm } from '../parts/form-state.ts'
import { ROLE_CARDS, type Role } from './roles.ts'

interface RoleDialogProps {
  readonly member: { readonly id: string; readonly name: string; readonly role: Role }
  readonly onClose: () => void
}

export function RoleDialog({ member, onClose }: RoleDialogProps) {
  const update = useAct('PATCH /api/v1/members/{member}', {
    changes: ['principals', 'session', 'sessions'],
    done: 'Role changed',
    quiet: true,
  })
  const form = useForm({
    initial: { role: member.role },
    submit: async (body) => {
      await update.mutateAsync({ params: { member: member.id }, body })
      onClose()
    },
  })
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={`What may ${member.name} do in Hubward?`}
      text="It holds at once and says nothing about HubSpot data: that comes from groups."
    >
      <Form
        form={form}
        unguarded
        needsChange
        action="Change role"
        aside={<Button onClick={onClose}>Cancel</Button>}
      >
        <Field label="Role" hideLabel {...form.field('role')}>
          <RadioCards
            value={form.values.role}
            onChange={(role) => form.set('role', role)}
            columns={2}
            options={ROLE_CARDS}
          />
        </Field>
        {form.values.role !== member.role && (
          <Callout tone="warn" title="What happens at once">
            <ul className="flex list-disc flex-col gap-1 pl-4">
              <li>Their browser sessions end, and a link that invites them. They sign in again.</li>
              {form.values.role !== 'member' && (
                <li>
                  If the new role may do more, their client keys end as well: whoever could make one
                  for the old role was not to have the new one.
                </li>
              )}
              {form.values.role === 'admin' && (
                <li>They can grant themselves anything that a connection’s credential holds.</li>
              )}
            </ul>
          </Callout>
        )}
      </Form>
    </Dialog>
  )
}
