/** What the authorization server needs of the database: authorisations, questions, artefacts, keys. */
import type {
  Access,
  Authorisation,
  AuthorisedResource,
  EndReason,
  OAuthClient,
  Resource,
} from '../../domain/authorisation/authorisation.ts'
import type { Result } from '../../domain/result.ts'
import type { SealedValue } from '../connection/ports.ts'

export interface AuthorisationRepository {
  list(filter?: { principalId?: string }): Promise<Authorisation[]>
  get(id: string): Promise<Authorisation | undefined>
  getForUpdate(id: string): Promise<Authorisation | undefined>
  insert(authorisation: Authorisation): Promise<void>
  /** Ends it and forgets its codes and refresh tokens. Idempotent: the first end stands. */
  end(id: string, at: Date, because: EndReason): Promise<void>
  endAllOf(principalId: string, at: Date, because: EndReason): Promise<void>
  /** Whether anybody ever let this client in. */
  isKnownClient(clientId: string): Promise<boolean>
  /** Not part of any decision; changes no picture. */
  touch(id: string, at: Date): Promise<void>
}

/** What a client asks for, as it stood when it began. */
export interface ConsentQuestion {
  readonly client: OAuthClient & {
    /** The client's own page. */
    readonly page: string | null
  }
  readonly redirectUri: string
  readonly resource: AuthorisedResource
  readonly access: Access
}

export interface ConsentRequest {
  /** SHA-256 in hex of the id in the page's address. */
  readonly uidHash: string
  /** SHA-256 in hex of the secret in the cookie of the browser that began. */
  readonly browserHash: string
  readonly question: ConsentQuestion
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly answer: ConsentAnswer | null
}

export interface ConsentAnswer {
  readonly at: Date
  readonly principalId: string
  /** `null`: no. */
  readonly authorisationId: string | null
}

export interface ConsentRepository {
  get(uidHash: string): Promise<ConsentRequest | undefined>
  getForUpdate(uidHash: string): Promise<ConsentRequest | undefined>
  /** Also forgets what expired before `createdAt`. */
  insert(request: Omit<ConsentRequest, 'answer'>): Promise<void>
  answer(uidHash: string, answer: ConsentAnswer): Promise<void>
}

export interface OAuthSettings {
  /** Clients without a published document may register themselves. */
  readonly dynamicRegistration: boolean
}

export interface OAuthSettingsRepository {
  get(): Promise<OAuthSettings>
  set(settings: OAuthSettings): Promise<void>
}

/** What the protocol remembers between two requests, known by the SHA-256 of its id. */
export interface Artefact {
  readonly payload: Readonly<Record<string, unknown>>
  readonly grantId: string | null
  readonly expiresAt: Date
}

export interface FoundArtefact extends Artefact {
  /** It was used, and so long ago that another use is not the same one repeated. */
  readonly spent: boolean
}

export interface Artefacts {
  /**
   * Also forgets, now and then, what expired.
   *
   * @param replaces the hash of the one of its kind that is used up by this: both happen or neither
   */
  put(kind: string, idHash: string, artefact: Artefact, replaces?: string): Promise<void>
  /** Expired ones too, while they are there. `graceSeconds`: how long a use may be repeated. */
  find(kind: string, idHash: string, graceSeconds: number): Promise<FoundArtefact | undefined>
  /** @returns whether this was the first use; `undefined` where there is none. */
  consume(kind: string, idHash: string): Promise<boolean | undefined>
  remove(kind: string, idHash: string): Promise<void>
  removeOfGrant(grantId: string): Promise<void>
}

/** Clients that registered themselves. */
export interface RegisteredClients {
  get(id: string): Promise<Readonly<Record<string, unknown>> | undefined>
  /**
   * Also forgets those that nobody let in for a month.
   * @returns whether there was room: so many an hour, so many in all
   */
  insert(id: string, metadata: Readonly<Record<string, unknown>>): Promise<boolean>
}

export interface StoredSigningKey {
  readonly id: string
  readonly publicJwk: Readonly<Record<string, unknown>>
  readonly sealed: SealedValue
  readonly createdAt: Date
}

export interface SigningKeys {
  /** Newest first. */
  list(): Promise<StoredSigningKey[]>
  /** Where none is younger than that moment: of several processes one makes the next key. */
  insertUnlessYounger(key: StoredSigningKey, than: Date): Promise<void>
  /** Those that had been replaced by a newer one before that moment. */
  forgetReplaced(before: Date): Promise<void>
}

/** What a genuine, unexpired access token of ours says. */
export interface AccessTokenClaims {
  readonly principalId: string
  /** The door it is for. */
  readonly resource: Resource
  readonly access: Access
  readonly expiresAt: Date
  /** What must still be live for it to be: an authorisation, or the client key it was fetched with. */
  readonly hangsOn:
    | { readonly kind: 'authorisation'; readonly id: string }
    | { readonly kind: 'key'; readonly id: string }
}

export type TokenFault =
  /** Nothing that we issued, whatever is wrong with it. */
  'not_ours' | 'expired'

/** Reads access tokens: a signature is checked once and then remembered. */
export interface AccessTokens {
  /** At once where it was seen before. */
  read(
    token: string,
    now: Date,
  ): Result<AccessTokenClaims, TokenFault> | Promise<Result<AccessTokenClaims, TokenFault>>
}
