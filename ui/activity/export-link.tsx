/** Takes exactly what is filtered to a file: the bytes as they were recorded, one event per line. */
import { addressOf } from '../api/api.ts'
import { Button } from '../parts/button.tsx'
import { Tooltip } from '../parts/tooltip.tsx'
import type { AuditQuery } from './filter.ts'

export function ExportLink({ query, filtered }: { query: AuditQuery; filtered: boolean }) {
  const save = (): void => {
    const link = document.createElement('a')
    link.href = addressOf('GET /api/v1/audit/export', { query })
    const day = new Date().toISOString().slice(0, 10)
    link.download = `hubward-activity-${day}${filtered ? '-filtered' : ''}.ndjson`
    link.click()
  }
  return (
    <Tooltip text="One event per line (NDJSON), oldest first, as the very bytes that were recorded">
      <Button icon="download" onClick={save}>
        {filtered ? 'Export what is filtered' : 'Export all'}
      </Button>
    </Tooltip>
  )
}
