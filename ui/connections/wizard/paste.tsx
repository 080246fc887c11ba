/** Step 4: what was copied in HubSpot goes in here, and mistakes are named before HubSpot is asked. */
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { Button } from '../../parts/button.tsx'
import { Callout } from '../../parts/callout.tsx'
import { Card } from '../../parts/card.tsx'
import { Field } from '../../parts/field.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Input, Select } from '../../parts/input.tsx'
import type { CheckedField, Kind } from '../types.ts'
import type { Draft } from './draft.ts'
import { kindWords } from './kind-words.ts'
import { RedirectAddress } from './redirect-address.tsx'
import { SecretInput } from './secret-input.tsx'
import { goesToHubSpot, isSecretName, type Secrets } from './secrets.ts'
import { StepFrame } from './step-frame.tsx'
import { usePasteCheck, type Checks } from './use-paste-check.ts'

interface Props {
  readonly kind: Kind
  readonly secrets: Secrets
  readonly onSecrets: (secrets: Secrets) => void
  readonly draft: Draft
  readonly patch: (change: Partial<Draft>) => void
  /** The page was loaded afresh on a later step: what was pasted before is gone on purpose. */
  readonly forgotten: boolean
  readonly onNext: () => void
  readonly onBack: () => void
  readonly focus: boolean
}

type FieldView = Kind['fields'][number]

export function Paste(props: Props) {
  const { kind, secrets, draft, onNext, onBack, focus } = props
  const { checks, checkNow } = usePasteCheck(kind.kind, secrets)
  const [tried, setTried] = useState(false)
  const [pending, setPending] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const [refusals, setRefusals] = useState(0)
  useEffect(() => {
    if (refusals > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [refusals])

  const valueOf = (name: FieldView['name']): string =>
    isSecretName(name) ? (secrets[name] ?? '') : draft[name]

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (pending) return
    setTried(true)
    setPending(true)
    const found = await checkNow()
    setPending(false)
    const wrong = kind.fields.some(
      (field) => localError(field, valueOf(field.name)) ?? errorOf(field.name, found ?? {}),
    )
    if (wrong) setRefusals((before) => before + 1)
    else onNext()
  }

  return (
    <form
      ref={form}
      noValidate
      autoComplete="off"
      onSubmit={(event) => void submit(event).catch(() => undefined)}
    >
      <StepFrame
        title={kindWords(kind.kind).paste}
        text="It is looked at here first, then HubSpot is asked what it is. Nothing is stored before you connect; then it is sealed in the vault and never shown again."
        focus={focus}
        onBack={onBack}
        next={
          <Button type="submit" look="primary" pending={pending}>
            {goesToHubSpot(kind.kind, secrets) ? 'Continue' : 'Check it with HubSpot'}
          </Button>
        }
      >
        <div className="flex max-w-2xl flex-col gap-5">
          {props.forgotten && (
            <Callout title="Paste it again, please">
              Everything else is as you left it. What was pasted is never kept over a reload.
            </Callout>
          )}
          <Card>
            <div className="flex flex-col gap-5">
              {kind.fields.map((field) => (
                <PasteField
                  key={field.name}
                  field={field}
                  value={valueOf(field.name)}
                  onChange={(value) =>
                    isSecretName(field.name)
                      ? props.onSecrets({ ...secrets, [field.name]: value })
                      : props.patch({ [field.name]: value })
                  }
                  check={isSecretName(field.name) ? checks[field.name] : undefined}
                  error={
                    errorOf(field.name, checks) ??
                    (tried ? localError(field, valueOf(field.name)) : undefined)
                  }
                />
              ))}
            </div>
          </Card>
          {kind.kind === 'oauth' && <AppAtHubSpot {...props} />}
        </div>
      </StepFrame>
    </form>
  )
}

const errorOf = (name: FieldView['name'], checks: Checks): string | undefined =>
  (isSecretName(name) ? checks[name]?.message : undefined) ?? undefined

function localError({ name, label, required }: FieldView, value: string): string | undefined {
  const text = value.trim()
  if (text === '') return required ? `${label} is needed.` : undefined
  return isSecretName(name) || /^[1-9]\d{0,14}$/.test(text) ? undefined : 'This is a number.'
}

function PasteField({
  field: { name, label, hint, example, secret, required },
  value,
  onChange,
  check,
  error,
}: {
  field: FieldView
  value: string
  onChange: (value: string) => void
  check: CheckedField | undefined
  error: string | undefined
}) {
  const fine = check?.ok === true && value.trim() !== ''
  return (
    <div className="flex flex-col gap-1.5">
      <Field label={label} hint={hint} error={error} optional={!required}>
        {secret ? (
          <SecretInput
            name={name}
            value={value}
            onChange={onChange}
            what={label.toLowerCase()}
            placeholder={example}
          />
        ) : (
          <Input
            name={name}
            value={value}
            onChange={onChange}
            mono
            placeholder={example}
            spellCheck={false}
            {...(!isSecretName(name) && { inputMode: 'numeric' as const })}
          />
        )}
      </Field>
      <div role="status" className="text-[0.8125rem]">
        {fine && (
          <p className="flex gap-1.5 text-good">
            <Icon name="check" size={15} className="mt-px" />
            <span>
              It has the right form.
              {check.repairs.length > 0 && (
                <span className="text-soft"> {check.repairs.join(' ')}</span>
              )}
            </span>
          </p>
        )}
      </div>
    </div>
  )
}

const REGIONS = [
  { value: '', label: 'I do not know' },
  { value: 'na1', label: 'North America (na1)' },
  { value: 'na2', label: 'North America (na2)' },
  { value: 'na3', label: 'North America (na3)' },
  { value: 'eu1', label: 'Europe (eu1)' },
  { value: 'ap1', label: 'Asia-Pacific (ap1)' },
  { value: 'ca1', label: 'Canada (ca1)' },
]

/** What HubSpot has to know before it leads back, and which of its regions is asked. */
function AppAtHubSpot({ secrets, draft, patch }: Props) {
  if (!goesToHubSpot('oauth', secrets)) return null
  return (
    <Card
      title="Before you go to HubSpot"
      text="The app must name this address among its redirect URLs, letter for letter."
    >
      <div className="flex flex-col gap-5">
        <RedirectAddress />
        <Field
          label="Region of the account"
          hint="As in the address bar: app-eu1.hubspot.com is eu1. HubSpot finds it by itself where you do not know."
          optional
        >
          <Select value={draft.hublet} onChange={(hublet) => patch({ hublet })} options={REGIONS} />
        </Field>
      </div>
    </Card>
  )
}
