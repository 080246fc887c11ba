/** Asking an identity provider beside the page: the window, how it fares, and what to do where none opens. */
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { refusalOf } from '../api/refusal.ts'
import { Button } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { goToProvider, type Begin } from './provider.ts'
import { openProvider } from './provider-window.ts'

interface Asking {
  readonly purpose: 'sign_in' | 'step_up'
  /** They have shown there who they are. */
  readonly onShown: () => Promise<void>
}

type State =
  | { readonly is: 'open' }
  | { readonly is: 'blocked'; readonly provider: string }
  | {
      readonly is: 'refused'
      readonly why: string
    }

/** `ask` is for a click; `note` stands below what was clicked. */
export function useProviderWindow({ purpose, onShown }: Asking): {
  readonly ask: (provider: string) => Promise<void>
  readonly note: ReactNode
} {
  const [state, setState] = useState<State>()
  const waiting = useRef<AbortController>(undefined)
  useEffect(() => () => waiting.current?.abort(), [])

  const begin = (provider: string): Begin => ({
    provider,
    purpose,
    returnTo: location.pathname + location.search,
  })
  const ask = async (provider: string): Promise<void> => {
    waiting.current?.abort()
    const { signal } = (waiting.current = new AbortController())
    setState(undefined)
    const opened = await openProvider(begin(provider), {
      gone: signal,
      onEnd: ({ refused }) => {
        if (refused !== null) return setState({ is: 'refused', why: refused })
        onShown().catch((thrown: unknown) =>
          setState({ is: 'refused', why: refusalOf(thrown).message }),
        )
      },
    })
    setState(opened ? { is: 'open' } : { is: 'blocked', provider })
  }
  return {
    ask,
    note: state && (
      <Note
        state={state}
        inThisTab={(provider) =>
          goToProvider(begin(provider)).catch((thrown: unknown) =>
            setState({ is: 'refused', why: refusalOf(thrown).message }),
          )
        }
      />
    ),
  }
}

function Note({
  state,
  inThisTab,
}: {
  state: State
  inThisTab: (provider: string) => Promise<void>
}) {
  const [leaving, setLeaving] = useState(false)
  if (state.is === 'open')
    return (
      <Callout alert title="Go on in the other window">
        This page stays as it is and goes on by itself once you are done there. Have you closed that
        window? Press the button again.
      </Callout>
    )
  if (state.is === 'refused')
    return (
      <Callout tone="bad" alert>
        {state.why}
      </Callout>
    )
  return (
    <Callout
      tone="warn"
      alert
      title="Your browser opened no window"
      actions={
        <Button
          size="small"
          pending={leaving}
          onClick={() => {
            setLeaving(true)
            void inThisTab(state.provider)
          }}
        >
          Leave this page and go on there
        </Button>
      }
    >
      Allow windows for this address and press the button again. Without one the provider takes the
      place of this page, and what you have not saved here is lost.
    </Callout>
  )
}
