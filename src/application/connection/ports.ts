/**
 * What connecting a portal needs of the world: HubSpot's word on a credential, its OAuth endpoints,
 * a lock across processes, and the rows of tokens' ages and pending authorisations.
 */
import type {
  AccountType,
  Connection,
  CustomObjectType,
} from '../../domain/connection/connection.ts'
import type { HubSpotFailure } from '../../domain/connection/hubspot-failure.ts'
import type { CredentialKind } from '../../domain/credential/kind.ts'
import type { Redacted } from '../../domain/redacted.ts'
import type { Result } from '../../domain/result.ts'
import type { SealedSecret } from '../ports.ts'

/** What HubSpot says of a credential and the portal behind it. */
export interface AccountReading {
  /** Where the portal answered: the regional host where the one that was asked sent us there. */
  readonly baseUrl: string
  readonly portalId: number
  readonly portalName: string | null
  readonly accountType: AccountType
  readonly hublet: string
  readonly uiDomain: string
  readonly timeZone: string
  readonly hubspotUserId: number | null
  readonly hubspotAppId: number | null
  /** Sorted. */
  readonly hubspotScopes: readonly string[]
  readonly customObjectTypes: readonly CustomObjectType[]
  /** Sentences for the admin: what could not be found out, and why it matters. */
  readonly notices: readonly string[]
  /** Of what HubSpot said nothing: empty or guessed here, and not known to be so. Absent: it said all. */
  readonly unheard?: readonly Unheard[]
}

/** The account's name, type, place and time zone; who holds the credential; the custom object types. */
export type Unheard = 'account' | 'holder' | 'customObjectTypes'

/** A credential on its way in: what HubSpot must be shown to tell who it is. */
export type PresentedCredential =
  | {
      readonly kind: Exclude<CredentialKind, 'oauth' | 'developer_key'>
      readonly baseUrl: string
      readonly token: Redacted<string>
    }
  | {
      readonly kind: 'oauth'
      readonly baseUrl: string
      /** An access token. */
      readonly token: Redacted<string>
      readonly app: OAuthApp
    }
  | {
      readonly kind: 'developer_key'
      readonly baseUrl: string
      readonly token: Redacted<string>
      readonly developer: DeveloperAccount
    }

/** HubSpot does not tell whose a developer key is, so the admin does. */
export interface DeveloperAccount {
  readonly portalId: number
  /** An app of that account, on which the key can be tried. */
  readonly appId: number | null
}

/** HubSpot's word on who a credential is. Changes nothing there. */
export interface AccountReader {
  /** The operator's own origin (`HUBWARD_HUBSPOT_BASE_URL`), where one is set. */
  readonly operatorOrigin: string | null
  /**
   * @param within ends it sooner, as a time-out
   * @param asks called before each question, of which there are one to five
   */
  read(
    presented: PresentedCredential,
    within?: AbortSignal,
    asks?: () => void,
  ): Promise<Result<AccountReading, HubSpotFailure>>
}

/** The same within the connections' allowances. */
export interface HubSpotAccounts extends Pick<AccountReader, 'operatorOrigin'> {
  /**
   * @param connection whose allowance the questions come out of; left out for a portal that is not known
   *   yet
   */
  read(
    presented: PresentedCredential,
    connection?: Connection,
  ): Promise<Result<AccountReading, HubSpotFailure>>
  /**
   * Takes room for so many reads out of a connection's allowance, for whoever cannot wait for it later.
   *
   * @param patienceMs how long to wait for it, ten seconds unless told; then it is done without
   */
  reserve(connection: Connection, reads: number, patienceMs?: number): Promise<ReservedReads>
}

export interface ReservedReads {
  read(
    presented: PresentedCredential,
    within?: AbortSignal,
  ): Promise<Result<AccountReading, HubSpotFailure>>
  /** Gives back the room of reads that were not made. */
  end(): void
}

export interface OAuthApp {
  readonly clientId: Redacted<string>
  readonly clientSecret: Redacted<string>
}

