/** What a check of the doctor is, what it may look at, and what it finds. */
import type { CheckStatus } from '../../application/doctor/ports.ts'
import type { HeldKey } from '../../application/vault/ports.ts'
import type { Config } from '../config.ts'
import type { OpenDatabase } from '../database.ts'

/** What is examined: from within the service, or from outside by a command beside it. */
export interface Subject {
  readonly env: NodeJS.ProcessEnv
  /** Absent where the environment has mistakes, or what else is missing. */
  readonly config?: Config
  readonly database?: OpenDatabase
  /** Within the service: what only it knows. */
  readonly running?: Running
}

export interface Running {
  /** @throws HubwardError `vault.*` where a place of a key is not in order now */
  held(): Promise<readonly HeldKey[]>
  /** Since when it has run. */
  readonly startedAt: Date
}

export interface Finding {
  readonly status: CheckStatus
  readonly found: string
  /** Wherever something is to be done. */
  readonly remedy?: string
}

export type Need = 'config' | 'database' | 'running'

export interface Check {
  readonly name: string
  readonly title: string
  readonly needs: readonly Need[]
  /** Changes nothing anywhere. */
  look(subject: Subject): Promise<Finding> | Finding
}

export const ok = (found: string): Finding => ({ status: 'ok', found })
export const warn = (found: string, remedy: string): Finding => ({ status: 'warn', found, remedy })
export const fail = (found: string, remedy: string): Finding => ({ status: 'fail', found, remedy })
export const passedOver = (found: string): Finding => ({ status: 'passed_over', found })

export const megabytes = (bytes: number): string =>
  bytes >= 1024 ** 3
    ? `${(bytes / 1024 ** 3).toFixed(1)} GB`
    : `${Math.round(bytes / 1024 ** 2)} MB`
