/** Sums of decimal numbers as texts, exact: money must not become 0.30000000000000004. */

/** Adds texts such as `1250.50`; what is no plain decimal number is passed over and counted. */
export class DecimalSum {
  #scaled = 0n
  #scale = 0
  /** Values that were added. */
  added = 0
  skipped = 0

  add(text: string): void {
    const [, sign, whole, fraction = ''] = DECIMAL.exec(text.trim()) ?? []
    if (whole === undefined) {
      this.skipped += 1
      return
    }
    const value = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n)
    const scale = Math.max(this.#scale, fraction.length)
    this.#scaled =
      this.#scaled * 10n ** BigInt(scale - this.#scale) +
      value * 10n ** BigInt(scale - fraction.length)
    this.#scale = scale
    this.added += 1
  }

  /** Without needless zeros: `1250.5`. */
  toString(): string {
    const negative = this.#scaled < 0n
    const digits = (negative ? -this.#scaled : this.#scaled)
      .toString()
      .padStart(this.#scale + 1, '0')
    const whole = digits.slice(0, digits.length - this.#scale)
    const fraction = digits.slice(digits.length - this.#scale).replace(/0+$/, '')
    return `${negative ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`
  }

  get average(): number | null {
    return this.added === 0 ? null : Number(this.toString()) / this.added
  }
}

/** Longer ones would make the sum's cost unbounded; no CRM amount has so many digits. */
const DECIMAL = /^([+-]?)(\d{1,30})(?:\.(\d{1,30}))?$/
