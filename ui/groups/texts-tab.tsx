/**
 * The texts of a group: its title, what it is for, and what its members' AI is told, beside how
 * the AI meets it. Another admin's edit in between is shown beside mine and never overwritten.
 */
import { useMay } from '../api/session.ts'
import { Button } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { Card, Facts } from '../parts/card.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import type { FormState } from '../parts/form-state.ts'
import { Input, Textarea } from '../parts/input.tsx'
import type { GroupView } from './matrix.ts'
import { LABELS, NAMES, type Texts, type TextsEdit } from './use-texts.ts'

export function TextsTab({ group, edit }: { group: GroupView; edit: TextsEdit }) {
  const mayChange = useMay('change')
  const { form, theirs, keepMine } = edit
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <Card title="Texts">
        {!mayChange && (
          <Facts
            facts={NAMES.map((name) => [
              LABELS[name],
              <span key={name} className="whitespace-pre-wrap">
                {group[name] || <span className="text-faint">nothing</span>}
              </span>,
            ])}
          />
        )}
        {mayChange && (
          <Form form={form} action="Save changes" needsChange unguarded>
            {theirs.length > 0 && (
              <Callout
                tone="warn"
                alert
                title="Somebody else changed these texts while you were writing"
                actions={
                  <Button size="small" onClick={keepMine}>
                    Keep mine, save over theirs
                  </Button>
                }
              >
                Yours is kept below. Take over what you want of theirs, then keep yours.
                <ul className="mt-2 flex flex-col gap-3">
                  {theirs.map((name) => (
                    <Theirs
                      key={name}
                      form={form}
                      name={name}
                      label={LABELS[name]}
                      text={group[name]}
                    />
                  ))}
                </ul>
              </Callout>
            )}
            <Field label="Title" {...form.field('title')}>
              <Input {...form.input('title')} />
            </Field>
            <Field
              label="What it is for"
              optional
              {...form.field('description')}
              hint="For whoever looks through the groups. An assistant sees it only when it asks about its access."
            >
              <Textarea {...form.input('description')} rows={2} />
            </Field>
            <Field
              label="What their AI is told"
              optional
              {...form.field('context')}
              hint="The team’s role, words, rules: “We sell to hospitals. Amounts are net, in euro.” It guides an assistant; what it may do is decided by the grants alone."
            >
              <Textarea {...form.input('context')} rows={8} />
            </Field>
          </Form>
        )}
      </Card>
      <Card
        title="How the AI meets it"
        text="In the instructions that every client of a member reads on connecting, after Hubward’s own rules."
      >
        <pre className="rounded-md border border-line bg-sunken p-3 font-mono text-[0.8125rem] break-words whitespace-pre-wrap">
          <span className="text-faint">{'… # What your user’s groups ask of you\n\n'}</span>
          {form.values.context.trim() === '' ? (
            <span className="text-faint">(this group asks nothing)</span>
          ) : (
            `## ${form.values.title}\n${form.values.context.trim()}`
          )}
        </pre>
        <p className="mt-2.5 text-[0.8125rem] text-faint">
          {form.values.context.trim().length} of about 16,000 characters that all groups of a person
          share. The rest stays readable with <span className="font-mono">get_my_access</span>.
        </p>
      </Card>
    </div>
  )
}

function Theirs({
  form,
  name,
  label,
  text,
}: {
  form: FormState<Texts>
  name: keyof Texts
  label: string
  text: string
}) {
  return (
    <li>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink">
        <span className="font-medium">{label}, theirs</span>
        <Button size="small" onClick={() => form.set(name, text)}>
          Take theirs
        </Button>
      </p>
      <p className="mt-1 max-h-40 overflow-y-auto rounded-md border border-line bg-surface px-3 py-2 whitespace-pre-wrap text-ink">
        {text === '' ? <span className="text-faint">empty</span> : text}
      </p>
    </li>
  )
}
