/** How the steps about each kind of credential are called. */
interface KindWords {
  readonly inHubSpot: string
  readonly paste: string
}

const WORDS: Readonly<Record<string, KindWords>> = {
  service_key: { inHubSpot: 'Make a service key in HubSpot', paste: 'Paste the token' },
  static_app: { inHubSpot: 'Get the app’s token in HubSpot', paste: 'Paste the token' },
  oauth: { inHubSpot: 'Prepare the app in HubSpot', paste: 'Paste the app’s id and secret' },
  private_app: { inHubSpot: 'Get the app’s token in HubSpot', paste: 'Paste the token' },
  developer_key: { inHubSpot: 'Get the developer key in HubSpot', paste: 'Paste the key' },
}

export const kindWords = (kind: string): KindWords =>
  WORDS[kind] ?? { inHubSpot: 'Get it in HubSpot', paste: 'Paste it' }
