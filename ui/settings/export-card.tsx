/** The organisation as an org.yaml: to keep under version control, or to read in one go. */
import { useState } from 'react'
import { api } from '../api/api.ts'
import { refusalOf } from '../api/refusal.ts'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { CopyBlock } from '../parts/copy.tsx'
import { say } from '../parts/toast.tsx'
import { saveFile } from '../parts/save-file.ts'

export function ExportCard() {
  const [file, setFile] = useState<string>()
  const [pending, setPending] = useState(false)
  const fetched = async (): Promise<string | undefined> => {
    setPending(true)
    try {
      return (await api('GET /api/v1/organisation/export')).file
    } catch (thrown) {
      say(refusalOf(thrown).message, { tone: 'bad' })
      return undefined
    } finally {
      setPending(false)
    }
  }
  const download = async (): Promise<void> => {
    const text = await fetched()
    if (text !== undefined) saveFile('org.yaml', text, 'application/yaml')
  }
  return (
    <Card
      title="As a file"
      text="Members, service accounts, groups and grants as one org.yaml. It holds no secret."
      actions={
        <>
          <Button
            size="small"
            icon="eye"
            aria-expanded={file !== undefined}
            onClick={() =>
              void (file === undefined
                ? fetched().then(setFile)
                : Promise.resolve(setFile(undefined)))
            }
          >
            {file === undefined ? 'Show' : 'Hide'}
          </Button>
          <Button size="small" icon="download" pending={pending} onClick={() => void download()}>
            Download org.yaml
          </Button>
        </>
      }
    >
      {file === undefined ? undefined : (
        <div className="max-h-96 overflow-y-auto">
          <CopyBlock text={file} label="org.yaml" />
        </div>
      )}
    </Card>
  )
}
