/** Our own address as people and browsers know it; with port 0 it is known once we listen. */
import type { Site } from '../application/sign-in/ports.ts'
import type { Config } from './config.ts'

export interface OpenSite extends Site {
  /** The port that was really taken. */
  listensOn(port: number): void
}

export function createSite({ publicUrl, port }: Pick<Config, 'publicUrl' | 'port'>): OpenSite {
  let current = publicUrl
  return {
    get publicUrl() {
      return current
    },
    listensOn(taken) {
      // Only the address that we made up ends so; one that the operator gave stays.
      if (port !== taken && publicUrl.endsWith(`:${port}`))
        current = `${publicUrl.slice(0, -String(port).length)}${taken}`
    },
  }
}
