// Everything that one emulated portal consists of, handed to each handler by name.
import type { Tokens } from './auth/tokens.ts'
import type { Clock } from './clock.ts'
import type { FaultBoard } from './faults/board.ts'
import type { Limits } from './limits/limits.ts'
import type { OAuthStore } from './oauth/store.ts'
import type { LoginLog } from './people/login-log.ts'
import type { Portal } from './portal/portal.ts'
import type { SecurityLog } from './portal/security-log.ts'
import type { RequestLog } from './server/request-log.ts'
import type { Switches } from './switches.ts'

export type World = {
  portal: Portal
  tokens: Tokens
  clock: Clock
  oauth: OAuthStore
  limits: Limits
  faults: FaultBoard
  switches: Switches
  requests: RequestLog
  security: SecurityLog
  logins: LoginLog
  /** The base URL, once the server listens. */
  url: string
}
