/** Says that somebody has looked. What is still so at the next reading opens again. */
import { useAct } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Button } from '../parts/button.tsx'

export function CloseAlert({ name, alert, of }: { name: string; alert: number; of: string }) {
  const mayOperate = useMay('operate')
  const close = useAct('DELETE /api/v1/connections/{connection}/people/alerts/{alert}', {
    done: 'Closed. What is still so at the next reading opens again',
    changes: ['overview', 'audit'],
  })
  if (!mayOperate) return null
  return (
    <Button
      size="small"
      icon="check"
      pending={close.isPending}
      onClick={() => close.mutate({ params: { connection: name, alert } })}
    >
      Close
      <span className="sr-only"> the alert about {of}</span>
    </Button>
  )
}
