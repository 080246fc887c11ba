/** A connection to the emulated portal that is checked, made anew for each test of a file. */
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { createGroup } from '../../src/application/access/create-group.ts'
import { setGrant } from '../../src/application/access/set-grant.ts'
import {
  checkConnection,
  type CheckConnection,
} from '../../src/application/check/check-connection.ts'
import { connectPortal } from '../../src/application/connection/connect-portal.ts'
import type { Scope } from '../../src/domain/access/scope.ts'
import type { CheckReport, StepName, StepResult } from '../../src/domain/check/report.ts'
import type { Connection } from '../../src/domain/connection/connection.ts'
import { HubwardError } from '../../src/domain/errors.ts'
import { redacted } from '../../src/domain/redacted.ts'
import { AMPLE, grantAmple } from './ample.ts'
import { connectionRig, type ConnectionRig } from './connection-rig.ts'

export interface CheckRig {
  readonly rig: ConnectionRig
  readonly connection: Connection
  /** Differs from test to test. */
  readonly count: number
  check(more?: Partial<CheckConnection>): Promise<CheckReport>
  stored(): Promise<Connection>
  grant(...scopes: Scope[]): Promise<void>
  /** From here on the connection is another one: pending, with these HubSpot scopes and no others. */
  limited(...scopes: string[]): Promise<void>
  /** A question to the portal itself, past Hubward. */
  portal(path: string, body?: unknown): Promise<unknown>
  /** Contacts there that a check made. */
  testRecords(): Promise<number>
}

/** Registers the hooks of the file that calls it. */
export function checkRig(limits: 'ample' | 'as HubSpot’s' = 'ample'): CheckRig {
  let rig: ConnectionRig
  let connection: Connection
  let count = 0
  beforeAll(async () => {
    rig = await connectionRig(limits === 'ample' ? AMPLE : { enforceLimits: false })
  })
  afterAll(() => rig.close())
  beforeEach(async () => {
    count++
    const made = await connectPortal(rig.ctx, rig.input(`Portal ${count}`))
    connection =
      limits === 'ample' ? await grantAmple(rig.ctx, made.connection.id) : made.connection
  })
  afterEach(() => {
    rig.portal.faults.clear()
    rig.portal.switches.migrating = false
    const [token] = rig.portal.tokens
    if (token) token.disabled = false
  })
  const portal = async (path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(rig.portal.url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${rig.portal.tokens[0]?.secret}`,
        'content-type': 'application/json',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
    return answer.json()
  }
  return {
    get rig() {
      return rig
    },
    get connection() {
      return connection
    },
    get count() {
      return count
    },
    check: (more = {}) => checkConnection(rig.ctx, { connection: connection.name, ...more }),
    async stored() {
      const found = await rig.services.store.read.connections.get(connection.id)
      if (!found) throw new Error('no connection')
      return found
    },
    async grant(...scopes) {
      const group = `group-${count}-${scopes.length}`
      await createGroup(rig.ctx, { name: group, title: group, description: '', context: '' })
      await setGrant(rig.ctx, { group, connection: connection.name, scopes, expiresAt: null })
    },
    async limited(...scopes) {
      const token = rig.portal.addToken({ kind: 'service_key', scopes })
      const secrets = { token: redacted(token.secret) }
      const input = { ...rig.input(`Limited ${count}`), secrets, check: 'later' as const }
      connection = (await connectPortal(rig.ctx, input)).connection
    },
    portal,
    async testRecords() {
      const filter = { propertyName: 'email', operator: 'CONTAINS_TOKEN', value: 'hubward' }
      const body = { filterGroups: [{ filters: [filter] }] }
      return ((await portal('/crm/v3/objects/contacts/search', body)) as { total: number }).total
    },
  }
}

export function stepOf(report: CheckReport, name: StepName): StepResult {
  const found = report.steps.find((one) => one.step === name)
  if (!found) throw new Error(`no step ${name}`)
  return found
}

export async function codeOf(work: Promise<unknown>): Promise<string> {
  const thrown: unknown = await work.catch((error: unknown) => error)
  return thrown instanceof HubwardError ? thrown.code : `no refusal: ${String(thrown)}`
}
