/**
 * A field for a link from HubSpot that says below itself, while it is typed, what the link is: kind,
 * id, portal. Reads and never fetches; also for pages where nobody is signed in.
 */
import { useMemo } from 'react'
import { describeLink, type HubSpotLink } from '../../src/domain/hubspot/links/link.ts'
import { parseLink } from '../../src/domain/hubspot/links/parse-link.ts'
import { Field } from '../parts/field.tsx'
import { Icon } from '../parts/icon.tsx'
import { Input } from '../parts/input.tsx'

/** What is typed, as far as it can be read; `link` is `null` where it cannot. */
export interface ReadLink {
  readonly link: HubSpotLink | null
  /** What was seen and what is needed; `undefined` where nothing is typed or all is well. */
  readonly mistake: string | undefined
}

export function readLink(typed: string, portalId?: number): ReadLink {
  if (typed.trim() === '') return { link: null, mistake: undefined }
  const parsed = parseLink(typed)
  if (!parsed.ok) return { link: null, mistake: parsed.error.needs }
  const link = parsed.value
  const other = portalId !== undefined && link.portalId !== null && link.portalId !== portalId
  return {
    link,
    mistake: other
      ? `This is of portal ${link.portalId}, not of portal ${portalId}. Open it in the right portal and copy that address.`
      : undefined,
  }
}

interface LinkFieldProps {
  readonly label?: string
  readonly hint?: string
  readonly name?: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** The portal that it should be of. */
  readonly portalId?: number
}

export function LinkField({
  label = 'Link from HubSpot',
  hint = 'The address of the page in HubSpot, as the browser shows it. It is read, never opened.',
  name,
  value,
  onChange,
  portalId,
}: LinkFieldProps) {
  const { link, mistake } = useMemo(() => readLink(value, portalId), [value, portalId])
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <Field label={label} hint={hint} error={mistake}>
        <Input
          mono
          type="text"
          inputMode="url"
          spellCheck={false}
          placeholder="https://app.hubspot.com/contacts/…"
          value={value}
          onChange={onChange}
          {...(name !== undefined && { name })}
        />
      </Field>
      <div role="status" className="min-h-5 text-[0.8125rem]">
        {link && mistake === undefined && (
          <p className="flex gap-1.5 text-good">
            <Icon name="check" size={15} className="mt-0.5" />
            <span className="min-w-0 break-words">{capital(describeLink(link))}</span>
          </p>
        )}
      </div>
    </div>
  )
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
