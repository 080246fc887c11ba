/** Sets budgets by hand; an empty field returns one to the account tier. */
import { useAct } from '../api/queries.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { useForm } from '../parts/form-state.ts'
import { Input } from '../parts/input.tsx'
import { BUDGET_NAMES, BUDGETS, type BudgetName } from './budgets.ts'
import type { ConnectionView } from './types.ts'

interface Props {
  readonly connection: Pick<ConnectionView, 'name' | 'budget'>
  readonly open: boolean
  readonly onClose: () => void
}

export const BudgetDialog = (props: Props) =>
  props.open ? (
    <Dialog
      open
      onClose={props.onClose}
      title="Budgets by hand"
      text="Hubward learns the real limits from HubSpot’s answers. Set one by hand to leave room for other software on the same portal."
    >
      <BudgetForm {...props} />
    </Dialog>
  ) : null

type Typed = Record<BudgetName, string>

function BudgetForm({ connection, onClose }: Props) {
  const set = useAct('PATCH /api/v1/connections/{connection}/budget', {
    quiet: true,
    done: 'Budgets saved',
    changes: ['overview'],
  })
  const form = useForm<Typed>({
    initial: typedOf(connection.budget),
    check: (typed) =>
      Object.fromEntries(
        BUDGET_NAMES.filter((name) => !/^\s*(?:[1-9][\d\s.,’']*)?$/.test(typed[name])).map(
          (name) => [name, 'A whole number, or nothing.'],
        ),
      ),
    submit: async (typed) => {
      await set.mutateAsync({
        params: { connection: connection.name },
        body: Object.fromEntries(BUDGET_NAMES.map((name) => [name, numberOf(typed[name])])),
      })
      onClose()
    },
  })
  return (
    <Form
      form={form}
      action="Save budgets"
      unguarded
      needsChange
      aside={<Button onClick={onClose}>Cancel</Button>}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        {BUDGET_NAMES.map((name) => (
          <Field
            key={name}
            label={`${BUDGETS[name].title}, ${BUDGETS[name].unit}`.replace('of the day, ', '')}
            hint={BUDGETS[name].what}
            {...form.field(name)}
          >
            <Input
              {...form.input(name)}
              inputMode="numeric"
              placeholder="by account tier"
              className="tabular-nums"
            />
          </Field>
        ))}
      </div>
    </Form>
  )
}

const typedOf = (budget: ConnectionView['budget']): Typed => ({
  burst: budget.burst?.toString() ?? '',
  search: budget.search?.toString() ?? '',
  associations: budget.associations?.toString() ?? '',
  daily: budget.daily?.toString() ?? '',
})

/** `250,000` as people write it. */
const numberOf = (text: string): number | null => {
  const digits = text.replaceAll(/\D/g, '')
  return digits === '' ? null : Number(digits)
}
