/**
 * What the verbs need of the world, as interfaces. Adapters implement them; `main` hands them
 * over in a {@link Context}. Nothing here knows SQL, HTTP or a library.
 */
import type { ClientKey, Grant, Group, Organisation, Principal } from '../domain/access/entities.ts'
import type { AccessPicture } from '../domain/access/picture.ts'
import type { CallEvent } from '../domain/audit/event.ts'
import type { AuditRepository } from './audit/ports.ts'
import type { BudgetName } from '../domain/budget/buckets.ts'
import type { Lane } from '../domain/budget/lane.ts'
import type { Connection } from '../domain/connection/connection.ts'
import type { Redacted } from '../domain/redacted.ts'
import type { Result } from '../domain/result.ts'
import type {
  AuthorisationRepository,
  ConsentRepository,
  OAuthSettingsRepository,
} from './authorisation/ports.ts'
import type { CheckRepository } from './check/ports.ts'
import type { OAuthRepository, SealedValue } from './connection/ports.ts'
import type { HealthRepository } from './health/ports.ts'
import type { IntakeRepository } from './intake/ports.ts'
import type { JobRepository } from './jobs/ports.ts'
import type { NoticeRepository } from './notice/ports.ts'
import type { PeopleRepository } from './people/ports.ts'
import type { ProvisioningRepository } from './people/provisioning/ports.ts'
import type { ReviewRepository } from './review/ports.ts'
import type { RequestRepository } from './people/requests/ports.ts'
import type { SlotRepository } from './rotation/ports.ts'
import type { Rewrapping, SealedRepository, SealedRow, VaultKeyRepository } from './vault/ports.ts'
import type { ScimRepository } from './scim/ports.ts'
import type { SignInRepositories } from './sign-in/ports.ts'

/** Time and chance, handed in so that tests can turn them. */
export interface World {
  now(): Date
  /** Milliseconds since some fixed moment; never goes back. */
  monotonicMs(): number
  /** Resolves after that time, or rejects when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Cryptographically strong. */
  randomBytes(count: number): Uint8Array
}

export interface Store {
  /** Reads outside any transaction. */
  readonly read: Repositories
  /** Runs `work` in one transaction; whatever it throws rolls everything back. */
  transaction<T>(work: (tx: Repositories) => Promise<T>): Promise<T>
  /** The same without queueing: for sessions and what is under way, never for who may do what. */
  aside<T>(work: (tx: Repositories) => Promise<T>): Promise<T>
}

/** One repository per query group; `…ForUpdate` locks the row until the transaction ends. */
export interface Repositories {
  readonly organisation: OrganisationRepository
  readonly principals: PrincipalRepository
  readonly groups: GroupRepository
  readonly grants: GrantRepository
  readonly keys: KeyRepository
  readonly connections: ConnectionRepository
  readonly secrets: SecretRepository
  readonly intakes: IntakeRepository
  readonly oauth: OAuthRepository
  readonly slots: SlotRepository
  readonly vaultKeys: VaultKeyRepository
  readonly sealed: SealedRepository
  readonly authorisations: AuthorisationRepository
  readonly consents: ConsentRepository
  readonly oauthSettings: OAuthSettingsRepository
  readonly signIn: SignInRepositories
  readonly health: HealthRepository
  readonly audit: AuditRepository
  readonly jobs: JobRepository
  readonly notices: NoticeRepository
  readonly checks: CheckRepository
  readonly provisioning: ProvisioningRepository
  readonly requests: RequestRepository
  readonly people: PeopleRepository
  readonly scim: ScimRepository
  readonly reviews: ReviewRepository
}

export interface OrganisationRepository {
  get(): Promise<Organisation | undefined>
  /** Creates the one organisation, or renames it. */
  save(organisation: Organisation): Promise<void>
}

export interface PrincipalRepository {
  list(): Promise<Principal[]>
  get(id: string): Promise<Principal | undefined>
  getForUpdate(id: string): Promise<Principal | undefined>
  /** Active members only; the address is compared in lower case. */
  findMemberByEmail(email: string): Promise<Principal | undefined>
  /** Active service accounts only. */
  findServiceAccountByName(name: string): Promise<Principal | undefined>
  insert(principal: Principal): Promise<void>
  update(principal: Principal): Promise<void>
  /** Locks all active admins, so that two removals cannot both see another one left. */
  lockActiveAdmins(): Promise<Principal[]>
}

export interface GroupRepository {
  list(): Promise<Group[]>
  get(id: string): Promise<Group | undefined>
  getForUpdate(id: string): Promise<Group | undefined>
  findByName(name: string): Promise<Group | undefined>
  insert(group: Group): Promise<void>
  /** Writes all fields, the member list included. */
  update(group: Group): Promise<void>
  /** Ends the group's grants with it. */
  remove(id: string): Promise<void>
  removeMemberEverywhere(principalId: string): Promise<void>
}

