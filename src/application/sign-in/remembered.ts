/** What a challenge of the welcome remembers, read back as strictly as it was written. */

export interface Remembered {
  readonly principalId: string
  readonly name: string
  readonly email: string
  /** A new name for the organisation; `null`: it keeps its own. */
  readonly organisation: string | null
}

/** `undefined` for what we did not write. */
export function readRemembered(stored: Readonly<Record<string, unknown>>): Remembered | undefined {
  const { principalId, name, email, organisation } = stored
  if (typeof principalId !== 'string' || typeof name !== 'string' || typeof email !== 'string')
    return undefined
  if (organisation !== null && typeof organisation !== 'string') return undefined
  return { principalId, name, email, organisation }
}
