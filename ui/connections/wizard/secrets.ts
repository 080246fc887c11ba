/** What was pasted: in the page's memory only, and only until the portal is connected. */
import type { Body } from '../../api/endpoints.ts'
import type { Draft } from './draft.ts'

export type SecretName = 'token' | 'clientId' | 'clientSecret' | 'refreshToken'
export type Secrets = Readonly<Partial<Record<SecretName, string>>>

export const isSecretName = (name: string): name is SecretName =>
  name === 'token' || name === 'clientId' || name === 'clientSecret' || name === 'refreshToken'

/** The credential as the API takes it. */
export function credentialOf(
  kind: string,
  secrets: Secrets,
  { portalId, appId }: Pick<Draft, 'portalId' | 'appId'>,
): Body<'POST /api/v1/connection-previews'> {
  const given = Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ''))
  if (kind !== 'developer_key') return { kind, ...given }
  return {
    kind,
    ...given,
    developer: {
      portalId: Number(portalId),
      appId: appId.trim() === '' ? null : Number(appId),
    },
  }
}

/** HubSpot is asked by its authorise page: there is no refresh token yet. */
export const goesToHubSpot = (kind: string, { refreshToken = '' }: Secrets): boolean =>
  kind === 'oauth' && refreshToken.trim() === ''
