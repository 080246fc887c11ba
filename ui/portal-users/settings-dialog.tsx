/** How often the users are read by themselves, and by what rules they are looked at. */
import { useAct } from '../api/queries.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { useForm } from '../parts/form-state.ts'
import { Input, Textarea } from '../parts/input.tsx'
import type { Settings } from './types.ts'

interface Props {
  readonly name: string
  readonly settings: Settings
  readonly onClose: () => void
}

export const SettingsDialog = (props: Props) => (
  <Dialog
    open
    onClose={props.onClose}
    title="How the users are read"
    text="Rules apply from the next reading on."
  >
    <SettingsForm {...props} />
  </Dialog>
)

function SettingsForm({ name, settings, onClose }: Props) {
  const set = useAct('PUT /api/v1/connections/{connection}/people/settings', {
    quiet: true,
    done: 'Saved',
    changes: ['audit'],
  })
  // Called as the fields of the body are, so that the server's errors find them.
  const form = useForm({
    initial: {
      everyHours: settings.everyHours?.toString() ?? '',
      'rules.dormantAfterDays': String(settings.rules.dormantAfterDays),
      'rules.domains': settings.rules.domains.join('\n'),
      'rules.serviceAddresses': settings.rules.serviceAddresses.join('\n'),
    },
    check: (typed) => ({
      ...(!/^\s*\d*\s*$/.test(typed.everyHours) && { everyHours: 'A whole number, or nothing.' }),
      ...(!/^\s*\d+\s*$/.test(typed['rules.dormantAfterDays']) && {
        'rules.dormantAfterDays': 'A whole number.',
      }),
    }),
    submit: async (typed) => {
      const hours = typed.everyHours.trim()
      await set.mutateAsync({
        params: { connection: name },
        body: {
          everyHours: hours === '' ? null : Number(hours),
          rules: {
            dormantAfterDays: Number(typed['rules.dormantAfterDays']),
            domains: linesOf(typed['rules.domains']),
            serviceAddresses: linesOf(typed['rules.serviceAddresses']),
          },
        },
      })
      onClose()
    },
  })
  return (
    <Form
      form={form}
      action="Save"
      unguarded
      needsChange
      aside={<Button onClick={onClose}>Cancel</Button>}
    >
      <Field
        label="Every so many hours"
        hint="1 to 168. Nothing: only when somebody asks."
        optional
        {...form.field('everyHours')}
      >
        <Input {...form.input('everyHours')} inputMode="numeric" />
      </Field>
      <Field
        label="Dormant after so many days"
        hint="Without a login. HubSpot keeps logins for 90 days."
        {...form.field('rules.dormantAfterDays')}
      >
        <Input {...form.input('rules.dormantAfterDays')} inputMode="numeric" />
      </Field>
      <Field
        label="Your domains"
        hint="One per line. An address of another one raises an alert. None: every domain counts as yours."
        optional
        {...form.field('rules.domains')}
      >
        <Textarea {...form.input('rules.domains')} mono rows={3} />
      </Field>
      <Field
        label="Addresses of programs"
        hint="One per line. They need no person here and no login."
        optional
        {...form.field('rules.serviceAddresses')}
      >
        <Textarea {...form.input('rules.serviceAddresses')} mono rows={3} />
      </Field>
    </Form>
  )
}

const linesOf = (text: string): string[] =>
  text
    .split(/[\s,;]+/)
    .map((line) => line.trim())
    .filter(Boolean)
