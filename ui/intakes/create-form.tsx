/** The form of a request. What the server refuses stands beside its field; nothing typed is lost. */
import { useState } from 'react'
import type { Answer, Item } from '../api/endpoints.ts'
import { useAct } from '../api/queries.ts'
import { ScopeSections } from '../connections/wizard/scope-sections-view.tsx'
import type { ConnectionView, Scope } from '../connections/types.ts'
import { Callout } from '../parts/callout.tsx'
import { Card } from '../parts/card.tsx'
import { Checkbox } from '../parts/choice.tsx'
import { cx } from '../parts/cx.ts'
import { Field, FieldError } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { useForm } from '../parts/form-state.ts'
import { Input, Select, Textarea } from '../parts/input.tsx'
import { LinkMade } from './link-made.tsx'
import type { IntakeView } from './state.tsx'

type Template = Item<'GET /api/v1/intake-templates'>
type Made = Answer<'POST /api/v1/intakes'>

interface Values {
  readonly title: string
  readonly context: string
  readonly scopes: readonly string[]
  /** One per line. */
  readonly wantedLinks: string
  readonly expectedPortalId: string
  readonly lifetimeHours: string
  readonly secondPerson: boolean
}

const LIVES = [
  { value: '4', label: '4 hours' },
  { value: '24', label: '1 day' },
  { value: '72', label: '3 days' },
  { value: '168', label: '7 days, the most there is' },
]

export function CreateForm({
  scopes,
  templates,
  earlier,
  replaced,
  onDone,
}: {
  scopes: readonly Scope[]
  templates: readonly Template[]
  /** Asked for again, with the same words. */
  earlier: IntakeView | undefined
  /** The connection whose next key it is to be. */
  replaced: ConnectionView | undefined
  onDone: (id: string) => void
}) {
  const [made, setMade] = useState<Made>()
  const create = useAct('POST /api/v1/intakes', { quiet: true, changes: ['audit'] })
  const form = useForm<Values>({
    initial: initialOf(earlier, replaced),
    check: ({ title, expectedPortalId, scopes: chosen }) => ({
      ...(title.trim() === '' && { title: 'Say what the key is for.' }),
      ...(chosen.length === 0 &&
        !replaced && { scopes: 'Choose at least one thing that the key is for.' }),
      ...(!/^\d{0,15}$/.test(expectedPortalId.trim()) && {
        expectedPortalId: 'A portal id is a number, such as 12345678.',
      }),
    }),
    submit: async (values) => setMade(await create.mutateAsync({ body: bodyOf(values, replaced) })),
  })
  const { values } = form
  const begin = ({ title, context, scopes: chosen, wantedLinks }: Template): void => {
    form.set('title', title)
    form.set('context', context)
    form.set('scopes', chosen)
    form.set('wantedLinks', wantedLinks.join('\n'))
  }
  if (made) return <LinkMade made={made} onClose={() => onDone(made.intake.id)} />
  return (
    <Form form={form} action="Make the link">
      {replaced && (
        <Callout title={`It becomes the next key of ${replaced.title}`}>
          Calls go on with the one in use. The new one has to be of portal {replaced.portalId}; once
          it is approved, it waits beside the one in use until somebody promotes it.
        </Callout>
      )}
      <Card
        title="What for?"
        text={`The sender reads this.${replaced ? '' : ' Begin with one, then change it.'}`}
      >
        {!replaced && <Templates templates={templates} chosen={values.title} onChoose={begin} />}
        <div className="flex max-w-2xl flex-col gap-5">
          <Field label="Title" {...form.field('title')}>
            <Input {...form.input('title')} maxLength={120} placeholder="Deals pipeline" />
          </Field>
          <Field
            label="Text"
            optional
            {...form.field('context')}
            hint="Who you are, what you will do with the key, whom to ask."
          >
            <Textarea {...form.input('context')} maxLength={1_000} />
          </Field>
          <Field
            label="Addresses to ask for"
            optional
            {...form.field('wantedLinks')}
            hint="One per line, in words: each becomes a field where the sender pastes a HubSpot address."
          >
            <Textarea {...form.input('wantedLinks')} rows={2} />
          </Field>
        </div>
      </Card>
      <section aria-label="What the key is for" className="flex flex-col gap-3">
        <div>
          <h2 className="text-[0.9375rem] font-semibold">What shall the key be able to do?</h2>
          <p className="mt-0.5 max-w-prose text-soft">
            It decides which HubSpot scopes the sender is told to tick, and no more than those.
            {replaced && ' Nothing chosen: what groups are granted on the connection now.'}
          </p>
          {form.errors.scopes !== undefined && <FieldError>{form.errors.scopes}</FieldError>}
        </div>
        <ScopeSections
          scopes={scopes}
          chosen={values.scopes}
          onChange={(chosen) => form.set('scopes', chosen)}
        />
      </section>
      <Card title="How careful?">
        <div className="flex max-w-2xl flex-col gap-5">
          {!replaced && (
            <Field
              label="Expected portal"
              optional
              {...form.field('expectedPortalId')}
              hint="The portal’s number. A key of any other is refused: so nobody who finds the link can send you one of theirs."
            >
              <Input {...form.input('expectedPortalId')} mono inputMode="numeric" />
            </Field>
          )}
          <Field label="The link works for" {...form.field('lifetimeHours')}>
            <Select {...form.input('lifetimeHours')} options={LIVES} />
          </Field>
          <Checkbox
            checked={values.secondPerson}
            onChange={(on) => form.set('secondPerson', on)}
            label="Another person must approve"
            hint="You cannot approve what is handed over for this request."
          />
        </div>
      </Card>
    </Form>
  )
}

