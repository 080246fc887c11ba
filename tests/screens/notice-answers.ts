/** Channels and notices as the admin API would answer them: what takes a night to bring about. */
import type {
  ChannelView,
  DeliveryView,
} from '../../src/surfaces/admin/contract/notice-channels.ts'
import type { NoticeView } from '../../src/surfaces/admin/contract/notices.ts'

const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()

const EMAIL: ChannelView = {
  id: 'chn_0123456789abcdefghjk',
  kind: 'email',
  name: 'E-mail',
  enabled: true,
  mail: {
    host: 'smtp.harbour-tea.example',
    port: 587,
    security: 'starttls',
    user: 'hubward',
    from: 'hubward@harbour-tea.example',
  },
  host: null,
  hasSecret: true,
  routes: [],
  dead: 0,
  createdAt: ago(9_000),
}

const ON_CALL: ChannelView = {
  id: 'chn_1123456789abcdefghjk',
  kind: 'webhook',
  name: 'On call',
  enabled: true,
  mail: null,
  host: 'hooks.harbour-tea.example',
  hasSecret: true,
  routes: [{ kind: 'connection.needs_reauth', pace: 'immediately' }],
  dead: 2,
  createdAt: ago(8_000),
}

const SLACK: ChannelView = {
  ...ON_CALL,
  id: 'chn_2123456789abcdefghjk',
  kind: 'slack',
  name: '#crm-alerts',
  enabled: false,
  host: 'hooks.slack.com',
  dead: 0,
}

const DEAD: DeliveryView = {
  id: 'dlv_0123456789abcdefghjk',
  channel: { id: ON_CALL.id, name: ON_CALL.name, kind: 'webhook' },
  to: null,
  state: 'dead',
  notices: 1,
  attempts: 8,
  failure: 'receiver_error',
  message: 'The receiver has an error of its own.',
  createdAt: ago(1_500),
  nextAt: null,
  settledAt: ago(400),
}

const GONE: DeliveryView = {
  ...DEAD,
  id: 'dlv_1123456789abcdefghjk',
  notices: 3,
  attempts: 1,
  failure: 'timeout',
  message: 'There was no answer in time.',
}

const DELIVERIES = '/api/v1/notice-deliveries?state=dead'

export const NOTICE_CHANNELS = {
  '/api/v1/notice-channels': { json: { items: [EMAIL, ON_CALL, SLACK] } },
  [DELIVERIES]: { json: { items: [DEAD, GONE] } },
}

const CONNECTION = 'con_0123456789abcdefghjk'

const UNREAD: NoticeView = {
  id: 'ntc_0123456789abcdefghjk',
  kind: 'connection.needs_reauth',
  title: 'A connection must be reconnected',
  severity: 'urgent',
  // With names, which the inbox puts in the place of ids.
  text: `HubSpot no longer accepts the credential of Harbour Tea, so its calls are refused. Open the connection and give it a new one; grants and keys stay as they are.`,
  facts: { connectionId: CONNECTION },
  links: [`/connections/${CONNECTION}`],
  raisedAt: ago(12),
  readAt: null,
}

const READ: NoticeView = {
  id: 'ntc_1123456789abcdefghjk',
  kind: 'notice.channel_failing',
  title: 'Messages of a channel do not arrive',
  severity: 'attention',
  text: `A message by the webhook channel On call was given up after 8 attempts (receiver_error). What could not be delivered is kept: mend the channel, send a test, and send it again.`,
  facts: {},
  links: ['/settings?tab=notifications'],
  raisedAt: ago(400),
  readAt: ago(100),
}

export const NOTICES = {
  '/api/v1/notices': { json: { items: [UNREAD, READ], unread: 1 } },
}