/** What the token endpoint gave. */
export interface OAuthTokens {
  readonly accessToken: Redacted<string>
  /** `undefined` where the answer had none: then the old one stays. */
  readonly refreshToken: Redacted<string> | undefined
  readonly lifetimeSeconds: number
}

export interface AuthorizeRequest {
  readonly clientId: Redacted<string>
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly optionalScopes: readonly string[]
  readonly state: string
  /** S256, base64url. */
  readonly codeChallenge: string
  readonly hublet: string | null
}

/** HubSpot's OAuth endpoints. Every method asks once: repeating might end the grant. */
export interface OAuthEndpoint {
  /** Where the admin's browser goes. */
  authorizeUrl(baseUrl: string, request: AuthorizeRequest): string
  exchange(
    baseUrl: string,
    app: OAuthApp,
    grant: { code: string; redirectUri: string; codeVerifier: Redacted<string> },
  ): Promise<Result<OAuthTokens, HubSpotFailure>>
  /** @param within ends it sooner, as a time-out; once it is over nothing is sent any more */
  refresh(
    baseUrl: string,
    app: OAuthApp,
    refreshToken: Redacted<string>,
    within?: AbortSignal,
  ): Promise<Result<OAuthTokens, HubSpotFailure>>
  /** Ends the grant; access tokens that were issued live on until they expire. */
  revoke(
    baseUrl: string,
    app: OAuthApp,
    refreshToken: Redacted<string>,
  ): Promise<Result<null, HubSpotFailure>>
}

/** Work that at most one process of the installation does at a time. */
export interface Exclusive {
  /**
   * Waits for the lock up to `waitMs`, runs, and lets go whatever happens; if the process dies
   * the lock dies with it. Held by a database connection of its own, which writes nothing, so
   * that the work may call the network without holding a row. Kept for at most `LONGEST_HELD_MS`.
   *
   * @param work its signal ends before the lock does, or with it: whatever only one may do at a time is
   *   not begun any more
   * @throws HubwardError `database.unreachable` also where the lock stays taken for so long
   */
  run<T>(name: string, waitMs: number, work: (held: AbortSignal) => Promise<T>): Promise<T>
}

/** How old a connection's access token is. */
export interface OAuthLife {
  readonly connectionId: string
  /** Rises with every token; makes writes after a refresh conditional. */
  readonly generation: number
  readonly issuedAt: Date
  readonly expiresAt: Date
}

/** Ciphertext with what is needed to open it, for a place that is not a connection's field. */
export type SealedValue = Pick<SealedSecret, 'kekId' | 'kekVersion' | 'wrappedKey' | 'ciphertext'>

/** An authorisation that an admin began and HubSpot has not answered yet. */
export interface PendingAuthorisation {
  /** SHA-256 of `state`, hex. */
  readonly stateHash: string
  readonly id: string
  /** Principal id, or `operator`. */
  readonly begunBy: string
  /** What was asked for, without secrets; parsed by whoever wrote it. */
  readonly request: unknown
  readonly secrets: Readonly<Record<string, SealedValue>>
  readonly createdAt: Date
  readonly expiresAt: Date
}

export interface OAuthRepository {
  life(connectionId: string): Promise<OAuthLife | undefined>
  /**
   * Writes the life whatever stood there: a new connection, a replaced credential. Its generation is the
   * next, also after an end.
   */
  begin(life: Omit<OAuthLife, 'generation'>): Promise<void>
  /** Writes it only where the generation before it still stands. @returns whether it did */
  advance(life: OAuthLife): Promise<boolean>
  end(connectionId: string): Promise<void>
  /** Also forgets the ones that expired before `createdAt`. */
  insertPending(pending: PendingAuthorisation): Promise<void>
  /** Takes it out, expired or not, for whoever began it: a second taker finds nothing. */
  takePending(stateHash: string, begunBy: string): Promise<PendingAuthorisation | undefined>
}
