/** How many spare tokens a lane deserves: twice what it used between conversations, fading. */
export class LanePace {
  #took = 0
  #spare = 0

  /** Whether a call passed since the last conversation. */
  get used(): boolean {
    return this.#took > 0
  }

  get spare(): number {
    return Math.ceil(Math.max(this.#spare, this.#wish))
  }

  took(): void {
    this.#took += 1
  }

  conversation(): void {
    // At 1 s per conversation of a quiet process, the last spare token goes back after some 10 s.
    const faded = this.#spare * 0.9
    this.#spare = Math.max(faded < 0.5 ? 0 : faded, this.#wish)
    this.#took = 0
  }

  get #wish(): number {
    return 2 * this.#took
  }
}
