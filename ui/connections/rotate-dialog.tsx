/** The next credential, from HubSpot's menus into use: paste, compare, promote. Calls go on throughout. */
import { useState, type FormEvent } from 'react'
import type { Answer, Body } from '../api/endpoints.ts'
import { useAct } from '../api/queries.ts'
import { Refusal } from '../api/refusal.ts'
import { Button } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { Checkbox } from '../parts/choice.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Steps } from '../parts/steps.tsx'
import { Moment } from '../parts/time.tsx'
import { ComparisonList } from './comparison-list.tsx'
import type { Slots } from './slots-card.tsx'
import type { ConnectionView } from './types.ts'
import { SecretInput } from './wizard/secret-input.tsx'

interface Props {
  readonly connection: ConnectionView
  readonly slots: Slots
  readonly onClose: () => void
}

type Comparison = Answer<'POST /api/v1/connections/{connection}/credential/next'>['comparison']
type Promoted = Answer<'POST /api/v1/connections/{connection}/credential/promote'>

const STEPS = ['New token', 'Compare', 'Done']

export function RotateDialog({ connection, slots, onClose }: Props) {
  const [comparison, setComparison] = useState<Comparison | null>(slots.comparison)
  const [promoted, setPromoted] = useState<Promoted>()
  const at = promoted ? 2 : comparison ? 1 : 0
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={`Rotate ${connection.title}`}
      text="Calls go on with the token in use until the new one is promoted."
      actions={promoted && <Button onClick={onClose}>Close</Button>}
    >
      <Steps label="Steps of the rotation" steps={STEPS} at={at} />
      {promoted ? (
        <Done promoted={promoted} />
      ) : comparison ? (
        <Compare
          connection={connection}
          comparison={comparison}
          onPromoted={setPromoted}
          onDiscarded={() => setComparison(null)}
        />
      ) : (
        <Paste connection={connection} steps={slots.steps.rotate} onStaged={setComparison} />
      )}
    </Dialog>
  )
}

const FIELDS = {
  token: { label: 'New token', what: 'token', placeholder: 'pat-…', hint: undefined },
  clientSecret: {
    label: 'New client secret',
    what: 'client secret',
    placeholder: undefined,
    hint: 'Leave it empty where it stays.',
  },
  refreshToken: {
    label: 'New refresh token',
    what: 'refresh token',
    placeholder: undefined,
    hint: 'Leave it empty where it stays.',
  },
} as const

type FieldName = keyof typeof FIELDS

function Paste({
  connection,
  steps,
  onStaged,
}: {
  connection: ConnectionView
  steps: readonly string[]
  onStaged: (comparison: Comparison) => void
}) {
  const { name, kind, portalId, hubspotAppId } = connection
  const names: readonly FieldName[] =
    kind === 'oauth' ? ['clientSecret', 'refreshToken'] : ['token']
  const [values, setValues] = useState<Partial<Record<FieldName, string>>>({})
  const stage = useAct('POST /api/v1/connections/{connection}/credential/next', {
    quiet: true,
    changes: ['audit'],
    onDone: (staged) => onStaged(staged.comparison),
  })
  const given = Object.fromEntries(Object.entries(values).filter(([, text]) => text.trim() !== ''))
  const body: Body<'POST /api/v1/connections/{connection}/credential/next'> = {
    kind,
    ...given,
    ...(kind === 'developer_key' && { developer: { portalId, appId: hubspotAppId } }),
  }
  const refused = stage.error instanceof Refusal ? stage.error : undefined
  const errorOf = (field: string) => refused?.fields.find(({ path }) => path === field)?.message
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (Object.keys(given).length > 0 && !stage.isPending)
      stage.mutate({ params: { connection: name }, body })
  }
  return (
    <form className="flex flex-col gap-5" noValidate autoComplete="off" onSubmit={submit}>
      <ol className="list-decimal space-y-1.5 pl-5">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {names.map((field) => (
        <Field
          key={field}
          label={FIELDS[field].label}
          hint={FIELDS[field].hint}
          error={errorOf(field)}
        >
          <SecretInput
            name={field}
            what={FIELDS[field].what}
            value={values[field] ?? ''}
            onChange={(text) => setValues({ ...values, [field]: text })}
            {...(FIELDS[field].placeholder && { placeholder: FIELDS[field].placeholder })}
          />
        </Field>
      ))}
      {refused && !names.some(errorOf) && (
        <Callout tone="bad" alert>
          {refused.message}
        </Callout>
      )}
      <div>
        <Button
          type="submit"
          look="primary"
          pending={stage.isPending}
          disabled={Object.keys(given).length === 0}
        >
          Check it with HubSpot
        </Button>
      </div>
    </form>
  )
}

function Compare({
  connection: { name },
  comparison,
  onPromoted,
  onDiscarded,
}: {
  connection: ConnectionView
  comparison: Comparison
  onPromoted: (promoted: Promoted) => void
  onDiscarded: () => void
}) {
  const [acceptLost, setAcceptLost] = useState(false)
  const [suspect, setSuspect] = useState(false)
  const params = { connection: name }
  const promote = useAct('POST /api/v1/connections/{connection}/credential/promote', {
    quiet: true,
    changes: ['overview', 'audit'],
    onDone: onPromoted,
  })
  const discard = useAct('DELETE /api/v1/connections/{connection}/credential/next', {
    changes: ['audit'],
    onDone: onDiscarded,
  })
  const breaks = comparison.broken.length > 0
  return (
    <div className="flex flex-col gap-5">
      <ComparisonList comparison={comparison} />
      {breaks && (
        <Checkbox
          checked={acceptLost}
          onChange={setAcceptLost}
          label="Go on all the same"
          hint="Their calls with these scopes fail from the promotion on. Grants stay."
        />
      )}
      <Checkbox
        checked={suspect}
        onChange={setSuspect}
        label="The token in use may be in strange hands"
        hint="It is wiped here at once: there is no way back to it."
      />
      {promote.error && (
        <Callout tone="bad" alert>
          {promote.error.message}
        </Callout>
      )}
      <div className="flex flex-wrap gap-2.5">
        <Button
          look="primary"
          pending={promote.isPending}
          disabled={breaks && !acceptLost}
          onClick={() => promote.mutate({ params, body: { acceptLost, suspect } })}
        >
          Try it and promote it
        </Button>
        <Button pending={discard.isPending} onClick={() => discard.mutate({ params })}>
          Throw it away
        </Button>
      </div>
    </div>
  )
}

function Done({ promoted: { wayBackUntil, beforeRefused, steps } }: { promoted: Promoted }) {
  if (wayBackUntil !== null)
    return (
      <Callout tone="good" title="The new token serves every call">
        {beforeRefused
          ? 'HubSpot refuses the one that was in use, so it is wiped. The one before that, about which HubSpot did not answer, is kept as the way back until '
          : 'The one before is kept as the way back until '}
        <Moment at={wayBackUntil} />. If HubSpot refuses the new one, Hubward goes back to it by
        itself and tells you.
      </Callout>
    )
  if (beforeRefused)
    return (
      <Callout tone="good" title="The new token serves every call">
        The one before is wiped here. HubSpot refused it when it was asked last, so nothing should
        be left to end.
      </Callout>
    )
  return (
    <Callout tone="warn" title="The new token serves every call. Now end the old one at HubSpot">
      <ol className="mt-2 list-decimal space-y-1.5 pl-5">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </Callout>
  )
}
