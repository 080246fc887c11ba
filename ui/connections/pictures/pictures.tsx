/** Which picture stands beside which step of which kind of credential: one per step, in its order. */
import type { ReactNode } from 'react'
import {
  Agree,
  AppConfig,
  CreatePage,
  PasteHere,
  ProjectTab,
  ScopeList,
  SettingsMenu,
  ShowAndCopy,
} from './scenes.tsx'
import { Blind, FieldOf, MenuOf, Pointer, Mark, Press, Sketch, Words } from './sketch.tsx'

const DOTS = 'pat-eu1-••••••••••••••'

const LegacyApps = () => (
  <Sketch alt="The list of legacy apps: the app’s row is marked.">
    <Words x={24} y={48} bold>
      Legacy apps
    </Words>
    {[60, 90, 120].map((y, at) => (
      <g key={y}>
        {at === 1 && <Mark x={20} y={y} w={258} h={24} />}
        <rect
          x="28"
          y={y + 7}
          width="10"
          height="10"
          rx="3"
          fill="var(--line-strong)"
          opacity="0.400"
        />
        {at === 1 ? (
          <Words x={46} y={y + 15.5} bold>
            The app
          </Words>
        ) : (
          <Blind x={46} y={y + 10} w={70} />
        )}
        <Blind x={200} y={y + 10} w={56} />
      </g>
    ))}
    <Pointer x={90} y={104} />
  </Sketch>
)

const ClientIdAndSecret = () => (
  <Sketch alt="The tab Auth of the app: client id and client secret, each with a marked button Copy.">
    <Words x={24} y={46} bold>
      Auth
    </Words>
    <FieldOf x={24} y={66} w={190} label="Client ID" value="0e6f…-…-…" />
    <Press x={222} y={71} w={56} marked>
      Copy
    </Press>
    <FieldOf x={24} y={112} w={190} label="Client secret" value="••••••••••••••••" />
    <Press x={222} y={117} w={56} marked>
      Copy
    </Press>
  </Sketch>
)

const DeveloperKeys = () => (
  <Sketch alt="The developer account: in the menu at the left, below Keys, Developer API key is marked.">
    <MenuOf
      head="Development"
      entries={['Projects', 'Keys', 'Developer API key']}
      sub={[]}
      marked="Developer API key"
    />
    <Blind x={140} y={44} w={80} />
    <Blind x={140} y={62} w={136} />
    <Blind x={140} y={74} w={110} />
  </Sketch>
)

export const PICTURES: Readonly<Record<string, readonly ReactNode[]>> = {
  service_key: [
    <SettingsMenu key="1" below="Integrations" entry="Service keys" />,
    <CreatePage key="2" title="Service keys" name="Hubward" />,
    <ScopeList key="3" />,
    <ShowAndCopy key="4" title="Hubward" show="Show" value={DOTS} />,
    <PasteHere key="5" />,
  ],
  static_app: [
    <AppConfig key="1" marked="requiredScopes" />,
    <ProjectTab key="2" tab="Distribution" />,
    <Agree key="3" button="Install" />,
    <ShowAndCopy key="4" title="Installed account" show="Show" value={DOTS} />,
    <PasteHere key="5" />,
  ],
  oauth: [
    <ProjectTab key="1" tab="Auth" />,
    <AppConfig key="2" marked="requiredScopes" />,
    <AppConfig key="3" marked="redirectUrls" />,
    <ClientIdAndSecret key="4" />,
    <Agree key="5" button="Connect app" />,
  ],
  private_app: [
    <SettingsMenu key="1" below="Integrations" entry="Legacy apps" />,
    <LegacyApps key="2" />,
    <ScopeList key="3" tab="Scopes" />,
    <ShowAndCopy
      key="4"
      title="The app"
      show="Show"
      value={DOTS}
      tabs={['Basic info', 'Scopes', 'Auth']}
      tab="Auth"
    />,
    <PasteHere key="5" />,
  ],
  developer_key: [
    <DeveloperKeys key="1" />,
    <ShowAndCopy
      key="2"
      title="Developer API key"
      show="Show"
      label="Key"
      value="••••••••-••••-••••"
    />,
    <PasteHere key="3" label="Developer API key" />,
  ],
}
