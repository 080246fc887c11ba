/** The link of a request, shown once: Hubward keeps only the hash of what makes it work. */
import type { Answer } from '../api/endpoints.ts'
import { Button } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { CopyBlock } from '../parts/copy.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Moment } from '../parts/time.tsx'

export function LinkMade({
  made: { intake, link },
  onClose,
}: {
  made: Answer<'POST /api/v1/intakes'>
  onClose: () => void
}) {
  return (
    <Dialog
      open
      onClose={onClose}
      title="The link is made"
      text="Shown only now. Send it to one person, by a way that you trust."
      actions={
        <Button look="primary" onClick={onClose}>
          I have sent it
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <CopyBlock text={link} label="One-time link" wrap />
        <Callout tone="warn" title="Send all of it">
          What stands behind the # is what makes it work. It is no part of the address that browsers
          send and servers log; only the page itself shows it to this Hubward, when its button is
          pressed. The link takes one key, until <Moment at={intake.expiresAt} />. Programs that
          look at links in mails and chats use nothing up.
        </Callout>
      </div>
    </Dialog>
  )
}
