/**
 * Asks who sits there, over the page that needs to know: again before a weighty act (step-up), or
 * because the session ended. The page and what was typed in it stay; the request goes on after.
 */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { answerIdentityChecks, type Reason } from '../api/identity-check.ts'
import { queryClient } from '../api/queries.ts'
import { isAnother, sessionQuery, startOver } from '../api/session.ts'
import { Dialog } from '../parts/dialog.tsx'
import { signInByPasskey, stepUpByPasskey } from './passkey.ts'
import { useProviderWindow } from './use-provider-window.tsx'
import { WaysIn } from './ways-in.tsx'

interface Question {
  readonly reason: Reason
  readonly answer: (known: boolean) => void
}

const TEXTS = {
  step_up: {
    title: 'Is it still you?',
    text: 'This is a weighty step, so Hubward asks once more. The answer holds for five minutes.',
  },
  signed_out: {
    title: 'You were signed out',
    text: 'Sign in again and go on where you were: nothing you typed is lost.',
  },
} as const

export default function IdentityDialog() {
  const [question, setQuestion] = useState<Question>()
  useEffect(
    () =>
      answerIdentityChecks(
        (reason) => new Promise((resolve) => setQuestion({ reason, answer: resolve })),
      ),
    [],
  )
  if (!question) return null
  return (
    <Ask
      reason={question.reason}
      onEnd={(known) => {
        setQuestion(undefined)
        question.answer(known)
      }}
    />
  )
}

function Ask({ reason, onEnd }: { reason: Reason; onEnd: (known: boolean) => void }) {
  const { data: session } = useQuery(sessionQuery)
  const known = session?.signedIn ? session : undefined
  const stepUp = reason === 'step_up'
  const withPasskey = !stepUp || known?.stepUp.passkey !== false
  const providers = (stepUp ? known?.stepUp.providers : session?.providers) ?? []
  const beside = useProviderWindow({ purpose: stepUp ? 'step_up' : 'sign_in', onShown: goOn })

  /** The waiting requests are sent in the name of whoever sits there now: it has to be the same. */
  async function goOn(): Promise<void> {
    // One that is under way may still tell of the session that ended.
    await queryClient.cancelQueries({ queryKey: sessionQuery.queryKey })
    const now = await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 })
    if (now.signedIn && isAnother(now)) return startOver()
    onEnd(now.signedIn)
  }
  const byPasskey = async (): Promise<void> => {
    if (stepUp) await stepUpByPasskey()
    else await signInByPasskey()
    await goOn()
  }
  return (
    <Dialog open onClose={() => onEnd(false)} {...TEXTS[reason]}>
      <div className="flex flex-col gap-4">
        <WaysIn
          providers={providers}
          passkey={withPasskey ? { label: 'Use your passkey', act: byPasskey } : undefined}
          onProvider={beside.ask}
        />
        {beside.note}
      </div>
    </Dialog>
  )
}
