/**
 * The HubSpot scopes to tick: computed from what was chosen, crossed off one by one, and copied as
 * HubSpot wants them (a list to search by, or the line of an app's configuration).
 */
import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import { ask } from '../../api/queries.ts'
import { Badge } from '../../parts/badge.tsx'
import { Callout } from '../../parts/callout.tsx'
import { Checkbox } from '../../parts/choice.tsx'
import { CopyBlock, CopyButton } from '../../parts/copy.tsx'
import { Field } from '../../parts/field.tsx'
import { Select } from '../../parts/input.tsx'
import { Skeleton, Loading } from '../../parts/skeleton.tsx'
import { refusalOf } from '../../api/refusal.ts'
import type { ToTick } from '../types.ts'
import { names } from '../words.ts'
import type { Draft } from './draft.ts'
import { listToTick, type Wanted } from './list-to-tick.ts'

interface Props {
  readonly draft: Draft
  readonly patch: (change: Partial<Draft>) => void
}

export const useToTick = (scopes: readonly string[]) =>
  useQuery(ask('GET /api/v1/hubspot-scopes', { query: { scopes: scopes.join(',') } }))

export function ScopeChecklist({ draft, patch }: Props) {
  const { data, error } = useToTick(draft.scopes)
  if (error) return <Callout tone="bad">{refusalOf(error).message}</Callout>
  if (!data)
    return (
      <Loading label="Computing the HubSpot scopes">
        <Skeleton className="h-64 w-full" />
      </Loading>
    )
  return <Checklist draft={draft} patch={patch} toTick={data} />
}

/** Kinds whose scopes stand in a file rather than behind boxes. */
const IN_A_FILE: ReadonlySet<string> = new Set(['static_app', 'oauth'])

function Checklist({ draft, patch, toTick }: Props & { toTick: ToTick }) {
  const list = listToTick(toTick, draft)
  const ticked = new Set(draft.ticked)
  const done = list.filter(({ scope }) => ticked.has(scope)).length
  const inAFile = IN_A_FILE.has(draft.kind ?? '')
  const texts = list.map(({ scope }) => scope)
  const toggle = (scope: string, on: boolean): void =>
    patch({
      ticked: on ? [...draft.ticked, scope] : draft.ticked.filter((one) => one !== scope),
    })
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2.5">
        <h4 className="grow font-medium">
          {list.length === 1 ? 'One HubSpot scope' : `${list.length} HubSpot scopes`}
          {!inAFile && (
            <span role="status" className="ml-2 font-normal text-faint tabular-nums">
              {done} ticked
            </span>
          )}
        </h4>
        {!inAFile && <CopyButton text={texts.join('\n')} label="Copy the list" />}
      </div>
      {inAFile ? (
        <div className="p-3">
          <CopyBlock label="For the app’s configuration" text={configuration(texts)} wrap />
        </div>
      ) : (
        <ul aria-label="HubSpot scopes to tick" className="divide-y divide-line">
          {list.map((wanted) => (
            <li key={wanted.scope} className="flex items-start gap-2 py-2 pr-2 pl-4">
              <span className="min-w-0 grow">
                <Checkbox
                  checked={ticked.has(wanted.scope)}
                  onChange={(on) => toggle(wanted.scope, on)}
                  label={<ScopeName scope={wanted.scope} />}
                  hint={reason(wanted)}
                />
              </span>
              <CopyButton text={wanted.scope} what={`Copy ${wanted.scope}`} />
            </li>
          ))}
        </ul>
      )}
      {toTick.oneOf.length > 0 && (
        <Group title="One of these each" text="HubSpot accepts any of them. Ours is suggested.">
          {toTick.oneOf.map(({ choices, suggested, forScopes }) => {
            const key = choices.join(' ')
            return (
              <Field key={key} label={<>For {names(forScopes)}</>}>
                <Select
                  value={draft.chosen[key] ?? suggested}
                  onChange={(scope) => patch({ chosen: { ...draft.chosen, [key]: scope } })}
                  options={choices.map((value) => ({
                    value,
                    label: value === suggested ? `${value} (suggested)` : value,
                  }))}
                  className="font-mono text-[0.8125rem]"
                />
              </Field>
            )
          })}
        </Group>
      )}
      {toTick.optional.length > 0 && (
        <Group title="If you want more of it" text="Not needed, but a part stays shut without.">
          {toTick.optional.map(({ hubspotScope, opens }) => (
            <Checkbox
              key={`${hubspotScope} ${opens}`}
              checked={draft.extra.includes(hubspotScope)}
              onChange={(on) =>
                patch({
                  extra: on
                    ? [...draft.extra, hubspotScope]
                    : draft.extra.filter((one) => one !== hubspotScope),
                })
              }
              label={<ScopeName scope={hubspotScope} />}
              hint={`Opens ${opens}.`}
            />
          ))}
        </Group>
      )}
    </div>
  )
}

function Group({
  title,
  text,
  children,
}: {
  title: string
  text: string
  children: React.ReactNode
}) {
  return (
    <div className="flex flex-col gap-3 border-t border-line px-4 py-3.5">
      <div>
        <h4 className="font-medium">{title}</h4>
        <p className="text-[0.8125rem] text-faint">{text}</p>
      </div>
      {children}
    </div>
  )
}

/** Breaks at its dots where the line is short. */
const ScopeName = ({ scope }: { scope: string }) => (
  <code>
    {scope.split('.').map((part, at) => (
      <Fragment key={part}>
        {at > 0 && (
          <>
            .<wbr />
          </>
        )}
        {part}
      </Fragment>
    ))}
  </code>
)

function reason({ forScopes, choice }: Wanted) {
  return (
    <>
      {forScopes.length > 0 ? `for ${names(forScopes)}` : 'every app needs it'}
      {choice && (
        <span className="ml-1.5">
          <Badge>your choice</Badge>
        </span>
      )}
    </>
  )
}

const configuration = (scopes: readonly string[]): string =>
  `"requiredScopes": [\n${scopes.map((scope) => `  "${scope}"`).join(',\n')}\n]`
