/**
 * Passkeys in this browser: signing in, stepping up, making one. What the browser says when a
 * person closes its window is put into words; everything else is the server's to say.
 */
import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
  WebAuthnError,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import { api } from '../api/api.ts'
import type { Answer, Body } from '../api/endpoints.ts'
import { Refusal } from '../api/refusal.ts'
import type { SignedIn } from '../api/session.ts'

export const passkeysWork = (): boolean => browserSupportsWebAuthn()

/** @throws Refusal */
export async function signInByPasskey(): Promise<SignedIn> {
  const { options } = await api('POST /api/v1/sign-in/passkey/begin')
  const response = await authenticate(options)
  return api('POST /api/v1/sign-in/passkey/complete', { body: { response } })
}

/** @throws Refusal */
export async function stepUpByPasskey(): Promise<void> {
  const { options } = await api('POST /api/v1/step-up/passkey/begin')
  const response = await authenticate(options)
  await api('POST /api/v1/step-up/passkey/complete', { body: { response } })
}

type Registered = Body<'POST /api/v1/passkeys'>['response']
type Authenticated = Body<'POST /api/v1/sign-in/passkey/complete'>['response']
type CreationOptions = Answer<'POST /api/v1/passkeys/begin'>['options']
type RequestOptions = Answer<'POST /api/v1/sign-in/passkey/begin'>['options']

/** Makes a passkey by the options that the server gave. @throws Refusal */
export const makePasskey = (options: CreationOptions): Promise<Registered> =>
  inWords(async () => {
    const optionsJSON = options as PublicKeyCredentialCreationOptionsJSON
    return (await startRegistration({ optionsJSON })) as Registered
  })

const authenticate = (options: RequestOptions): Promise<Authenticated> =>
  inWords(async () => {
    const optionsJSON = options as PublicKeyCredentialRequestOptionsJSON
    return (await startAuthentication({ optionsJSON })) as Authenticated
  })

async function inWords<T>(act: () => Promise<T>): Promise<T> {
  if (!passkeysWork())
    throw said('This browser knows no passkeys, or the page is not reached by HTTPS or localhost.')
  try {
    return await act()
  } catch (thrown) {
    throw said(wordsFor(thrown))
  }
}

const said = (message: string): Refusal => new Refusal({ code: 'passkey', status: 0, message })

/** By the name that WebAuthn gives the failure (Level 3 §5.1). */
const WORDS: Readonly<Record<string, string>> = {
  NotAllowedError:
    'The browser’s window was closed, or it waited too long. Try again when you are ready.',
  InvalidStateError:
    'This device already has a passkey for you here. Use that one, or another device.',
  NotSupportedError:
    'This device cannot keep such a passkey. Try another device or a security key.',
  SecurityError:
    'The browser refuses passkeys at this address. Use the address that Hubward was set up with.',
  AbortError: 'It was cancelled. Try again when you are ready.',
}

export function wordsFor(thrown: unknown): string {
  const cause = thrown instanceof WebAuthnError ? (thrown.cause ?? thrown) : thrown
  const name = cause instanceof Error ? cause.name : ''
  return WORDS[name] ?? 'The passkey could not be used. Try again, or use another way to sign in.'
}
