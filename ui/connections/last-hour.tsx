/** How a connection did in the last hour, in one line. */
import { count } from './budgets.ts'
import type { Health } from './types.ts'
import { many } from './words.ts'

export function LastHour({ health }: { health: Health | undefined }) {
  if (!health) return null
  const { calls, failed, refused } = health.lastHour
  if (calls + refused === 0) return <>No calls in the last hour</>
  return (
    <>
      {count(calls)} {calls === 1 ? 'call' : 'calls'} in the last hour
      {failed > 0 && (
        <>
          {', '}
          <span className={failed * 10 > calls ? 'text-bad' : 'text-warn'}>
            {count(failed)} failed
          </span>
        </>
      )}
      {refused > 0 && <>, {many(refused, 'refusal')}</>}
    </>
  )
}
