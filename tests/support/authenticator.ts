/**
 * An authenticator in software (WebAuthn Level 3 §6): resident ES256 credentials, attestation
 * "none". It does what it is told, so that a test can also make what a real one never would.
 */
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'

export interface CreationRequest {
  readonly rp: { readonly id: string }
  readonly user: { readonly id: string }
  readonly challenge: string
  readonly excludeCredentials: readonly { readonly id: string }[]
}

export interface AssertionRequest {
  readonly rpId: string
  readonly challenge: string
  readonly allowCredentials: readonly { readonly id: string }[]
}

/** What is otherwise than it should be. */
export interface Mischief {
  readonly origin?: string
  readonly rpId?: string
  readonly userVerified?: boolean
  readonly userHandle?: string
  readonly counter?: number
  readonly challenge?: string
}

interface Credential {
  readonly id: string
  readonly rpId: string
  readonly userHandle: string
  readonly key: KeyObject
  counter: number
}

export class SoftwareAuthenticator {
  /** Of the page that asks. */
  readonly origin: string
  readonly #credentials: Credential[] = []

  constructor(origin: string) {
    this.origin = origin
  }

  /** `navigator.credentials.create()`. */
  create(options: CreationRequest, mischief: Mischief = {}) {
    if (options.excludeCredentials.some(({ id }) => this.#credentials.some((one) => one.id === id)))
      throw new Error('InvalidStateError: this authenticator has a credential of that list')
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const id = randomBytes(16)
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    const credential: Credential = {
      id: id.toString('base64url'),
      rpId: options.rp.id,
      userHandle: options.user.id,
      key: privateKey,
      counter: 0,
    }
    this.#credentials.push(credential)
    const attested = Buffer.concat([
      Buffer.alloc(16),
      Buffer.from([0, id.length]),
      id,
      // COSE_Key (RFC 9052 §7, RFC 9053 §7.1): EC2, ES256, P-256.
      Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]),
      Buffer.from(x, 'base64url'),
      Buffer.from([0x22, 0x58, 0x20]),
      Buffer.from(y, 'base64url'),
    ])
    const authData = Buffer.concat([this.#authData(credential, ATTESTED, mischief), attested])
    return {
      id: credential.id,
      rawId: credential.id,
      type: 'public-key' as const,
      clientExtensionResults: {},
      response: {
        clientDataJSON: this.#clientData('webauthn.create', options.challenge, mischief),
        attestationObject: attestationObject(authData).toString('base64url'),
        transports: ['internal'],
      },
    }
  }

  /** `navigator.credentials.get()`, by the newest credential that fits. */
  get(options: AssertionRequest, mischief: Mischief = {}) {
    const credential = this.#credentials.findLast(
      ({ id, rpId }) =>
        rpId === options.rpId &&
        (options.allowCredentials.length === 0 ||
          options.allowCredentials.some((one) => one.id === id)),
    )
    if (!credential) throw new Error('NotAllowedError: there is no credential for this')
    credential.counter = mischief.counter ?? credential.counter + 1
    const authData = this.#authData(credential, 0, mischief)
    const clientDataJSON = this.#clientData('webauthn.get', options.challenge, mischief)
    const hash = createHash('sha256').update(Buffer.from(clientDataJSON, 'base64url')).digest()
    return {
      id: credential.id,
      rawId: credential.id,
      type: 'public-key' as const,
      clientExtensionResults: {},
      response: {
        clientDataJSON,
        authenticatorData: authData.toString('base64url'),
        signature: sign('sha256', Buffer.concat([authData, hash]), credential.key).toString(
          'base64url',
        ),
        userHandle: mischief.userHandle ?? credential.userHandle,
      },
    }
  }

  #clientData(type: string, challenge: string, mischief: Mischief): string {
    const data = {
      type,
      challenge: mischief.challenge ?? challenge,
      origin: mischief.origin ?? this.origin,
      crossOrigin: false,
    }
    return Buffer.from(JSON.stringify(data)).toString('base64url')
  }

  #authData(credential: Credential, more: number, mischief: Mischief): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(credential.counter)
    const verified = mischief.userVerified === false ? 0 : VERIFIED
    return Buffer.concat([
      createHash('sha256')
        .update(mischief.rpId ?? credential.rpId)
        .digest(),
      Buffer.from([PRESENT | verified | more]),
      counter,
    ])
  }
}

/** Flags of authenticator data (WebAuthn §6.1). */
const PRESENT = 0x01
const VERIFIED = 0x04
const ATTESTED = 0x40

/** CBOR: `{ fmt: "none", attStmt: {}, authData }` (WebAuthn §8.7). */
function attestationObject(authData: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from([0xa3, 0x63]),
    Buffer.from('fmt'),
    Buffer.from([0x64]),
    Buffer.from('none'),
    Buffer.from([0x67]),
    Buffer.from('attStmt'),
    Buffer.from([0xa0, 0x68]),
    Buffer.from('authData'),
    Buffer.from([0x58, authData.length]),
    authData,
  ])
}
