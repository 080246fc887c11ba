/**
 * Our own extensions: what HubSpot has beyond SCIM, and how far it is there. An answer comes from
 * our state at once; what HubSpot is to become is done by a plan, and told here.
 */
import { complex, moment, reference, text, type Attribute, type Schema } from '../attribute.ts'
import { PORTAL_GROUP, PORTAL_USER } from './urns.ts'

/** `adopted`: read from the portal, and not wished by anybody. */
export const EFFECTS = ['adopted', 'pending', 'applied', 'blocked'] as const
/** How far a wish has come in the portal. */
export type EffectState = (typeof EFFECTS)[number]

const status = (what: string): Attribute =>
  complex(
    'status',
    `How far the portal follows what is said of the ${what} here.`,
    [
      text('state', 'Read from the portal, waiting for a plan, done there, or held up.', {
        mutability: 'readOnly',
        canonicalValues: EFFECTS,
      }),
      text('reason', 'Why it is held up, or what a person has to do.', { mutability: 'readOnly' }),
      moment('since', 'Since when.', { mutability: 'readOnly' }),
    ],
    { mutability: 'readOnly' },
  )

export const PORTAL_USER_SCHEMA: Schema = {
  id: PORTAL_USER,
  name: 'PortalUser',
  description: 'The HubSpot user of a person',
  attributes: [
    text('hubspotUserId', "The HubSpot user's id.", { mutability: 'readOnly', caseExact: true }),
    complex('primaryTeam', 'The team that is the person’s primary one; the others are extra.', [
      text('value', "The group's id.", { caseExact: true }),
      reference('$ref', "The group's address.", { referenceTypes: ['Group'] }),
      text('display', "The group's name.", { mutability: 'readOnly' }),
    ]),
    status('person'),
    complex(
      'tasks',
      'What HubSpot lets nobody do by its API, so that a person has to.',
      [
        text('type', 'What kind of task.', {
          mutability: 'readOnly',
          canonicalValues: ['change_email'],
        }),
        text('display', 'What to do.', { mutability: 'readOnly' }),
      ],
      { multiValued: true, mutability: 'readOnly' },
    ),
  ],
}

export const PORTAL_GROUP_SCHEMA: Schema = {
  id: PORTAL_GROUP,
  name: 'PortalTeam',
  description: 'The HubSpot team of a group',
  attributes: [
    text('hubspotTeamId', "The HubSpot team's id.", { mutability: 'readOnly', caseExact: true }),
    status('group'),
  ],
}
