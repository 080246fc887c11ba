/** What a provider's own document says, read while one types, and what is to be entered there. */
import { useEffect, useState } from 'react'
import { api } from '../api/api.ts'
import type { Answer } from '../api/endpoints.ts'
import { refusalOf } from '../api/refusal.ts'
import { Button } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { CopyBlock } from '../parts/copy.tsx'
import { Spinner } from '../parts/icon.tsx'

type Tested = Answer<'POST /api/v1/identity-providers/test'>

interface Found {
  /** Whether the issuer looks like one that can be asked. */
  readonly whole: boolean
  /** `undefined` while it is read. */
  readonly answer: Tested | undefined
  /** Why we could not even ask. */
  readonly refused: string | undefined
  /** Reads it once more: whoever runs the provider may have mended it. */
  again(): void
}

const PAUSE_MS = 600
const LOOKS_WHOLE = /^https?:\/\/[^\s/]+\S*$/
/** Of the examples in the dialog, which are nobody's address. */
const EXAMPLE = /TENANT-ID|YOUR-COMPANY/

export function useDiscovery(issuer: string): Found {
  // By issuer, so that a late answer about one that was typed before is not taken for this one's.
  const [tested, setTested] = useState<Tests>({})
  const whole = LOOKS_WHOLE.test(issuer) && !EXAMPLE.test(issuer)
  useEffect(() => {
    if (!whole) return undefined
    const timer = setTimeout(() => void read(issuer).then((one) => setTested(and(one))), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [issuer, whole])
  const present = tested[issuer]
  return {
    whole,
    answer: present?.answer,
    refused: present?.refused,
    again() {
      setTested((all) => ({ ...all, [issuer]: undefined }))
      void read(issuer).then((one) => setTested(and(one)))
    },
  }
}

interface Read extends Pick<Found, 'answer' | 'refused'> {
  readonly of: string
}

type Tests = Readonly<Record<string, Read | undefined>>

const and =
  (one: Read) =>
  (all: Tests): Tests => ({ ...all, [one.of]: one })

const read = (issuer: string): Promise<Read> =>
  api('POST /api/v1/identity-providers/test', { body: { issuer } }).then(
    (answer) => ({ of: issuer, answer, refused: undefined }),
    (thrown: unknown) => ({ of: issuer, answer: undefined, refused: refusalOf(thrown).message }),
  )

/** Says at once whether the provider can be read, and what would not work. */
export function Discovery({ found: { whole, answer, refused, again } }: { found: Found }) {
  if (!whole) return null
  return (
    <div role="status">
      {refused !== undefined ? (
        <Unusable why={refused} again={again} />
      ) : answer === undefined ? (
        <p className="flex items-center gap-2 text-[0.8125rem] text-faint">
          <Spinner size={14} /> Reading its discovery document…
        </p>
      ) : answer.ok ? (
        <Callout
          tone={answer.findings.length > 0 ? 'warn' : 'good'}
          title={answer.findings.length > 0 ? 'It answers, but' : 'It answers as it should'}
        >
          {answer.findings.length > 0 ? (
            answer.findings.join(' ')
          ) : (
            <>
              People will sign in at{' '}
              <span className="break-all">{hostOf(answer.authorizationEndpoint)}</span>.
            </>
          )}
        </Callout>
      ) : (
        <Unusable why={answer.message} again={again} />
      )}
    </div>
  )
}

const Unusable = ({ why, again }: { why: string; again: () => void }) => (
  <Callout
    tone="bad"
    title="It cannot be used as it stands"
    actions={
      <Button size="small" icon="refresh" onClick={again}>
        Read it again
      </Button>
    }
  >
    {why}
  </Callout>
)

/** Each provider has an address of its own to come back to, so it is known with the issuer. */
export const RegisterThere = ({ redirectUri }: { redirectUri: string | undefined }) => (
  <div>
    <p className="mb-2">
      {redirectUri === undefined
        ? 'Register Hubward there as a web application. The redirect URI to enter shows here once the issuer is whole.'
        : 'Register Hubward there as a web application with this redirect URI, which is for this provider alone:'}
    </p>
    {redirectUri !== undefined && <CopyBlock text={redirectUri} label="Redirect URI" wrap />}
  </div>
)

const hostOf = (address: string): string =>
  URL.canParse(address) ? new URL(address).host : address