function Templates({
  templates,
  chosen,
  onChoose,
}: {
  templates: readonly Template[]
  /** Its title. */
  chosen: string
  onChoose: (template: Template) => void
}) {
  return (
    <div role="group" aria-label="Begin with" className="mb-5 grid gap-2.5 sm:grid-cols-3">
      {templates.map((template) => (
        <button
          key={template.id}
          type="button"
          aria-pressed={chosen === template.title}
          onClick={() => onChoose(template)}
          className={cx(
            'rounded-lg border p-3.5 text-left transition-colors',
            chosen === template.title
              ? 'border-accent bg-accent-wash'
              : 'border-line bg-surface hover:border-line-strong',
          )}
        >
          <span className="block font-medium">{template.title}</span>
          <span className="mt-0.5 block text-[0.8125rem] text-soft">{template.forWhat}</span>
        </button>
      ))}
    </div>
  )
}

const initialOf = (
  earlier: IntakeView | undefined,
  replaced: ConnectionView | undefined,
): Values => ({
  title: earlier?.title ?? (replaced ? `A new key for ${replaced.title}`.slice(0, 120) : ''),
  context: earlier?.context ?? '',
  scopes: earlier?.scopes.map(({ scope }) => scope) ?? [],
  wantedLinks: earlier?.wantedLinks.join('\n') ?? '',
  expectedPortalId: earlier?.expectedPortalId?.toString() ?? '',
  lifetimeHours: '72',
  secondPerson: earlier?.secondPerson ?? false,
})

const bodyOf = (values: Values, replaced: ConnectionView | undefined) => ({
  title: values.title,
  context: values.context,
  scopes: [...values.scopes],
  wantedLinks: values.wantedLinks
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== ''),
  // The server knows the portal of what is there.
  expectedPortalId:
    replaced || values.expectedPortalId.trim() === ''
      ? null
      : Number(values.expectedPortalId.trim()),
  replaces: replaced?.id ?? null,
  secondPerson: values.secondPerson,
  lifetimeHours: Number(values.lifetimeHours),
})
