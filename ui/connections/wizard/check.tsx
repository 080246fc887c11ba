/** Step 5: HubSpot says what the credential is; then it gets a name, or replaces the one before. */
import { useEffect, useRef } from 'react'
import { useAct } from '../../api/queries.ts'
import { Button, ExternalLink } from '../../parts/button.tsx'
import { Callout } from '../../parts/callout.tsx'
import type { Refusal } from '../../api/refusal.ts'
import type { ConnectionView, Grant, Kind, Report } from '../types.ts'
import { CheckProgress } from './check-progress.tsx'
import type { Draft } from './draft.ts'
import { NameForm } from './name-form.tsx'
import { ReplaceForm } from './replace-form.tsx'
import { Notes, PortalFacts, ServedScopes } from './report-view.tsx'
import { credentialOf, goesToHubSpot, type Secrets } from './secrets.ts'
import { StepFrame } from './step-frame.tsx'

interface Props {
  readonly kind: Kind
  readonly secrets: Secrets
  readonly draft: Draft
  readonly patch: (change: Partial<Draft>) => void
  readonly report: Report | undefined
  readonly onReport: (report: Report | undefined) => void
  readonly replace:
    { readonly connection: ConnectionView; readonly grants: readonly Grant[] } | undefined
  readonly onConnected: (name: string) => void
  readonly onBack: () => void
  readonly focus: boolean
}

export function Check(props: Props) {
  const { kind, secrets, draft, report, onReport, replace, onBack, focus } = props
  // Trying an OAuth app would spend its refresh token: it is checked by connecting it.
  const tries = kind.kind !== 'oauth'
  const preview = useAct('POST /api/v1/connection-previews', {
    quiet: true,
    onDone: (answer) => onReport(answer),
  })
  const ask = (): void =>
    preview.mutate({
      body: {
        ...credentialOf(kind.kind, secrets, draft),
        ...(replace && { replaces: replace.connection.name }),
      },
    })
  const began = useRef(false)
  useEffect(() => {
    if (!tries || report || began.current) return
    began.current = true
    ask()
  })
  const away = goesToHubSpot(kind.kind, secrets)
  return (
    <StepFrame
      title={tries ? 'What HubSpot says' : away ? 'Authorise at HubSpot' : 'Connect the app'}
      text={TEXTS[tries ? 'tries' : away ? 'away' : 'spends']}
      focus={focus}
    >
      <div className="flex flex-col gap-5">
        {tries && <CheckProgress state={preview.status} report={report} />}
        {preview.error && !report && (
          <Refused
            refusal={preview.error}
            onBack={onBack}
            onAgain={ask}
            pending={preview.isPending}
          />
        )}
        {report && (
          <Notes report={report} wanted={draft.scopes} pending={preview.isPending} onAgain={ask} />
        )}
        {(report || !tries) && (
          <div className="grid items-start gap-5 lg:grid-cols-2 lg:[&>:only-child]:col-span-2">
            {report && <PortalFacts report={report} />}
            {replace ? (
              <ReplaceForm {...props} replace={replace} />
            ) : (
              <NameForm {...props} suggestion={report?.portalName ?? ''} />
            )}
          </div>
        )}
        {report && <ServedScopes report={report} wanted={draft.scopes} />}
        {!report && tries && !preview.error && (
          <div>
            <Button icon="arrow-left" onClick={onBack}>
              Back
            </Button>
          </div>
        )}
      </div>
    </StepFrame>
  )
}

const TEXTS = {
  tries: 'Hubward asks HubSpot three questions with it, reads the answers, and stores nothing yet.',
  away: 'HubSpot asks you which portal, shows what the app may do, and leads you back here. It takes a super admin of the portal, or somebody who may install apps.',
  spends:
    'A refresh token can be tried only by using it, so it is checked while it is connected. That grants nobody anything.',
}

function Refused({
  refusal,
  onBack,
  onAgain,
  pending,
}: {
  refusal: Refusal
  onBack: () => void
  onAgain: () => void
  pending: boolean
}) {
  const docs = docsOf(refusal)
  return (
    <Callout
      tone="bad"
      alert
      title="HubSpot could not confirm it"
      actions={
        <>
          <Button icon="arrow-left" onClick={onBack}>
            Back to the token
          </Button>
          <Button icon="refresh" pending={pending} onClick={onAgain}>
            Try again
          </Button>
        </>
      }
    >
      {refusal.message}
      {docs !== undefined && (
        <>
          {' '}
          <ExternalLink href={docs}>More about it</ExternalLink>
        </>
      )}
    </Callout>
  )
}

function docsOf({ body }: Refusal): string | undefined {
  const docs = (body as { error?: { docs?: unknown } } | undefined)?.error?.docs
  return typeof docs === 'string' && docs.startsWith('https://') ? docs : undefined
}
