/**
 * WebAuthn by `@simplewebauthn/server`: verifies what authenticators sign. Attestation is not asked
 * for and says nothing here; user verification is always demanded. What does not verify is
 * `undefined`: why is nobody's business but the log's.
 */
import {
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { z } from 'zod'
import type {
  AssertionAnswer,
  RegistrationAnswer,
  Site,
  WebAuthn,
} from '../../application/sign-in/ports.ts'
import type { Log } from '../../application/ports.ts'

/** COSE: EdDSA, ES256, RS256; what `creationOptions` offers. */
const ALGORITHMS = [-8, -7, -257]

const clientData = z.object({ challenge: z.string() })

export function createWebAuthn(site: Site, log: Log): WebAuthn {
  const origin = (): string => new URL(site.publicUrl).origin
  const rpId = (): string => new URL(site.publicUrl).hostname
  const attempt = async <T>(what: string, run: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await run()
    } catch (err) {
      log.info({ err }, `sign-in: ${what} did not verify`)
      return undefined
    }
  }
  return {
    challengeOf({ response }) {
      try {
        const text = Buffer.from(response.clientDataJSON, 'base64url').toString()
        return clientData.parse(JSON.parse(text)).challenge
      } catch {
        return undefined
      }
    },
    registered: (answer, challenge) =>
      attempt('a new passkey', async () => {
        const { verified, registrationInfo } = await verifyRegistrationResponse({
          response: registrationJson(answer),
          expectedChallenge: challenge,
          expectedOrigin: origin(),
          expectedRPID: rpId(),
          requireUserVerification: true,
          supportedAlgorithmIDs: ALGORITHMS,
        })
        if (!verified) return undefined
        const { credential, credentialBackedUp } = registrationInfo
        return {
          credentialId: credential.id,
          publicKey: credential.publicKey,
          counter: credential.counter,
          transports: credential.transports ?? [],
          synced: credentialBackedUp,
        }
      }),
    asserted: (answer, challenge, passkey) =>
      attempt('a passkey', async () => {
        const { verified, authenticationInfo } = await verifyAuthenticationResponse({
          response: assertionJson(answer),
          expectedChallenge: challenge,
          expectedOrigin: origin(),
          expectedRPID: rpId(),
          requireUserVerification: true,
          credential: {
            id: passkey.credentialId,
            publicKey: Uint8Array.from(passkey.publicKey),
            counter: passkey.counter,
          },
        })
        return verified ? authenticationInfo.newCounter : undefined
      }),
  }
}

const registrationJson = ({ id, rawId, type, response }: RegistrationAnswer) =>
  ({
    id,
    rawId,
    type,
    clientExtensionResults: {},
    response: {
      clientDataJSON: response.clientDataJSON,
      attestationObject: response.attestationObject,
      ...(response.transports && { transports: [...response.transports] }),
    },
  }) satisfies RegistrationResponseJSON

const assertionJson = ({ id, rawId, type, response }: AssertionAnswer) =>
  ({
    id,
    rawId,
    type,
    clientExtensionResults: {},
    response: {
      clientDataJSON: response.clientDataJSON,
      authenticatorData: response.authenticatorData,
      signature: response.signature,
      ...(response.userHandle && { userHandle: response.userHandle }),
    },
  }) satisfies AuthenticationResponseJSON
