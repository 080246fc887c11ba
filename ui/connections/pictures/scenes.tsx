/** The scenes that several kinds of credential share, each drawn for the words of its kind. */
import {
  Blind,
  FieldOf,
  Mark,
  MenuOf,
  Pointer,
  Press,
  Sketch,
  TabsOf,
  TickOf,
  Words,
} from './sketch.tsx'

/** Settings, the group in the menu, the entry in it. */
export const SettingsMenu = ({ entry, below }: { entry: string; below: string }) => (
  <Sketch
    alt={`HubSpot’s settings: in the menu at the left, below ${below}, the entry ${entry} is marked.`}
  >
    <MenuOf
      head="Settings"
      entries={['Users & teams', below, entry, 'Properties']}
      sub={[entry]}
      marked={entry}
    />
    <Blind x={140} y={44} w={80} />
    <Blind x={140} y={62} w={136} />
    <Blind x={140} y={74} w={118} />
    <Blind x={140} y={98} w={136} />
    <Blind x={140} y={110} w={92} />
    {/* The gear, where settings are found. */}
    <circle cx="274" cy="19" r="4" fill="none" stroke="var(--accent)" strokeWidth="1.600" />
    <circle cx="274" cy="19" r="1.300" fill="var(--accent)" />
  </Sketch>
)

/** A page with an empty list and the button that makes the first. */
export const CreatePage = ({ title, name }: { title: string; name: string }) => (
  <Sketch
    alt={`The page ${title}: the button Create at the top right is marked; the name is ${name}.`}
  >
    <Words x={24} y={50} bold>
      {title}
    </Words>
    <Press x={214} y={36} w={64} marked>
      Create
    </Press>
    <path d="M24 66h254" stroke="var(--line)" />
    <FieldOf x={24} y={84} w={160} label="Name" value={name} />
    <Blind x={24} y={126} w={120} />
    <Blind x={24} y={138} w={90} />
  </Sketch>
)

/** A list of scopes with a search box; two are ticked. */
export const ScopeList = ({ tab }: { tab?: string }) => (
  <Sketch
    alt={`A list of HubSpot’s scopes${tab ? ` on the tab ${tab}` : ''} with a search box; two scopes are found and ticked.`}
  >
    {tab ? (
      <>
        <Words x={24} y={45} bold>
          Hubward
        </Words>
        <TabsOf tabs={['Basic info', tab, 'Auth']} marked={tab} />
      </>
    ) : (
      <Words x={24} y={46} bold>
        Add scopes
      </Words>
    )}
    <g transform={tab ? 'translate(0 22)' : 'translate(0 0)'}>
      <Mark x={24} y={56} w={170} h={20} />
      <circle cx="35" cy="65.500" r="3.500" fill="none" stroke="var(--soft)" strokeWidth="1.200" />
      <path d="m37.500 68 3 3" stroke="var(--soft)" strokeWidth="1.200" strokeLinecap="round" />
      <Words x={46} y={69.5} mono>
        contacts.read
      </Words>
      <TickOf x={26} y={86} on label="crm.objects.contacts.read" />
      <TickOf x={26} y={104} on label="crm.lists.read" />
      {!tab && <TickOf x={26} y={122} on={false} label="crm.objects.contacts.write" />}
      <Pointer x={33} y={93} />
    </g>
  </Sketch>
)

/** A secret behind dots, shown and copied. */
export const ShowAndCopy = ({
  title,
  show,
  value,
  label = 'Token',
  tabs,
  tab,
}: {
  title: string
  show: string
  value: string
  label?: string
  tabs?: readonly string[]
  tab?: string
}) => (
  <Sketch
    alt={`${title}: the ${label.toLowerCase()} stands behind dots; the button ${show}, then the button Copy beside it are marked.`}
  >
    <Words x={24} y={46} bold>
      {title}
    </Words>
    {tabs && tab && <TabsOf tabs={tabs} marked={tab} />}
    <FieldOf x={24} y={92} w={150} label={label} value={value} />
    <Press x={180} y={97} w={54}>
      {show}
    </Press>
    <Press x={240} y={97} w={40} marked>
      Copy
    </Press>
    <Words x={203} y={90} soft>
      1
    </Words>
    <Words x={257} y={90} soft>
      2
    </Words>
    <Blind x={24} y={134} w={136} />
  </Sketch>
)

