/** What handing over needs of the world: keys of its own, what opens a submission, and its rows. */
import type { Binding, IntakeKeys, SealedForm } from '../../domain/intake/box.ts'
import type { Findings, Intake, Refusal } from '../../domain/intake/intake.ts'
import type { Payload } from '../../domain/intake/payload.ts'
import type { IntakeRefusalName } from '../../domain/intake/refusals.ts'
import type { SenderOutcome } from '../../domain/intake/sender-mail.ts'
import type { Redacted } from '../../domain/redacted.ts'
import type { Result } from '../../domain/result.ts'
import type { SealedValue } from '../connection/ports.ts'
import type { Hash } from '../sign-in/ports.ts'

/** A submission, opened: the token taken out of whatever it came in. */
export interface OpenedSubmission extends Omit<Payload, 'key'> {
  /** As it was pasted or written; its form is not checked yet. */
  readonly token: Redacted<string>
}

/** The one key pair of an intake. Keys live here and in the vault, nowhere else. */
export interface IntakeBox {
  newKeys(): Promise<{ readonly keys: IntakeKeys; readonly secret: Redacted<string> }>
  /** Opens what was sealed for exactly this intake; everything else is a refusal by name. */
  open(
    secret: Redacted<string>,
    sealed: SealedForm,
    binding: Binding,
  ): Promise<Result<OpenedSubmission, IntakeRefusalName>>
}

/** The public half of an intake, with the hashes of what opens it. */
export interface NewIntake {
  readonly intake: Intake
  readonly keys: IntakeKeys
  readonly capability: Hash
  readonly secret: SealedValue
}

export interface Submission {
  readonly sealed: Uint8Array
  /** SHA-256 of it, hex. */
  readonly hash: Hash
  /** SHA-256 of the secret by which the sender sees the outcome. */
  readonly receipt: Hash
  readonly from: string
  readonly at: Date
  /** Until when it waits for a decision. */
  readonly endsAt: Date
}

export interface Decision {
  readonly at: Date
  /** Principal id, `operator`, or `hubward` where the vault itself refused. */
  readonly by: string
  readonly byName: string
}

/** Each write is one statement whose conditions are the state's; what it returns is what it did. */
export interface IntakeRepository {
  /** All that are under way, and so many of those that are over; newest first. */
  list(mostEnded: number): Promise<Intake[]>
  get(id: string): Promise<Intake | undefined>
  getForUpdate(id: string): Promise<Intake | undefined>
  insert(intake: NewIntake): Promise<void>
  keys(id: string): Promise<IntakeKeys | undefined>
  /** Only an open one whose time has not run out. */
  findOpen(id: string, capability: Hash, now: Date): Promise<Intake | undefined>
  /** What was submitted with exactly this, whatever became of it: a sender who asks again. */
  findSubmitted(
    id: string,
    capability: Hash,
    submission: Pick<Submission, 'hash' | 'receipt'>,
  ): Promise<Intake | undefined>
  /** Whoever submitted sees it, whatever became of it. */
  findByReceipt(id: string, receipt: Hash): Promise<Intake | undefined>
  /** @returns whether this was the first time */
  view(id: string, at: Date): Promise<boolean>
  /** Counts a wrong capability of an open one. */
  countBadCapability(id: string, now: Date): Promise<Intake | undefined>
  /** Wipes the key with it. */
  burn(id: string): Promise<Intake | undefined>
  /** One winner, whoever races: an open row, the right capability, in time. */
  submit(id: string, capability: Hash, submission: Submission): Promise<Intake | undefined>
  /** What was sealed and the key to it, while they are there. */
  sealed(
    id: string,
  ): Promise<{ readonly sealed: Uint8Array; readonly secret: SealedValue } | undefined>
  /** The request that a connection came by, not one that replaced its credential later. */
  ofConnection(connectionId: string): Promise<Intake | undefined>
  hold(id: string, findings: Findings): Promise<Intake | undefined>
  /** What HubSpot says now of one that waits for a decision. */
  renew(id: string, findings: Findings): Promise<Intake | undefined>
  /** Those that wait for a decision, the first to end first. */
  listHeld(): Promise<Intake[]>
  /** Only what nobody has held yet. Wipes key and submission with it. */
  reject(id: string, refusal: Refusal, decision: Decision): Promise<Intake | undefined>
  /** Wipes key and submission with it, and what the sender wrote. */
  refuse(id: string, refusal: Refusal, decision: Decision): Promise<Intake | undefined>
  /** While its time lasts. Wipes key and submission with it. */
  store(id: string, connectionId: string, decision: Decision): Promise<Intake | undefined>
  /** Wipes key and submission with it. */
  cancel(id: string, decision: Decision): Promise<Intake | undefined>
  /** Ends all whose time has run out, and wipes what they held. */
  expire(now: Date): Promise<{ readonly before: Intake; readonly after: Intake }[]>
  readonly senders: SenderRepository
  readonly words: WordsRepository
}

/** What senders wrote, sealed. Goes with what ends a request without anything having come of it. */
export interface WordsRepository {
  put(intakeId: string, sealed: SealedValue): Promise<void>
  get(intakeId: string): Promise<SealedValue | undefined>
}

/** Of who gave an address: it, sealed, and what needs no more telling. */
export interface Sender {
  readonly sealed: SealedValue
  readonly settled: readonly SenderOutcome[]
}

/** Addresses of senders, sealed, until they were told how it ended. */
export interface SenderRepository {
  /** @param wipeAt when it goes, whatever was told by then */
  put(intakeId: string, sealed: SealedValue, wipeAt: Date): Promise<void>
  get(intakeId: string): Promise<Sender | undefined>
  /** The intake that became this connection, not one that renewed its credential, while its sender's address is there. */
  intakeOf(connectionId: string): Promise<string | undefined>
  /** @returns all that is settled, with this; nothing where it was settled or wiped already */
  settle(intakeId: string, outcome: SenderOutcome): Promise<readonly SenderOutcome[] | undefined>
  wipe(intakeId: string): Promise<void>
  wipeOld(now: Date): Promise<void>
}
