/**
 * Asks who sits there, over the page that needs to know: again before a weighty act (step-up), or
 * because the session ended. The page and what was typed in it stay; the request goes on after.
 */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { answerIdentityChecks, type Reason } from '../api/identity-check.ts'
import { forget, queryClient } from '../api/queries.ts'
import { beginSession, sessionQuery } from '../api/session.ts'
import { Dialog } from '../parts/dialog.tsx'
import { signInByPasskey, stepUpByPasskey } from './passkey.ts'
import { goToProvider } from './provider.ts'
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

  const byPasskey = async (): Promise<void> => {
    if (stepUp) await stepUpByPasskey()
    else {
      const now = await signInByPasskey()
      // Another person: what the page shows is not theirs.
      if (known && now.person.id !== known.person.id) return location.reload()
      beginSession(now)
    }
    onEnd(true)
    await forget(queryClient, ['session'])
  }
  return (
    <Dialog open onClose={() => onEnd(false)} {...TEXTS[reason]}>
      <WaysIn
        providers={providers}
        passkey={withPasskey ? { label: 'Use your passkey', act: byPasskey } : undefined}
        onProvider={(provider) =>
          goToProvider({
            provider,
            purpose: stepUp ? 'step_up' : 'sign_in',
            returnTo: location.pathname + location.search,
          })
        }
      />
    </Dialog>
  )
}