/** The one field here that the token goes into. */
export const PasteHere = ({ label = 'Token' }: { label?: string }) => (
  <Sketch alt={`Hubward’s next step: the field ${label}, into which it is pasted, is marked.`}>
    <rect x="20" y="38" width="12" height="12" rx="3.500" fill="var(--accent)" />
    <Words x={38} y={48} bold>
      Hubward
    </Words>
    <FieldOf x={24} y={78} w={190} label={label} value="•••••••••••••••••••••" marked />
    <Pointer x={196} y={98} />
    <Press x={222} y={83} w={56}>
      Check
    </Press>
    <Blind x={24} y={122} w={150} />
    <Blind x={24} y={134} w={110} />
  </Sketch>
)

/** The app of a project, one of its tabs open. */
export const ProjectTab = ({ tab }: { tab: string }) => (
  <Sketch alt={`Development, Projects, the app: its tab ${tab} is marked.`}>
    <Words x={22} y={45} soft>
      Development › Projects › Hubward
    </Words>
    <TabsOf tabs={['Auth', 'Distribution', 'Logs']} marked={tab} />
    <Pointer x={tab === 'Auth' ? 46 : 126} y={66} />
    <Blind x={24} y={88} w={100} />
    <Blind x={24} y={102} w={200} />
    <Blind x={24} y={114} w={170} />
    <Blind x={24} y={136} w={130} />
  </Sketch>
)

/** The app's configuration with the list of scopes marked. */
export const AppConfig = ({ marked }: { marked: 'requiredScopes' | 'redirectUrls' }) => (
  <Sketch alt={`The app’s configuration file: the list ${marked} is marked.`}>
    <Words x={48} y={22.5} soft mono>
      app-hsmeta.json
    </Words>
    <Words x={24} y={46} mono>
      {'"auth": {'}
    </Words>
    {(['redirectUrls', 'requiredScopes'] as const).map((name, at) => {
      const y = 62 + at * 46
      return (
        <g key={name}>
          {name === marked && <Mark x={32} y={y - 11} w={236} h={42} />}
          <Words x={38} y={y} mono>
            {`"${name}": [`}
          </Words>
          <Words x={52} y={y + 13} mono>
            {name === 'redirectUrls'
              ? '"https://…/oauth-callback"'
              : '"oauth", "tickets", "forms", …'}
          </Words>
          <Words x={38} y={y + 26} mono>
            ],
          </Words>
        </g>
      )
    })}
  </Sketch>
)

/** HubSpot’s question whether the app may be installed. */
export const Agree = ({ button }: { button: string }) => (
  <Sketch
    alt={`HubSpot asks which account, lists what the app may do, and its button ${button} is marked.`}
  >
    <rect
      x="70"
      y="38"
      width="160"
      height="112"
      rx="6"
      fill="var(--surface)"
      stroke="var(--line-strong)"
      strokeOpacity="0.6"
    />
    <Words x={84} y={56} bold>
      Hubward wants to
    </Words>
    {[68, 82, 96].map((y) => (
      <g key={y}>
        <path
          d={`m86 ${y + 2} 2.500 2.600 4-5`}
          fill="none"
          stroke="var(--good)"
          strokeWidth="1.500"
          strokeLinecap="round"
        />
        <Blind x={100} y={y} w={y === 82 ? 84 : 104} />
      </g>
    ))}
    <Press x={130} y={118} w={88} marked>
      {button}
    </Press>
  </Sketch>
)
