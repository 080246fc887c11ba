/**
 * What is counted of every call, in Prometheus' text format. Plain numbers: this runs for every
 * call, and a metrics library looks its labels up by a text that it makes anew each time. It knows
 * nothing of calls; `metrics.ts` says what is counted.
 */

/** A counter with labels; a series begins when it is first counted. */
export class TallyCounter {
  readonly #head: string
  readonly #name: string
  readonly #byLabels = new Map<string, number>()

  constructor(name: string, help: string) {
    this.#name = name
    this.#head = headOf(name, help, 'counter')
  }

  /** `labels` as they stand in the text, `door="rest"`: the caller keeps them ready. */
  inc(labels: string): void {
    this.#byLabels.set(labels, (this.#byLabels.get(labels) ?? 0) + 1)
  }

  text(): string {
    return this.#head + [...this.#byLabels].map(([on, n]) => `${this.#name}{${on}} ${n}\n`).join('')
  }
}

/** A histogram with one label, or with none where `label` is null. */
export class TallyHistogram {
  readonly #name: string
  readonly #head: string
  readonly #label: string | null
  readonly #bounds: readonly number[]
  readonly #byValue = new Map<string, Series>()

  constructor(name: string, help: string, label: string | null, bounds: readonly number[]) {
    this.#name = name
    this.#head = headOf(name, help, 'histogram')
    this.#label = label
    this.#bounds = bounds
    if (label === null) this.#series('')
  }

  observe(labelValue: string, value: number): void {
    const series = this.#byValue.get(labelValue) ?? this.#series(labelValue)
    const bounds = this.#bounds
    let at = 0
    while (at < bounds.length && value > (bounds[at] as number)) at++
    series.counts[at] = (series.counts[at] as number) + 1
    series.sum += value
  }

  text(): string {
    return this.#head + [...this.#byValue].map(([value, one]) => this.#lines(value, one)).join('')
  }

  #series(labelValue: string): Series {
    const series = { counts: Array.from({ length: this.#bounds.length + 1 }, () => 0), sum: 0 }
    this.#byValue.set(labelValue, series)
    return series
  }

  /** Buckets are cumulative, and the last holds everything. */
  #lines(labelValue: string, { counts, sum }: Series): string {
    const own = this.#label === null ? '' : `${this.#label}="${labelValue}"`
    let count = 0
    const buckets = counts.map((more, at) => {
      count += more
      const labels = `le="${this.#bounds[at] ?? '+Inf'}"${own && `,${own}`}`
      return `${this.#name}_bucket{${labels}} ${count}\n`
    })
    const on = own && `{${own}}`
    return `${buckets.join('')}${this.#name}_sum${on} ${sum}\n${this.#name}_count${on} ${count}\n`
  }
}

interface Series {
  /** By the first bound that is not below the value; one more for those above all. */
  readonly counts: number[]
  sum: number
}

const headOf = (name: string, help: string, type: string): string =>
  `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`
