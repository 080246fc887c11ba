/** The kinds of HubSpot credential, and what each needs. */
export const CREDENTIAL_KINDS = {
  service_key: { title: 'service key', secretFields: ['token'] },
  private_app: { title: 'legacy private app', secretFields: ['token'] },
  static_app: { title: 'project app, static token', secretFields: ['token'] },
  oauth: { title: 'OAuth app', secretFields: ['clientId', 'clientSecret', 'refreshToken'] },
  developer_key: { title: 'developer API key', secretFields: ['token'] },
} as const satisfies Record<string, { title: string; secretFields: readonly string[] }>

export type CredentialKind = keyof typeof CREDENTIAL_KINDS
