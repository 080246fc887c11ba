/** Plans what a `people.yaml` wants: pasted or chosen, with every mistake at its line. */
import { useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { useAct } from '../api/queries.ts'
import { Refusal, refusalOf } from '../api/refusal.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { useForm } from '../parts/form-state.ts'
import { Form } from '../parts/form.tsx'
import { Textarea } from '../parts/input.tsx'

const EXAMPLE = `version: 1
rules:
  - group: sales
    permissionSet: Sales
    team: Sales
leavers: []
`

interface Props {
  readonly connection: string
  readonly onClose: () => void
}

export const NewPlanDialog = (props: Props) => (
  <Dialog
    open
    wide
    onClose={props.onClose}
    title="Plan changes to the users"
    text="Say who is wanted in the portal, and with what. You see everything it would change before anything is changed."
  >
    <NewPlan {...props} />
  </Dialog>
)

function NewPlan({ connection, onClose }: Props) {
  const chooser = useRef<HTMLInputElement>(null)
  const go = useNavigate()
  const plan = useAct('POST /api/v1/connections/{connection}/people/plans', {
    quiet: true,
    changes: ['audit'],
  })
  const form = useForm({
    initial: { file: '' },
    submit: async ({ file }) => {
      const { id } = await plan
        .mutateAsync({ params: { connection }, body: file.trim() === '' ? {} : { file } })
        .catch((thrown: unknown) => {
          throw besideTheFile(refusalOf(thrown))
        })
      onClose()
      await go({ to: '/connections/$name/plans/$id', params: { name: connection, id } })
    },
  })
  return (
    <Form
      form={form}
      action="Show the plan"
      unguarded
      aside={
        <>
          <Button icon="arrow-up" onClick={() => chooser.current?.click()}>
            Choose a file
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <Field
        label="people.yaml"
        hint="Nothing: the rules of the plan that was applied last, with what identity providers wish now. Groups are those of Hubward; permission sets, teams and seats go by their names in HubSpot. Whoever is left out loses nothing."
        optional
        {...form.field('file')}
      >
        <Textarea {...form.input('file')} mono rows={14} spellCheck={false} placeholder={EXAMPLE} />
      </Field>
      <input
        ref={chooser}
        type="file"
        accept=".yaml,.yml,text/yaml"
        className="sr-only"
        aria-label="Choose a people.yaml"
        tabIndex={-1}
        onChange={({ target }) => {
          const [file] = target.files ?? []
          void file?.text().then((text) => form.set('file', text))
          target.value = ''
        }}
      />
    </Form>
  )
}

/** Its mistakes are named by their places in the file, and there is one field for all of it. */
const besideTheFile = (refusal: Refusal): Refusal =>
  refusal.fields.length === 0
    ? refusal
    : new Refusal({
        ...refusal,
        message: refusal.message,
        fields: [
          { path: 'file', message: refusal.fields.map(({ message }) => message).join('\n') },
        ],
      })