export interface GrantRepository {
  list(filter?: { groupId?: string; connectionId?: string }): Promise<Grant[]>
  get(id: string): Promise<Grant | undefined>
  insert(grant: Grant): Promise<void>
  update(grant: Grant): Promise<void>
  remove(id: string): Promise<void>
  removeForConnection(connectionId: string): Promise<void>
}

/** A key with its SHA-256, as it is written. */
export interface StoredKey extends ClientKey {
  readonly hash: Uint8Array
}

export interface KeyRepository {
  list(filter?: { principalId?: string }): Promise<ClientKey[]>
  get(id: string): Promise<ClientKey | undefined>
  insert(key: StoredKey): Promise<void>
  /** Idempotent: an earlier revocation keeps its time. */
  revoke(id: string, at: Date): Promise<void>
  revokeAllOf(principalId: string, at: Date): Promise<void>
}

export interface ConnectionRepository {
  list(): Promise<Connection[]>
  get(id: string): Promise<Connection | undefined>
  getForUpdate(id: string): Promise<Connection | undefined>
  findByName(name: string): Promise<Connection | undefined>
  insert(connection: Connection): Promise<void>
  update(connection: Connection): Promise<void>
}

/** A sealed secret as it lies in the database: ciphertext only. */
export interface SealedSecret {
  readonly connectionId: string
  /** Which field: `token`, `clientId`, `clientSecret`, `refreshToken`, `accessToken`. */
  readonly field: string
  /** 1, 2, 3 …; the highest is current. */
  readonly version: number
  readonly kekId: string
  readonly kekVersion: number
  readonly wrappedKey: Uint8Array
  readonly ciphertext: Uint8Array
  readonly createdAt: Date
}

export interface SecretRepository {
  current(connectionId: string, field: string): Promise<SealedSecret | undefined>
  /** A given version, where it is still kept. */
  version(connectionId: string, field: string, version: number): Promise<SealedSecret | undefined>
  insert(secret: SealedSecret): Promise<void>
  /** Wipes the versions of a field below the given one. */
  removeBelow(connectionId: string, field: string, version: number): Promise<void>
  /** Wipes every version of all other fields. */
  keepOnly(connectionId: string, fields: readonly string[]): Promise<void>
  /** Wipes every version of every field. */
  removeAll(connectionId: string): Promise<void>
}

/** Records calls; several waiting calls share one commit. */
export interface CallLog {
  /**
   * Resolves when the event is durable.
   * @throws HubwardError `audit.unavailable`
   */
  record(event: CallEvent): Promise<void>
}

/** The grants, keys and connections in memory, kept current by notification. */
export interface AccessPictures {
  /**
   * The picture, confirmed against the database within the last second: at once as a rule, after
   * a fresh confirmation when the last one is older (a promise then).
   * @throws HubwardError `access.picture_stale`
   */
  current(): AccessPicture | Promise<AccessPicture>
  /** Reads again now; after it resolves this process acts on everything committed before. */
  refresh(): Promise<void>
}

/** Seals and opens secrets. Opening is for the code that calls HubSpot, nothing else. */
export interface Vault {
  /**
   * Stores the next version of a field within the given transaction. @returns its number
   * @throws HubwardError `vault.key_missing` where this process does not hold the key that seals
   */
  seal(
    tx: Repositories,
    connectionId: string,
    field: string,
    secret: Redacted<string>,
  ): Promise<number>
  /** @throws HubwardError `vault.key_missing`, `vault.sealed_row`; `undefined` where there is none. */
  open(
    from: Repositories,
    connectionId: string,
    field: string,
    /** The current one unless told otherwise. */
    version?: number,
  ): Promise<Redacted<string> | undefined>
  /** Seals what belongs to no connection yet; the caller keeps it, bound to `rowId` and `field`. */
  wrap(
    from: Repositories,
    place: { rowId: string; field: string },
    secret: Redacted<string>,
  ): Promise<SealedValue>
  /** Wraps its data key anew, by that version of the master key. @throws as `unwrap` */
  rewrap(from: Repositories, row: SealedRow, version: number): Promise<Rewrapping>
  /** @throws HubwardError `vault.key_missing`, `vault.sealed_row` */
  unwrap(
    from: Repositories,
    place: { rowId: string; field: string },
    sealed: SealedValue,
  ): Promise<Redacted<string>>
}

