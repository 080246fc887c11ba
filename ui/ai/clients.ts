/** The clients that there are steps for, in the order of the tabs. */
import { CLAUDE, CLAUDE_CODE } from './claude.ts'
import { CURSOR, VS_CODE } from './editors.ts'
import type { ClientGuide } from './guide.ts'
import { reachOf } from './reach.ts'
import { CHATGPT, SDKS } from './programs.ts'

export const CLIENTS: readonly [ClientGuide, ...ClientGuide[]] = [
  CLAUDE,
  CLAUDE_CODE,
  CURSOR,
  VS_CODE,
  CHATGPT,
  SDKS,
]

/** The one to begin with: one that can reach this Hubward. */
export const firstFor = (url: string): ClientGuide =>
  CLIENTS.find(({ cloud }) => cloud === undefined || reachOf(url) === 'public') ?? CLIENTS[0]
