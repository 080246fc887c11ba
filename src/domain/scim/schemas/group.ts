/** The group of RFC 7643 §4.2: a team of the HubSpot portal. */
import { complex, reference, text, type Schema } from '../attribute.ts'
import { GROUP } from './urns.ts'

export const GROUP_SCHEMA: Schema = {
  id: GROUP,
  name: 'Group',
  description: 'A team of the HubSpot portal',
  attributes: [
    text('displayName', "The team's name; unique in the portal, without regard to case.", {
      required: true,
      uniqueness: 'server',
    }),
    complex(
      'members',
      'The people in the team.',
      [
        text('value', "The member's id.", { mutability: 'immutable', caseExact: true }),
        reference('$ref', "The member's address.", {
          mutability: 'immutable',
          referenceTypes: ['User'],
        }),
        text('display', "The member's name.", { mutability: 'readOnly' }),
        text('type', 'Always User: teams in teams are arranged in HubSpot.', {
          mutability: 'immutable',
          canonicalValues: ['User'],
        }),
      ],
      { multiValued: true },
    ),
  ],
}
