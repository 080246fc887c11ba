/**
 * How an admin comes by each kind of credential: the way through HubSpot's own menus, in their
 * words of November 2026 (facts §0, §1; docs/credentials.md), and the fields to fill in here.
 */
import type { CredentialKind } from './kind.ts'

export type GuideFieldName =
  'token' | 'clientId' | 'clientSecret' | 'refreshToken' | 'portalId' | 'appId'

export interface GuideField {
  readonly name: GuideFieldName
  readonly label: string
  readonly hint: string
  /** How it looks; the characters are made up. */
  readonly example: string
  readonly secret: boolean
  readonly required: boolean
}

export interface GuideStep {
  readonly text: string
  /** Here the chosen HubSpot scopes are ticked. */
  readonly scopes: boolean
}

export interface CredentialGuide {
  readonly kind: CredentialKind
  readonly forWhom: string
  readonly notice: string | null
  readonly recommended: boolean
  readonly steps: readonly GuideStep[]
  readonly fields: readonly GuideField[]
}

const step = (text: string): GuideStep => ({ text, scopes: false })
const tick = (text: string): GuideStep => ({ text, scopes: true })

const TOKEN: GuideField = {
  name: 'token',
  label: 'Token',
  hint: 'Begins with "pat-" and the region of the account; 44 characters.',
  example: 'pat-eu1-00000000-0000-0000-0000-000000000000',
  secret: true,
  required: true,
}

const UUID = '00000000-0000-0000-0000-000000000000'

/** In the order in which they are offered. */
export const CREDENTIAL_GUIDES: readonly CredentialGuide[] = [
  {
    kind: 'service_key',
    forWhom: 'For whoever starts today: made for programs, and holds exactly the scopes you tick.',
    notice:
      'Needs a super admin or somebody with developer tools access. A key never holds more than its maker does. Service keys are a beta of HubSpot.',
    recommended: true,
    steps: [
      step('In HubSpot, open Settings (the gear), then Integrations, then Service keys.'),
      step('Press Create, and name the key so that you know it again, such as "Hubward".'),
      tick('Search the scopes below one by one and tick each.'),
      step('Create the key, press Show, then Copy.'),
      step('Paste it here.'),
    ],
    fields: [TOKEN],
  },
  {
    kind: 'static_app',
    forWhom:
      'For those who have a project app with static authentication, because they need webhooks for example.',
    notice: 'A change of its scopes works only after the app was installed again.',
    recommended: false,
    steps: [
      tick("Put the scopes below into requiredScopes of the app's configuration and upload it."),
      step('In HubSpot, open Development, then Projects, then the app, then Distribution.'),
      step('Install it in the account, or install it again, and agree to the scopes.'),
      step('Open the account there and copy the access token.'),
      step('Paste it here.'),
    ],
    fields: [TOKEN],
  },
  {
    kind: 'oauth',
    forWhom:
      'For an app that is installed in several portals, or where tokens have to end by themselves.',
    notice:
      'Access tokens end after 30 minutes; Hubward renews them. Do not go on using the refresh token elsewhere.',
    recommended: false,
    steps: [
      step('In HubSpot, open Development, then Projects, then the app, then Auth.'),
      tick(
        "Make the app's scopes exactly those below; HubSpot blocks an installation that differs.",
      ),
      step("Add the redirect URL that this page shows to the app's redirect URLs."),
      step('Copy the client id and the client secret, and paste them here.'),
      step('Press Authorise: HubSpot asks which portal, and leads you back.'),
    ],
    fields: [
      {
        name: 'clientId',
        label: 'Client id',
        hint: 'From the Auth tab of the app.',
        example: UUID,
        secret: false,
        required: true,
      },
      {
        name: 'clientSecret',
        label: 'Client secret',
        hint: 'From the Auth tab of the app.',
        example: UUID,
        secret: true,
        required: true,
      },
      {
        name: 'refreshToken',
        label: 'Refresh token',
        hint: 'Only if you have one already; else leave it empty and press Authorise.',
        example: 'eu1-12ab-34cd-56ef-78ab-9012cd34ef56',
        secret: true,
        required: false,
      },
    ],
  },
  {
    kind: 'private_app',
    forWhom: 'For those who already have a legacy private app.',
    notice:
      'HubSpot stopped the making of new ones on 26 October 2026 and supports those there are until September 2027. Plan to replace it by a service key.',
    recommended: false,
    steps: [
      step(
        'In HubSpot, open Settings, then Integrations, then Legacy apps (earlier: Private apps).',
      ),
      step('Open the app.'),
      tick('On the Scopes tab, tick the scopes below and save.'),
      step('On the Auth tab, press Show token, then Copy.'),
      step('Paste it here. The number in the address bar is not the token.'),
    ],
    fields: [TOKEN],
  },
  {
    kind: 'developer_key',
    forWhom: 'For those who want the key of a developer account kept together with the rest.',
    notice:
      'It manages apps of a developer account. HubSpot accepts it at no endpoint of the CRM, so grants on such a connection open no data.',
    recommended: false,
    steps: [
      step('In HubSpot, open the developer account, then Keys, then Developer API key.'),
      step('Press Show key, then Copy.'),
      step("Paste it here, with the developer account's id: HubSpot does not tell whose it is."),
    ],
    fields: [
      {
        name: 'token',
        label: 'Developer API key',
        hint: 'A UUID, perhaps with a region in front.',
        example: UUID,
        secret: true,
        required: true,
      },
      {
        name: 'portalId',
        label: 'Id of the developer account',
        hint: 'The number in the address bar of HubSpot.',
        example: '12345678',
        secret: false,
        required: true,
      },
      {
        name: 'appId',
        label: 'Id of one of its apps',
        hint: 'On which the key is tried; without one it is stored unchecked.',
        example: '123456',
        secret: false,
        required: false,
      },
    ],
  },
]