/** The bearer token to send for a connection, refreshed in time where it is an OAuth one. */
export interface Credentials {
  /**
   * At once from memory when it is there (so that a call costs no promise), else a promise.
   * @throws HubwardError `connection.needs_reauth`, `vault.sealed_row`; for an OAuth token that
   *   could not be refreshed in time, the `connection.*` code of what HubSpot said
   */
  bearer(connection: Connection): Redacted<string> | Promise<Redacted<string>>
  /** Forget what is in memory (rotation, disconnection). */
  forget(connectionId: string): void
  /**
   * HubSpot answered 401 to `refused`, so it did nothing. Says whether there is another bearer to
   * try instead: one that was renewed or rotated meanwhile, or the one before the last rotation,
   * which is then the connection's again on every replica.
   */
  renew(connection: Connection, refused: Redacted<string>): Renewed | Promise<Renewed>
}

/** `in_doubt`: there is one before, and HubSpot did not answer about it just now. */
export type Renewed = 'another' | 'none' | 'in_doubt'

/** One attempt of a call to HubSpot. */
export interface UpstreamRequest {
  /** The connection's `baseUrl`. */
  readonly origin: string
  readonly method: string
  /** Path and query at HubSpot. */
  readonly path: string
  readonly bearer: Redacted<string>
  /** Name, value, name, value …; built from an allow-list, without authorization. */
  readonly headers: readonly string[]
  readonly body: Uint8Array | AsyncIterable<Uint8Array> | null
}

/**
 * Why an attempt got no whole answer. `sent` is false only where HubSpot cannot have seen the
 * request (connection refused, name not resolved), so that repeating it is always safe.
 */
export interface UpstreamFailure {
  readonly kind: 'unreachable' | 'timeout' | 'broken' | 'aborted'
  readonly sent: boolean
  /** For the log; free of secrets. */
  readonly detail: string
}

export type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>

/** Receives one attempt's answer, already scrubbed of live secrets. */
export interface UpstreamAnswer {
  head(status: number, headers: AnswerHeaders): void
  data(chunk: Uint8Array): void
  end(): void
  fail(failure: UpstreamFailure): void
}

/** Control over an attempt under way. */
export interface UpstreamAttempt {
  pause(): void
  resume(): void
  /** Ends it; the answer hears nothing more. */
  abort(): void
}

/** The only way calls reach HubSpot. Never follows a redirect with the credential. */
export interface Upstream {
  send(request: UpstreamRequest, answer: UpstreamAnswer): UpstreamAttempt
}

export type { Lane }

export interface BudgetRequest {
  readonly connection: Connection
  /** Every bucket that the call counts against, e.g. `['burst', 'daily']`. */
  readonly buckets: readonly BudgetName[]
  readonly lane: Lane
  /** Whom the call is charged to when groups compete. */
  readonly groupId: string
  /** How long the caller is willing to wait, in milliseconds. */
  readonly patienceMs: number
  /**
   * Goes out although the day counts as spent: for a look at whether it still is. HubSpot's answer
   * has the last word, and opens the day again for everybody where it tells of calls that are left.
   */
  readonly despiteDay?: boolean
  readonly signal?: AbortSignal
}

export interface BudgetSpent {
  readonly reason: 'budget_spent'
  readonly budget: BudgetName
  /** Honest: by then, and not much earlier, a call could pass. */
  readonly retryAfterMs: number
}

/** Permission to make one call; must be settled exactly once. */
export interface Allowance {
  /** Milliseconds spent waiting. */
  readonly waitedMs: number
  /** The call reached HubSpot and its answer's head is here: corrects the picture of the budget. */
  settle(answer: {
    status: number
    header(name: string): string | undefined
    /** Of a 429 whose body was read: the bucket that its `policyName` or message names. */
    refused?: BudgetName
  }): void
  /** The call was never sent: the tokens return at once. */
  cancel(): void
  /** It may or may not have arrived (reset, time-out): the tokens are held for a full window. */
  lost(): void
}

/** What a caller still has, for headers and gauges. */
export interface BudgetReading {
  readonly budget: BudgetName
  readonly limit: number
  readonly remaining: number
  /** Length of the window in milliseconds. */
  readonly windowMs: number
}

export interface Budget {
  take(
    request: BudgetRequest,
  ): Result<Allowance, BudgetSpent> | Promise<Result<Allowance, BudgetSpent>>
  /** A 429's body, read after `settle`, names the bucket: nothing passes until it is over. */
  refused(connection: Connection, budget: BudgetName, retryAfterMs?: number): void
  /** Cheap, from memory; for the headers of an answer. */
  reading(connection: Connection): readonly BudgetReading[]
}

/** Structured log; values may hold `Redacted`, never bare secrets. */
export interface Log {
  debug(facts: Record<string, unknown>, message: string): void
  info(facts: Record<string, unknown>, message: string): void
  warn(facts: Record<string, unknown>, message: string): void
  error(facts: Record<string, unknown>, message: string): void
}
