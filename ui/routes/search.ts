/**
 * What a page's address may carry after `?`. Anybody can write an address: what is not of the
 * expected form is left out, never an error.
 */
type Raw = Record<string, unknown>

/** These parameters, each a text or absent. */
export const texts =
  <K extends string>(...names: readonly K[]) =>
  (raw: Raw): { [N in K]?: string } =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = plain(raw[name])
        return value === undefined ? [] : [[name, value]]
      }),
    ) as { [N in K]?: string }

/** One of these, or absent. */
export const choice =
  <K extends string, V extends string>(name: K, values: readonly V[]) =>
  (raw: Raw): { [N in K]?: V } => {
    const value = values.find((one) => one === raw[name])
    return (value === undefined ? {} : { [name]: value }) as { [N in K]?: V }
  }

/** The router reads `?q=42` as a number. */
function plain(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value.slice(0, 500)
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}
