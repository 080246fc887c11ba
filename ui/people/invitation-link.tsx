/** The link of an invitation, shown once: Hubward keeps only its hash. */
import type { Answer } from '../api/endpoints.ts'
import { Button } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { CopyBlock } from '../parts/copy.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Day } from '../parts/time.tsx'

export function InvitationLink({
  made: { invitation, link },
  onClose,
}: {
  made: Answer<'POST /api/v1/members/{member}/invitations'>
  onClose: () => void
}) {
  return (
    <Dialog
      open
      onClose={onClose}
      title={`The link for ${invitation.member.name}`}
      text="Shown only now. Send it to them by a way that you trust."
      actions={
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <CopyBlock text={link} label="Invitation link" wrap />
        <Callout tone="warn" title="Whoever has the link can become this member">
          It works once, until <Day at={invitation.expiresAt} />. An earlier link of theirs works no
          more. Lost it? Make a new one on their page.
        </Callout>
      </div>
    </Dialog>
  )
}
