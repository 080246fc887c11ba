/** Saves whoever fits as a spreadsheet's file. It is made in the browser, from the pages of the API. */
import { useState } from 'react'
import { refusalOf } from '../api/refusal.ts'
import { Button } from '../parts/button.tsx'
import { saveFile } from '../parts/save-file.ts'
import { say } from '../parts/toast.tsx'
import { csvOf } from './csv.ts'
import type { UserQuery } from './filter.ts'
import { fetchAll } from './use-users.ts'
import { counted, NUMBER } from './words.ts'

export function ExportCsv({ connection, query }: { connection: string; query: UserQuery }) {
  const [fetched, setFetched] = useState<string>()
  const save = async (): Promise<void> => {
    setFetched('Fetching')
    try {
      const { users, snapshot } = await fetchAll(connection, query, (count, total) =>
        setFetched(`${NUMBER.format(count)} of ${NUMBER.format(total)}`),
      )
      const day = (snapshot?.endedAt ?? new Date().toISOString()).slice(0, 10)
      const filtered = Object.keys(query).length > 0 ? '-filtered' : ''
      const sealed = snapshot?.sealed ?? null
      saveFile(
        `${connection}-users-${day}${filtered}.csv`,
        csvOf(users, sealed),
        'text/csv;charset=utf-8',
      )
      say(`${counted(users.length, 'user')} saved`)
    } catch (thrown) {
      say(refusalOf(thrown).message, { tone: 'bad' })
    } finally {
      setFetched(undefined)
    }
  }
  return (
    <Button icon="download" pending={fetched !== undefined} onClick={() => void save()}>
      <span className="tabular-nums">{fetched ?? 'Export CSV'}</span>
    </Button>
  )
}
