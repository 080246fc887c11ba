/** What the steps of one check share, and the shape of a step. */
import type { ToldLimits } from '../../domain/check/judge-budget.ts'
import type { Judgement, StepName } from '../../domain/check/report.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import type { HubSpotFailure } from '../../domain/connection/hubspot-failure.ts'
import { RATE_HEADERS } from '../../domain/hubspot/limits.ts'
import type { Result } from '../../domain/result.ts'
import type { AccountReading } from '../connection/ports.ts'
import type { Context } from '../context.ts'
import type { CallRefusal } from '../gateway/refusal.ts'
import { askPortal, type PortalCall } from './ask-portal.ts'
import type { HouseAnswer } from '../gateway/house-call.ts'

export interface CheckOptions {
  /** What portal somebody was told to expect. */
  readonly expectedPortalId: number | null
  readonly testFlow: boolean
  /** Masked values in the progress; never in the report. */
  readonly showSample: boolean
}

/** By object: masked values by name of the field. */
export type MaskedSamples = Readonly<Record<string, Readonly<Record<string, string>>>>

export class CheckRun {
  readonly ctx: Context
  readonly checkId: string
  /** As it was when HubSpot was asked about its credential; before that, when the check began. */
  connection: Connection
  readonly options: CheckOptions
  /** Which credential is checked, to be compared; `null` where there is none. */
  credentialInUse: number | null
  /** When HubSpot was asked about it; `null` until then, and where the reading was handed in. */
  askedAt: Date | null = null
  /** Says what is being done, for people who watch. */
  readonly say: (text: string) => void
  /** What HubSpot says of the credential: of the step that asks, or handed in just asked. */
  reading: AccountReading | null
  /** Why HubSpot does not take it. */
  refusedBy: HubSpotFailure | null = null
  told: ToldLimits = { burst: null, daily: null }
  samples: MaskedSamples | null = null

  constructor(
    ctx: Context,
    checkId: string,
    connection: Connection,
    options: CheckOptions,
    more: Pick<CheckRun, 'say' | 'reading' | 'credentialInUse'>,
  ) {
    this.ctx = ctx
    this.checkId = checkId
    this.connection = connection
    this.options = options
    this.say = more.say
    this.reading = more.reading
    this.credentialInUse = more.credentialInUse
  }

  /** HubSpot scopes as told now, else as they were known. */
  get heldScopes(): readonly string[] {
    return this.reading?.hubspotScopes ?? this.connection.hubspotScopes
  }

  async ask(call: PortalCall): Promise<Result<HouseAnswer, CallRefusal>> {
    // Where the portal has moved to another host, the reading knows it already.
    const { connection, reading, checkId } = this
    const here = reading ? { ...connection, baseUrl: reading.baseUrl } : connection
    const answer = await askPortal(this.ctx, { connection: here, checkId }, call)
    if (answer.ok) this.#note(answer.value)
    return answer
  }

  #note({ header }: HouseAnswer): void {
    const number = (name: string): number | null => {
      const value = Number(header(name))
      return header(name) !== undefined && Number.isFinite(value) ? value : null
    }
    this.told = {
      burst: number(RATE_HEADERS.max) ?? this.told.burst,
      daily: number(RATE_HEADERS.daily) ?? this.told.daily,
    }
  }
}

export interface Step {
  readonly name: StepName
  /** Not run unless these were neither failed nor skipped. */
  readonly needs: readonly StepName[]
  run(run: CheckRun): Promise<Judgement>
}
