/** The examination of this installation: every check with what was found and what to do. */
import { useState } from 'react'
import type { Answer } from '../api/endpoints.ts'
import { useAct } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Callout, type Tone } from '../parts/callout.tsx'
import { Card } from '../parts/card.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { List, ListRow } from '../parts/list.tsx'

type Check = Answer<'POST /api/v1/doctor'>['checks'][number]

const LOOKS: Record<Check['status'], { readonly tone: Tone; readonly word: string }> = {
  ok: { tone: 'good', word: 'ok' },
  warn: { tone: 'warn', word: 'worth a look' },
  fail: { tone: 'bad', word: 'failed' },
  passed_over: { tone: 'plain', word: 'not looked at' },
}

export function DoctorTab() {
  const [checks, setChecks] = useState<readonly Check[]>()
  const mayOperate = useMay('operate')
  const examine = useAct('POST /api/v1/doctor', { onDone: (answer) => setChecks(answer.checks) })
  if (!mayOperate)
    return (
      <Callout title="For those who run Hubward">
        Admins, security admins and operators can examine this installation here.
      </Callout>
    )
  const start = (
    <Button
      look="primary"
      icon="refresh"
      pending={examine.isPending}
      onClick={() => examine.mutate()}
    >
      {checks ? 'Examine again' : 'Examine this installation'}
    </Button>
  )
  return (
    <Card
      title="Doctor"
      text="Looks at keys, database, clocks, disk, background work and the ways out. Changes nothing."
      actions={checks && start}
      flush
    >
      {checks ? (
        <List label="Checks">
          {[...checks]
            .sort((a, b) => RANK[a.status] - RANK[b.status])
            .map((check) => (
              <ListRow
                key={check.name}
                title={check.title}
                mark={<Badge tone={LOOKS[check.status].tone}>{LOOKS[check.status].word}</Badge>}
                text={
                  <>
                    <span className="text-soft">{check.found}</span>
                    {check.remedy !== null && (
                      <span className="mt-1 block text-ink">
                        <span className="font-medium">What to do:</span> {check.remedy}
                      </span>
                    )}
                  </>
                }
              />
            ))}
        </List>
      ) : (
        <EmptyState drawing="gate" title="Nothing was examined yet" actions={start}>
          It takes a few seconds. On the machine itself the same is said by{' '}
          <code>hubward doctor</code>, also while Hubward does not run.
        </EmptyState>
      )}
    </Card>
  )
}

/** What wants somebody comes first. */
const RANK: Record<Check['status'], number> = { fail: 0, warn: 1, ok: 2, passed_over: 3 }
