/**
 * The way to a connection, step by step. Which step is open stands in the address, so that the
 * browser's own buttons walk it; what was chosen is kept in the tab; secrets only in memory.
 */
import { useEffect, useRef, useState } from 'react'
import { Steps } from '../../parts/steps.tsx'
import type { ConnectionView, Grant, Kind, Report, Scope } from '../types.ts'
import { Check } from './check.tsx'
import { ChooseAccess } from './choose-access.tsx'
import { ChooseKind } from './choose-kind.tsx'
import { Done } from './done.tsx'
import { useDraft } from './draft.ts'
import { InHubSpot } from './in-hubspot.tsx'
import { Paste } from './paste.tsx'
import { picked, PRESETS } from './scope-sections.ts'
import type { Secrets } from './secrets.ts'
import { stepsFor, stepTitle, type StepName } from './step-names.ts'

interface Props {
  readonly kinds: readonly Kind[]
  readonly scopes: readonly Scope[]
  /** The connection whose credential is replaced, with what is granted on it. */
  readonly replace:
    { readonly connection: ConnectionView; readonly grants: readonly Grant[] } | undefined
  /** As the address says; `undefined` begins. */
  readonly step: StepName | undefined
  /** Of the last step: which connection stands. */
  readonly connected: string | undefined
  /** Settles once the step is open; never throws. */
  readonly onStep: (
    step: StepName,
    options?: { connected?: string; instead?: boolean },
  ) => Promise<void>
}

export function Wizard({ kinds, scopes, replace, step, connected, onStep }: Props) {
  const [initial] = useState(() => begin(scopes, replace))
  const { draft, patch, restart } = useDraft(replace?.connection.name, initial)
  const [secrets, setSecrets] = useState<Secrets>({})
  const [report, setReport] = useState<Report>()
  const steps = stepsFor(replace !== undefined)
  const kind = kinds.find((one) => one.kind === draft.kind)
  const asked = step ?? (replace ? 'kind' : 'access')
  const pasted = Object.values(secrets).some((secret) => secret !== '')
  const at = reachable(asked, { scopes: draft.scopes.length > 0, kind: kind !== undefined, pasted })
  const first = useRef(at)
  const [moved, setMoved] = useState(false)
  useEffect(() => {
    if (at !== first.current) setMoved(true)
  }, [at])
  // Loaded afresh on a later step: what had been pasted is gone on purpose.
  const [forgotten] = useState(asked === 'check' && at === 'paste')
  // The address says where one is, else the first character that is pasted would lead on.
  useEffect(() => {
    if (step !== undefined && step !== at) void onStep(at, { instead: true })
  }, [step, at, onStep])
  // A draft is over once its connection stands: the next wizard begins afresh.
  useEffect(() => {
    if (at === 'done') patch({ connected })
    else if (draft.connected !== undefined) restart()
  }, [draft.connected, at, connected, patch, restart])

  const forgetSecrets = (): void => {
    setSecrets({})
    setReport(undefined)
  }
  const go = (to: StepName): void => {
    setMoved(true)
    void onStep(to)
  }
  const neighbour = (by: number): (() => void) => {
    const to = steps[steps.indexOf(at) + by]
    return () => to && go(to)
  }
  const common = { draft, patch, focus: moved, onNext: neighbour(1), onBack: neighbour(-1) }
  return (
    <>
      <Steps
        label="Steps"
        steps={steps.map(stepTitle)}
        at={steps.indexOf(at)}
        {...(at !== 'done' && { onGo: (index: number) => go(steps[index] ?? 'access') })}
      />
      {at === 'access' && (
        <ChooseAccess
          {...common}
          scopes={scopes}
          chosen={draft.scopes}
          onChange={(now) => patch({ scopes: now })}
        />
      )}
      {at === 'kind' && (
        <ChooseKind
          {...common}
          kinds={kinds}
          kind={draft.kind}
          onChange={(now) => {
            if (now !== draft.kind) forgetSecrets()
            patch({ kind: now })
          }}
        />
      )}
      {at === 'hubspot' && kind && <InHubSpot {...common} kind={kind} />}
      {at === 'paste' && kind && (
        <Paste
          {...common}
          key={kind.kind}
          kind={kind}
          secrets={secrets}
          onSecrets={(now) => {
            setSecrets(now)
            setReport(undefined)
          }}
          forgotten={forgotten && !pasted}
        />
      )}
      {at === 'check' && kind && (
        <Check
          {...common}
          kind={kind}
          secrets={secrets}
          report={report}
          onReport={setReport}
          replace={replace}
          onConnected={(name) => {
            setMoved(true)
            // Not before: without a secret this step would lead back.
            void onStep('done', { connected: name, instead: true }).then(forgetSecrets)
          }}
        />
      )}
      {at === 'done' && connected !== undefined && (
        <Done name={connected} wanted={draft.scopes} focus={moved} />
      )}
    </>
  )
}

/** No step opens without what the steps before it were for. */
function reachable(
  asked: StepName,
  has: { readonly scopes: boolean; readonly kind: boolean; readonly pasted: boolean },
): StepName {
  if (asked === 'done' || asked === 'access') return asked
  if (!has.scopes) return 'access'
  if (asked === 'kind' || !has.kind) return 'kind'
  return asked === 'check' && !has.pasted ? 'paste' : asked
}

/** A new connection begins with reading; a replacement with what is granted and the kind it has. */
function begin(scopes: readonly Scope[], replace: Props['replace']) {
  const reading = PRESETS[0] ? picked(PRESETS[0], scopes) : []
  if (!replace) return { scopes: reading }
  const { connection, grants } = replace
  const granted = new Set(
    grants.filter(({ state }) => state === 'live').flatMap((grant) => grant.scopes),
  )
  const kept = scopes.map(({ scope }) => scope).filter((scope) => granted.has(scope))
  return { scopes: kept.length > 0 ? kept : reading, kind: connection.kind }
}
