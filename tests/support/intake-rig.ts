/** What tests of one-time requests share: a portal, who sends from where, and what was recorded. */
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { PayloadText } from '../../src/domain/intake/payload.ts'
import { connectionRig, type ConnectionRig } from './connection-rig.ts'

export interface IntakeRig {
  readonly rig: ConnectionRig
  /** Of the portal's first token. */
  readonly token: string
  /** Limits on guessing count by address: each test comes from its own. */
  readonly address: string
  payload(more?: Partial<PayloadText>): PayloadText
  /** Recorded about one request, in order. */
  actionsOn(id: string): Promise<string[]>
}

/** For the head of a test file: opened before its tests, closed behind them. */
export function intakeRig(): IntakeRig {
  let rig: ConnectionRig
  let visitor = 0
  beforeAll(async () => {
    rig = await connectionRig({ portalName: 'Harbour Tea' })
  })
  afterAll(() => rig.close())
  beforeEach(() => void (visitor += 1))
  const token = (): string => rig.portal.tokens[0]?.secret ?? ''
  return {
    get rig() {
      return rig
    },
    get token() {
      return token()
    },
    get address() {
      return `192.0.2.${visitor}`
    },
    payload: (more = {}) => ({ kind: 'service_key', key: { token: token() }, ...more }),
    async actionsOn(id) {
      return (await rig.organisation.events()).flatMap(({ event }) =>
        event.type === 'change' && event.targetId === id ? [event.action] : [],
      )
    },
  }
}
