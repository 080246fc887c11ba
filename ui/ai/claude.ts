/** Claude: on the web, on the desktop and the phone by connector; Claude Code by command. */
import { reachOf } from './reach.ts'
import { filledIn, json, keepKey, type ClientGuide, type Place } from './guide.ts'

export const CLAUDE: ClientGuide = {
  id: 'claude',
  label: 'Claude',
  cloud: 'Anthropic’s network',
  ways: {
    'sign-in': ({ url }) => ({
      steps: [
        {
          text: 'In Claude (web or desktop app) open Customize → Connectors → Add custom connector.',
        },
        {
          text: 'Name it HubSpot and paste this address. Leave client id and secret empty.',
          code: { label: 'Address', text: `${url}/mcp` },
        },
        {
          text: 'Choose Connect. Hubward opens, you sign in and say what Claude may do for you.',
        },
      ],
      notes: [
        'One connector serves the web, the desktop app and the phone.',
        'In a Team or Enterprise plan an owner adds it once for the organisation; everybody then connects for themselves.',
      ],
    }),
    key: ({ url }) => ({
      steps: [
        {
          text: 'For Claude Desktop alone. It ignores remote servers in its configuration file, so a small bridge on your computer (mcp-remote, needs Node) speaks for it. Open Settings → Developer → Edit Config and put this in.',
          code: {
            label: 'claude_desktop_config.json',
            text: json({
              mcpServers: {
                hubspot: {
                  command: 'npx',
                  args: [
                    '-y',
                    'mcp-remote',
                    `${url}/mcp`,
                    // The bridge speaks plain HTTP to this computer alone unless it is told.
                    ...(reachOf(url) === 'plain' ? ['--allow-http'] : []),
                    '--header',
                    `Authorization:${filledIn('HUBWARD_AUTH')}`,
                  ],
                  env: { HUBWARD_AUTH: 'Bearer hw_…' },
                },
              },
            }),
          },
        },
        { text: 'Put your key behind “Bearer”, save, quit Claude Desktop and start it again.' },
      ],
      notes: [
        'The bridge runs on your computer, so Hubward need not be reachable from the internet.',
        'On claude.ai request headers for connectors are in beta and for some plans only; where yours has them, set Authorization to “Bearer hw_…”.',
      ],
    }),
  },
}

export const CLAUDE_CODE: ClientGuide = {
  id: 'claude-code',
  label: 'Claude Code',
  ways: {
    'sign-in': ({ url }) => ({
      steps: [
        {
          text: 'In a terminal:',
          code: {
            label: 'Command',
            text: `claude mcp add --transport http hubspot ${url}/mcp`,
          },
        },
        {
          text: 'Start claude, type /mcp, choose hubspot, then Authenticate. Hubward opens in the browser; say what Claude Code may do.',
        },
      ],
      notes: [
        'Add --scope user to have it in every project, --scope project to share it by .mcp.json.',
      ],
    }),
    key: ({ url }) => ({
      steps: [
        keepKey,
        {
          text: 'In a terminal:',
          code: {
            label: 'Command',
            text: `claude mcp add --transport http hubspot ${url}/mcp \\\n  --header "Authorization: Bearer $HUBWARD_KEY"`,
          },
        },
        {
          text: 'Or for a project, where everybody brings their own key:',
          code: { label: '.mcp.json', text: json(projectFile({ url })) },
        },
      ],
      notes: ['The command stores the key itself in its settings; the file stores only its name.'],
    }),
  },
}

const projectFile = ({ url }: Pick<Place, 'url'>) => ({
  mcpServers: {
    hubspot: {
      type: 'http',
      url: `${url}/mcp`,
      headers: { Authorization: `Bearer ${filledIn('HUBWARD_KEY')}` },
    },
  },
})
