/** Replaces a credential: only by one of the same portal, and with what would be lost said before. */
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '../../api/queries.ts'
import { refusalOf } from '../../api/refusal.ts'
import { Button } from '../../parts/button.tsx'
import { Callout } from '../../parts/callout.tsx'
import { Card } from '../../parts/card.tsx'
import { DiffList } from '../../parts/diff-list.tsx'
import type { ConnectionView, Grant, Kind, Report } from '../types.ts'
import { many } from '../words.ts'
import { endDraft, type Draft } from './draft.ts'
import { lossesOf, type Loss } from './losses.ts'
import { credentialOf, goesToHubSpot, type Secrets } from './secrets.ts'
import { useAuthorise } from './use-authorise.ts'

interface Props {
  readonly kind: Kind
  readonly secrets: Secrets
  readonly draft: Draft
  readonly report: Report | undefined
  readonly replace: { readonly connection: ConnectionView; readonly grants: readonly Grant[] }
  readonly onBack: () => void
}

export function ReplaceForm({ kind, secrets, draft, report, replace, onBack }: Props) {
  const { connection, grants } = replace
  const go = useNavigate()
  const [problem, setProblem] = useState<string>()
  const [pending, setPending] = useState(false)
  const rotate = useAct('PUT /api/v1/connections/{connection}/credential', {
    quiet: true,
    changes: ['overview', 'audit'],
    done: `The credential of ${connection.title} is replaced`,
  })
  const authorise = useAuthorise(draft, secrets)
  const act = async (): Promise<void> => {
    setPending(true)
    setProblem(undefined)
    try {
      if (goesToHubSpot(kind.kind, secrets)) return await authorise({ connection: connection.name })
      await rotate.mutateAsync({
        params: { connection: connection.name },
        body: credentialOf(kind.kind, secrets, draft),
      })
      endDraft(connection.name)
      await go({ to: '/connections/$name', params: { name: connection.name } })
    } catch (thrown) {
      setProblem(refusalOf(thrown).message)
    } finally {
      setPending(false)
    }
  }
  if (report && report.portalId !== connection.portalId)
    return (
      <Callout
        tone="bad"
        alert
        title={`This is portal ${report.portalId}; ${connection.title} is portal ${connection.portalId}`}
        actions={
          <Button icon="arrow-left" onClick={onBack}>
            Back to the token
          </Button>
        }
      >
        Groups were granted the one portal, so its credential cannot be replaced by one of another.
        Connect the other portal under a name of its own.
      </Callout>
    )
  const losses = report ? lossesOf(connection.coverage, report.coverage, grants) : []
  return (
    <Card
      title={`Replace the credential of ${connection.title}`}
      text={`The one before is wiped from the vault at once. Grants, budgets and name stay${connection.state === 'active' ? ', and no call fails in between' : ''}.`}
    >
      <div className="flex flex-col gap-4">
        {losses.length > 0 && <Losses losses={losses} />}
        {problem !== undefined && (
          <Callout tone="bad" alert>
            {problem}
          </Callout>
        )}
        <div className="flex flex-wrap gap-2.5">
          <Button icon="arrow-left" onClick={onBack}>
            Back
          </Button>
          <Button
            look="primary"
            pending={pending}
            onClick={() => void act().catch(() => undefined)}
          >
            {goesToHubSpot(kind.kind, secrets) ? 'Authorise at HubSpot' : 'Replace credential'}
          </Button>
        </div>
      </div>
    </Card>
  )
}

/** What somebody would miss; the rest stays shut, so that the decision stays in view. */
function Losses({ losses }: { losses: readonly Loss[] }) {
  const missed = losses.filter(({ groups }) => groups.length > 0)
  const rest = losses.filter(({ groups }) => groups.length === 0)
  return (
    <Callout tone="warn" title={`${many(losses.length, 'scope')} would be lost`}>
      <div className="flex flex-col gap-2">
        {missed.length > 0 && (
          <DiffList label="What would be lost" changes={missed.map(lossLine)} />
        )}
        {rest.length > 0 && (
          <details>
            <summary className="w-fit rounded-sm text-accent">
              {rest.length} that no group is granted
            </summary>
            <DiffList label="What else would be lost" changes={rest.map(lossLine)} />
          </details>
        )}
      </div>
    </Callout>
  )
}

const lossLine = ({ scope, description, groups }: Loss) => ({
  key: scope,
  kind: 'removed' as const,
  what: (
    <>
      <code>{scope}</code> {description}
    </>
  ),
  ...(groups.length > 0 && { detail: `granted to ${groups.join(', ')}` }),
})
