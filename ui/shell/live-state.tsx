/** Keeps the stream of changes open while somebody is signed in, and shows when it is not. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { listen } from '../api/live.ts'
import { sessionQuery } from '../api/session.ts'
import { Icon } from '../parts/icon.tsx'

/** A blip is not worth a word. */
const PATIENCE_MS = 4_000

export function LiveState() {
  const client = useQueryClient()
  const [away, setAway] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = listen(client, {
      state: (state) => {
        clearTimeout(timer)
        if (state === 'away') timer = setTimeout(() => setAway(true), PATIENCE_MS)
        else if (state === 'live') setAway(false)
      },
      signedOut: () => void client.invalidateQueries({ queryKey: sessionQuery.queryKey }),
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [client])
  return (
    <div role="status" className="px-3">
      {away && (
        <p className="mb-2 flex gap-2 rounded-md bg-warn-wash px-2.5 py-2 text-[0.8125rem] text-warn">
          <Icon name="warning" size={16} className="mt-px" />
          No connection. What you see may be old; it comes back by itself.
        </p>
      )}
    </div>
  )
}
