/**
 * What the official clients ask of their host to sign in: a place for registration, tokens and
 * verifier, and a browser to send the person to. Here the browser is one without a window.
 */
import type { OAuthClientProvider } from '@modelcontextprotocol/client'
import type { HttpBrowser } from './http-browser.ts'
import { answerConsent, REDIRECT, toConsent } from './oauth-client.ts'

type Access = 'read' | 'write'
type Information = Awaited<ReturnType<OAuthClientProvider['clientInformation']>>
type Discovered = Parameters<NonNullable<OAuthClientProvider['saveDiscoveryState']>>[0]
type Stored = Awaited<ReturnType<OAuthClientProvider['tokens']>>

/** One client of one person; the same object stands for "the client was started again". */
export class SignIn implements OAuthClientProvider {
  readonly redirectUrl: string
  readonly clientMetadata: OAuthClientProvider['clientMetadata']
  readonly clientMetadataUrl?: string
  /** Where the person was last sent. */
  sentTo: URL | null = null
  #information: Information
  #tokens: Stored
  #verifier = ''
  #discovered: Discovered | undefined

  /** Without the address of a document the client has to register itself. */
  constructor(clientMetadataUrl?: string, redirectUrl = REDIRECT) {
    this.redirectUrl = redirectUrl
    this.clientMetadata = {
      client_name: 'Official client',
      redirect_uris: [redirectUrl],
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    }
    if (clientMetadataUrl !== undefined) this.clientMetadataUrl = clientMetadataUrl
  }

  clientInformation(): Information {
    return this.#information
  }

  saveClientInformation(information: NonNullable<Information>): void {
    this.#information = information
  }

  tokens(): Stored {
    return this.#tokens
  }

  saveTokens(tokens: NonNullable<Stored>): void {
    this.#tokens = tokens
  }

  redirectToAuthorization(address: URL): void {
    this.sentTo = address
  }

  saveCodeVerifier(verifier: string): void {
    this.#verifier = verifier
  }

  codeVerifier(): string {
    return this.#verifier
  }

  saveDiscoveryState(state: Discovered): void {
    this.#discovered = state
  }

  discoveryState(): Discovered | undefined {
    return this.#discovered
  }

  state(): string {
    return 'of-this-client'
  }

  /** A refusal says what is worth keeping no longer: without it the client tries the same again. */
  invalidateCredentials(what: 'all' | 'client' | 'tokens' | 'verifier' | 'discovery'): void {
    if (what === 'all' || what === 'tokens') this.#tokens = undefined
    if (what === 'all' || what === 'client') this.#information = undefined
    if (what === 'all' || what === 'discovery') this.#discovered = undefined
  }

  /** The access token is as good as expired: the client has to use its refresh token. */
  loseAccessToken(): void {
    if (this.#tokens) this.#tokens = { ...this.#tokens, access_token: 'expired.expired.expired' }
  }

  /** The person follows and answers. @returns the query with which the client is called back */
  async person(browser: HttpBrowser, access: Access): Promise<URLSearchParams> {
    if (!this.sentTo) throw new Error('the client sent the person nowhere')
    const uid = await toConsent(browser, this.sentTo.href)
    this.sentTo = null
    return (await answerConsent(browser, uid, { decision: 'allow', access })).searchParams
  }
}
