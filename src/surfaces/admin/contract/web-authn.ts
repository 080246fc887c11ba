/**
 * What a browser's authenticator and we say to one another, in the JSON forms of WebAuthn Level 3
 * §5.1.8–5.1.10 (`parseCreationOptionsFromJSON()`, `toJSON()`). Only the members that are used.
 */
import { z } from 'zod'

/** An attestation object without attestation is some hundred bytes; this leaves room and no more. */
const bytes = z
  .string()
  .max(8_192)
  .regex(/^[\w-]+$/, 'This must be base64url without padding.')

const credential = {
  id: bytes,
  rawId: bytes,
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).nullish(),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
}

const transports = z.array(z.string().max(20)).max(10)

/** What `navigator.credentials.create()` made. */
export const registrationResponse = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes,
    attestationObject: bytes,
    transports: transports.nullish(),
  }),
})

/** What `navigator.credentials.get()` made. */
export const authenticationResponse = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: bytes.nullish(),
  }),
})

const descriptor = z.object({
  id: z.string(),
  type: z.literal('public-key'),
  transports: z.array(z.string()).optional(),
})

/** For `startRegistration({ optionsJSON })`. */
export const creationOptions = z.object({
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  challenge: z.string(),
  pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.number() })),
  timeout: z.number(),
  attestation: z.literal('none'),
  excludeCredentials: z.array(descriptor),
  authenticatorSelection: z.object({
    residentKey: z.literal('required'),
    requireResidentKey: z.literal(true),
    userVerification: z.literal('required'),
  }),
})

/** For `startAuthentication({ optionsJSON })`. */
export const requestOptions = z.object({
  rpId: z.string(),
  challenge: z.string(),
  timeout: z.number(),
  /** Empty at sign-in: the authenticator offers the passkeys that it keeps for us. */
  allowCredentials: z.array(descriptor),
  userVerification: z.literal('required'),
})
