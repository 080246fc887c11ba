/**
 * Wraps a secret so that it cannot be printed by accident. Whatever a logger, a template, JSON or
 * an inspector does with the wrapper, it shows `[redacted]`. The only way to the value is
 * `reveal()`, which a lint rule allows in the few files that speak to HubSpot or encrypt.
 */
export class Redacted<T> {
  readonly #value: T

  constructor(value: T) {
    this.#value = value
  }

  /** The secret itself. Allowed only in the files that `lint/reveal.ts` lists. */
  reveal(): T {
    return this.#value
  }

  /** Whether two wrappers hold the same value, without opening either. */
  equals(other: Redacted<T>): boolean {
    return this.#value === other.#value
  }

  toJSON(): string {
    return '[redacted]'
  }

  toString(): string {
    return '[redacted]'
  }

  [Symbol.toPrimitive](): string {
    return '[redacted]'
  }

  /** What `util.inspect` and `console.log` ask for. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[redacted]'
  }
}

export const redacted = <T>(value: T): Redacted<T> => new Redacted(value)
