/**
 * Where at HubSpot a credential is rotated and where it is ended, in its own menus' words of
 * November 2026 (facts §1; docs/credentials.md). Only there can it be done: HubSpot has no API for it.
 */
import type { CredentialKind } from '../credential/kind.ts'

interface Steps {
  /** To get the next one while the one in use goes on working. */
  readonly rotate: readonly string[]
  /** To end one for good, whoever may have it. */
  readonly end: readonly string[]
  /** After a rotation to another one of the same kind: to end the one before, and not the new one. */
  readonly endBefore: readonly string[]
}

const LEAVE_THE_NEW = 'Leave the present one: it is the new one, and serves your calls.'

const SERVICE_KEYS = 'In HubSpot, open Settings (the gear), then Integrations, then Service keys.'
const PRIVATE_APPS =
  'In HubSpot, open Settings (the gear), then Integrations, then Legacy Apps, then the app, then Auth.'
const PROJECT_APP = 'In HubSpot, open Development, then Projects, then the app'

export const CREDENTIAL_STEPS: Readonly<Record<CredentialKind, Steps>> = {
  service_key: {
    rotate: [
      SERVICE_KEYS,
      'Open the key, press Rotate, and choose to let the present one expire later: it works for 7 more days.',
      'Press Show, then Copy.',
    ],
    end: [
      SERVICE_KEYS,
      'Open the key. Press Rotate and choose to expire the present one now, or deactivate the key.',
    ],
    endBefore: [
      SERVICE_KEYS,
      'If you rotated the key: open it, and let the one before, which still works for some days, expire now. If the new one is a key of its own: deactivate the old key.',
      LEAVE_THE_NEW,
    ],
  },
  private_app: {
    rotate: [
      PRIVATE_APPS,
      'Press Rotate and choose to let the present token expire later: it works for 7 more days.',
      'Press Show token, then Copy.',
    ],
    end: [PRIVATE_APPS, 'Press Rotate and expire the present token now, or delete the app.'],
    endBefore: [
      PRIVATE_APPS,
      'If you rotated the token: let the one before, which still works for some days, expire now. If the new one is of another app: delete the old app.',
      LEAVE_THE_NEW,
    ],
  },
  static_app: {
    rotate: [
      `${PROJECT_APP}, then Distribution.`,
      'Open the account and rotate its access token; let the present one expire later where HubSpot offers it.',
      'Copy the new access token.',
    ],
    end: [
      `${PROJECT_APP}, then Distribution.`,
      'Open the account and rotate its access token so that the present one ends now, or uninstall the app.',
    ],
    endBefore: [
      `${PROJECT_APP}, then Distribution.`,
      'If you rotated the access token: open the account, and let the one before expire now where HubSpot still shows it. If the new one is of another app: uninstall the old app.',
      LEAVE_THE_NEW,
    ],
  },
  oauth: {
    rotate: [
      `${PROJECT_APP}, then Auth.`,
      'Rotate the client secret and copy the new one. The client id and the refresh token stay.',
    ],
    end: [
      'In HubSpot, open Settings (the gear), then Integrations, then Connected apps.',
      'Find the app, open its Actions, and uninstall it: every token of it ends.',
      `${PROJECT_APP}, then Auth, and rotate the client secret.`,
    ],
    endBefore: [
      `${PROJECT_APP}, then Auth, and end the client secret before, where HubSpot still shows it.`,
      'Do not uninstall the app that you authorised anew: the new grant would end with it. If the new one is of another app: uninstall the old app under Settings, Integrations, Connected apps.',
    ],
  },
  developer_key: {
    rotate: [
      'In the HubSpot developer account, open Keys, then Developer API key.',
      'Make a new key where HubSpot offers a second one, and copy it.',
    ],
    end: [
      'In the HubSpot developer account, open Keys, then Developer API key.',
      'Deactivate the key.',
    ],
    endBefore: [
      'In the HubSpot developer account, open Keys, then Developer API key.',
      'Deactivate the key before.',
      LEAVE_THE_NEW,
    ],
  },
}
