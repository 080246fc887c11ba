/** One's own account: ways in, places where one is signed in, AI clients, theme. */
import { ask } from '../api/queries.ts'
import { useSession } from '../api/session.ts'
import { Together } from '../api/together.tsx'
import { AiClients } from '../account/ai-clients.tsx'
import { Identities } from '../account/identities.tsx'
import { Notifications } from '../account/notifications.tsx'
import { Passkeys } from '../account/passkeys.tsx'
import { Sessions } from '../account/sessions.tsx'
import { Card } from '../parts/card.tsx'
import { RadioCards } from '../parts/choice.tsx'
import { Page } from '../parts/page.tsx'
import { setTheme, THEMES, useTheme } from '../shell/theme.ts'

export default function AccountPage() {
  const { person } = useSession()
  const theme = useTheme()
  return (
    <Page title="My account" text={`${person.name}, ${person.email}`} width="narrow">
      <Together
        questions={[
          ask('GET /api/v1/passkeys'),
          ask('GET /api/v1/identities'),
          ask('GET /api/v1/sessions'),
          ask('GET /api/v1/authorisations', { query: { principal: person.id } }),
          ask('GET /api/v1/notice-choices'),
        ]}
      >
        <div className="flex flex-col gap-6">
          <Passkeys />
          <Identities />
          <Sessions />
          <AiClients />
          <Notifications />
          <Card title="Theme" text="On this device.">
            <RadioCards
              aria-label="Theme"
              value={theme}
              onChange={setTheme}
              columns={3}
              options={THEMES.map(({ value, label, icon }) => ({ value, title: label, icon }))}
            />
          </Card>
        </div>
      </Together>
    </Page>
  )
}
