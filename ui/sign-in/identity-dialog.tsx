/**
 * Asks who sits there, over the page that needs to know: again before a weighty act (step-up), or
 * because the session ended. The page and what was typed in it stay; the request goes on after.
 */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { answerIdentityChecks, type Reason } from '../api/identity-check.ts'
import { forget, queryClient } from '../api/queries.ts'
import { refusalOf } from '../api/refusal.ts'
import { beginSession, sessionQuery } from '../api/session.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { FieldError } from '../parts/field.tsx'
import { signInByPasskey, stepUpByPasskey } from './passkey.ts'
import { goToProvider } from './provider.ts'

interface Question {
  readonly reason: Reason
  readonly answer: (known: boolean) => void
}

const TEXTS = {
  step_up: {
    title: 'Is it still you?',
    text: 'This is a weighty step, so Hubward asks for your passkey once more. It holds for five minutes.',
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
  const end = (known: boolean): void => {
    setQuestion(undefined)
    question.answer(known)
  }
  return <Ask reason={question.reason} onEnd={end} />
}

function Ask({ reason, onEnd }: { reason: Reason; onEnd: (known: boolean) => void }) {
  const { data: session } = useQuery(sessionQuery)
  const [pending, setPending] = useState(false)
  const [refused, setRefused] = useState<string>()
  const providers = session?.signedIn ? session.stepUp.providers : (session?.providers ?? [])
  const hasPasskey = reason === 'signed_out' || !session?.signedIn || session.stepUp.passkey
  const { title, text } = TEXTS[reason]

  const attempt = async (act: () => Promise<void>): Promise<void> => {
    setPending(true)
    setRefused(undefined)
    try {
      await act()
    } catch (thrown) {
      setRefused(refusalOf(thrown).message)
    }
    setPending(false)
  }
  const byPasskey = async (): Promise<void> => {
    if (reason === 'signed_out') beginSession(await signInByPasskey())
    else await stepUpByPasskey()
    onEnd(true)
    await forget(queryClient, ['session'])
  }
  const purpose = reason === 'step_up' ? 'step_up' : 'sign_in'
  const returnTo = location.pathname + location.search

  return (
    <Dialog open onClose={() => onEnd(false)} title={title} text={text}>
      <div className="flex flex-col gap-2.5">
        {hasPasskey && (
          <Button
            look="primary"
            size="large"
            icon="passkey"
            pending={pending}
            onClick={() => void attempt(byPasskey)}
          >
            Use your passkey
          </Button>
        )}
        {providers.map(({ id, name }) => (
          <Button
            key={id}
            size="large"
            onClick={() =>
              void attempt(() => goToProvider({ provider: id, purpose, returnTo })).catch(
                () => undefined,
              )
            }
          >
            Continue with {name}
          </Button>
        ))}
        {refused !== undefined && <FieldError>{refused}</FieldError>}
      </div>
    </Dialog>
  )
}
