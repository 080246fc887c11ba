import { LANES, type Lane } from '../../../domain/budget/lane.ts'
import { MAX_SPARE } from './constants.ts'

const LEAST_SPARE: Record<Lane, number> = { interactive: 2, bulk: 0 }

/** How many spare tokens a lane deserves: twice what it used between conversations, fading. */
export class LanePace {
  readonly #took: Record<Lane, number> = { interactive: 0, bulk: 0 }
  readonly #spare: Record<Lane, number> = { interactive: 2, bulk: 0 }

  took(lane: Lane): void {
    this.#took[lane] += 1
  }

  spare(lane: Lane): number {
    return Math.ceil(Math.max(this.#spare[lane], Math.min(MAX_SPARE, 2 * this.#took[lane])))
  }

  conversation(lane: Lane): void {
    const faded = Math.max(LEAST_SPARE[lane], this.#spare[lane] * 0.8)
    this.#spare[lane] = Math.min(MAX_SPARE, Math.max(faded, 2 * this.#took[lane]))
    this.#took[lane] = 0
  }

  forget(): void {
    for (const lane of LANES) {
      this.#took[lane] = 0
      this.#spare[lane] = LEAST_SPARE[lane]
    }
  }
}
