/**
 * Finishes an OAuth connection when HubSpot sends the browser back. The code in the address works
 * once: it is handed in, and taken out of the address and the history before anything is shown.
 */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useAct } from '../api/queries.ts'
import { refusalOf, type Refusal } from '../api/refusal.ts'
import { endDraft, readReturn } from '../connections/wizard/draft.ts'
import { ButtonLink } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { Page } from '../parts/page.tsx'
import { Progress } from '../parts/progress.tsx'

const FROM = { from: '/app/connections/oauth-callback' } as const

export default function ConnectionCallbackPage() {
  const search = useSearch(FROM)
  const [answer] = useState(search)
  const [refusal, setRefusal] = useState<Refusal>()
  const [replaced] = useState(readReturn)
  const go = useNavigate()
  const complete = useAct('POST /api/v1/oauth-authorisations/complete', {
    quiet: true,
    changes: ['connections', 'overview', 'audit'],
    done: ({ connection: { title } }) =>
      replaced === undefined ? `${title} is connected` : `The credential of ${title} is replaced`,
  })
  const began = useRef(false)
  const finish = async (): Promise<void> => {
    const { state, code, error } = answer
    if (state === undefined) return
    history.replaceState(history.state, '', location.pathname)
    try {
      const { connection } = await complete.mutateAsync({
        body: { state, ...(code !== undefined && { code }), ...(error !== undefined && { error }) },
      })
      const { name } = connection
      if (replaced === undefined)
        await go({
          to: '/connections/new',
          search: { step: 'done', connection: name },
          replace: true,
        })
      else {
        endDraft(replaced)
        await go({ to: '/connections/$name', params: { name }, replace: true })
      }
    } catch (thrown) {
      setRefusal(refusalOf(thrown))
    }
  }
  useEffect(() => {
    // Once, also where effects run twice: the second answer would only hear that it was used.
    if (began.current) return
    began.current = true
    void finish().catch(() => undefined)
  })
  if (answer.state === undefined || refusal)
    return <NotFinished refusal={refusal} replaced={replaced} />
  return (
    <Page title="Connecting" width="narrow">
      <div role="status" className="flex flex-col gap-4">
        <p className="text-soft">
          HubSpot has answered. Hubward exchanges the code, asks which portal it is, and seals the
          tokens in the vault.
        </p>
        <Progress label="Connecting" />
      </div>
    </Page>
  )
}

function NotFinished({
  refusal,
  replaced,
}: {
  refusal: Refusal | undefined
  replaced: string | undefined
}) {
  const search = {
    step: 'paste',
    ...(replaced !== undefined && { replace: replaced }),
  }
  return (
    <Page title="Not connected" width="narrow">
      <Callout
        tone="bad"
        alert
        title="The way through HubSpot did not end in a connection"
        actions={
          <>
            <ButtonLink to="/connections/new" search={search} look="primary">
              Back to the wizard
            </ButtonLink>
            <ButtonLink to="/connections">Connections</ButtonLink>
          </>
        }
      >
        {refusal?.message ??
          'This address is for HubSpot to lead back to, and no answer of HubSpot came with it.'}{' '}
        What you chose is kept; only the client secret has to be pasted again.
      </Callout>
    </Page>
  )
}
