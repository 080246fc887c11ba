/**
 * The open `subscriptions/listen` streams of the 2026-07-28 revision: the only thing at this door
 * that outlives a request. While there are any, the access picture is looked at four times a
 * second: a change is told to all of them, and a stream whose key no longer holds is ended.
 */
import { identify, type IdentifyServices } from '../../application/gateway/identify.ts'

const LOOK_MS = 250

interface Open {
  readonly authorization: string | undefined
  readonly gone: AbortController
}

export class Subscriptions {
  readonly #services: IdentifyServices
  readonly #changed: () => void
  readonly #open = new Set<Open>()
  #version = -1
  #timer: NodeJS.Timeout | null = null

  constructor(services: IdentifyServices, changed: () => void) {
    this.#services = services
    this.#changed = changed
  }

  /** Watches over this exchange if it is a subscription; the result ends the watch. */
  open(body: unknown, authorization: string | undefined, gone: AbortController): () => void {
    if (!isListen(body)) return () => undefined
    const one: Open = { authorization, gone }
    this.#open.add(one)
    this.#timer ??= setInterval(() => void this.#look(), LOOK_MS).unref()
    return () => {
      this.#open.delete(one)
      if (this.#open.size === 0) this.#stop()
    }
  }

  close(): void {
    for (const { gone } of this.#open) gone.abort()
    this.#open.clear()
    this.#stop()
  }

  #stop(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
    this.#version = -1
  }

  async #look(): Promise<void> {
    try {
      const { version } = await this.#services.pictures.current()
      for (const { authorization, gone } of this.#open) {
        const identified = await identify(this.#services, authorization, 'mcp')
        if (!identified.ok) gone.abort()
      }
      if (this.#version !== -1 && version !== this.#version) this.#changed()
      this.#version = version
    } catch {
      // Grants cannot be confirmed: nothing may be told to anyone any more.
      for (const { gone } of this.#open) gone.abort()
    }
  }
}

const isListen = (body: unknown): boolean =>
  typeof body === 'object' &&
  body !== null &&
  'method' in body &&
  body.method === 'subscriptions/listen'
