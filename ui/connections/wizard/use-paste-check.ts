/**
 * What the server says of a pasted value before HubSpot is asked: each field as soon as it was
 * pasted or typing paused. When the server cannot be reached it says nothing, and nothing is lost:
 * the real check in the next step tells the same.
 */
import { useCallback, useEffect, useRef, useState } from 'react'
import { api } from '../../api/api.ts'
import type { CheckedField } from '../types.ts'
import type { Secrets, SecretName } from './secrets.ts'

const PAUSE_MS = 250

export type Checks = Partial<Record<SecretName, CheckedField>>

export function usePasteCheck(kind: string, secrets: Secrets) {
  const [checks, setChecks] = useState<Checks>({})
  const asked = useRef(0)
  const checkNow = useCallback(async (): Promise<Checks | undefined> => {
    asked.current += 1
    const mine = asked.current
    const found = await ask(kind, secrets)
    // A later paste was asked about meanwhile: its answer is the one to show.
    if (found && mine === asked.current) setChecks(found)
    return found
  }, [kind, secrets])
  useEffect(() => {
    const timer = setTimeout(() => void checkNow().catch(() => undefined), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [checkNow])
  return {
    checks,
    /** At once, for the button that goes on; `undefined` where nobody could be asked. */
    checkNow,
  }
}

async function ask(kind: string, secrets: Secrets): Promise<Checks | undefined> {
  const given = Object.fromEntries(
    Object.entries(secrets).filter(([, value]) => value.trim() !== ''),
  )
  if (Object.keys(given).length === 0) return {}
  try {
    const { fields } = await api('POST /api/v1/credential-checks', { body: { kind, ...given } })
    return Object.fromEntries(fields.map((field) => [field.field, field]))
  } catch {
    return undefined
  }
}
