/**
 * What a source wants of one person in one portal. A wish that is left out leaves the portal's own
 * state as it is; `present: false` is a wish as well, and begins the way out, never a removal at once.
 */
export type DesireSource = 'scim' | 'rules' | 'request' | 'review'

export interface DesiredUser {
  readonly source: DesireSource
  /** Others that speak of the same person, where wishes were joined. */
  readonly alsoBy?: readonly DesireSource[]
  /** Stable at its source: a SCIM resource's id, a rule file's address, a request's id. */
  readonly key: string
  /** The portal user it is linked to, where that is known; otherwise it is found by address. */
  readonly userId: string | null
  readonly email: string
  readonly firstName?: string
  readonly lastName?: string
  readonly present: boolean
  /** A person has to take the rights: the API cannot. */
  readonly superAdmin?: false
  /** HubSpot's API keeps one for each user; `null`: none. */
  readonly permissionSetId?: string | null
  readonly primaryTeamId?: string | null
  readonly secondaryTeamIds?: readonly string[]
  readonly seats?: readonly string[]
}
