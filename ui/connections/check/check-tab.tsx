/** Does this connection work? Runs a check before one's eyes, and lists those there were. */
import { useState } from 'react'
import { useMay } from '../../api/session.ts'
import { Button, ButtonLink } from '../../parts/button.tsx'
import { Callout } from '../../parts/callout.tsx'
import { Card } from '../../parts/card.tsx'
import { Checkbox } from '../../parts/choice.tsx'
import type { ConnectionView } from '../types.ts'
import { ByItselfCard } from './by-itself-card.tsx'
import { LastChecks } from './last-checks.tsx'
import { StepList } from './step-list.tsx'
import { useCheck, type Checking } from './use-check.ts'

export default function CheckTab({ connection }: { connection: ConnectionView }) {
  const { name } = connection
  const { checking, run } = useCheck(name)
  const [testFlow, setTestFlow] = useState(false)
  const [showSample, setShowSample] = useState(false)
  const mayOperate = useMay('operate')
  const maySecure = useMay('secure')
  const running = checking.state === 'running'
  return (
    <div className="flex flex-col gap-6">
      {mayOperate && (
        <Card
          flush={checking.lines.length > 0}
          title="Check it now"
          text="Credential, portal, scopes, a read of each granted object, latency, budget, API versions that end. Nothing is written unless you ask for it."
          actions={
            <Button
              look="primary"
              icon="play"
              pending={running}
              onClick={() => void run({ testFlow, showSample })}
            >
              Run the check
            </Button>
          }
        >
          {maySecure && checking.lines.length === 0 && (
            <div className="flex flex-col gap-3">
              <Checkbox
                label="With a test flow"
                hint="Makes a marked contact in HubSpot, reads, changes and finds it, and removes it again."
                checked={testFlow}
                onChange={setTestFlow}
              />
              <Checkbox
                label="Show what was read, masked"
                hint="On this page only. It is not part of the report and is kept nowhere."
                checked={showSample}
                onChange={setShowSample}
              />
            </div>
          )}
          {checking.lines.length > 0 && <StepList lines={checking.lines} />}
        </Card>
      )}
      <Ending checking={checking} name={name} />
      <ByItselfCard name={name} />
      <LastChecks name={name} />
    </div>
  )
}

/** Read aloud when it is there. */
function Ending({ checking, name }: { checking: Checking; name: string }) {
  const { report, problem } = checking
  if (problem !== undefined)
    return (
      <Callout tone="bad" title="The check could not be finished" alert>
        {problem}
      </Callout>
    )
  if (!report) return null
  const green = report.verdict === 'green'
  return (
    <Callout
      tone={green ? 'good' : 'bad'}
      title={green ? 'The check is green' : 'The check is red'}
      alert
      actions={
        <ButtonLink
          size="small"
          to="/connections/$name/checks/$check"
          params={{ name, check: report.id }}
        >
          Open the report
        </ButtonLink>
      }
    >
      {green
        ? 'The connection works. Calls go through it as far as groups were granted.'
        : report.connection.state === 'pending'
          ? 'The connection stays inactive. Do what stands above, then run the check again.'
          : 'Do what stands above, then run the check again.'}
    </Callout>
  )
}
