/** The user of RFC 7643 §4.1, whole: what an identity provider sends is kept and given back. */
import { binary, complex, flag, plural, reference, text, type Schema } from '../attribute.ts'
import { USER } from './urns.ts'

const value = (description: string) => text('value', description)

export const USER_SCHEMA: Schema = {
  id: USER,
  name: 'User',
  description: 'A person who is to have access to the HubSpot portal',
  attributes: [
    text('userName', 'What the person is known by; unique in the portal, without regard to case.', {
      required: true,
      uniqueness: 'server',
    }),
    complex('name', "The parts of the person's name.", [
      text('formatted', 'The whole name, as it is shown.'),
      text('familyName', 'The family name.'),
      text('givenName', 'The given name.'),
      text('middleName', 'The middle names.'),
      text('honorificPrefix', 'What stands before the name.'),
      text('honorificSuffix', 'What stands behind the name.'),
    ]),
    text('displayName', 'The name to show.'),
    text('nickName', 'What the person is called.'),
    reference('profileUrl', 'A page about the person.'),
    text('title', 'The position, as in “Head of Sales”.'),
    text('userType', 'The relation to the organisation, as in “Contractor”.'),
    text('preferredLanguage', 'The language the person reads, as in Accept-Language.'),
    text('locale', 'How dates and numbers are written, as in en-IE.'),
    text('timezone', 'The time zone, as in Europe/Dublin.'),
    flag('active', 'Whether the person is to have access. Without it: yes.'),
    text('password', 'Taken and thrown away: HubSpot users have no password here.', {
      mutability: 'writeOnly',
      returned: 'never',
    }),
    plural(
      'emails',
      'E-mail addresses. The primary one, or else the one for work, is the HubSpot user’s.',
      value('The address.'),
      ['work', 'home', 'other'],
    ),
    plural('phoneNumbers', 'Telephone numbers.', value('The number.'), [
      'work',
      'home',
      'mobile',
      'fax',
      'pager',
      'other',
    ]),
    plural('ims', 'Addresses for messages.', value('The address.')),
    plural('photos', 'Pictures of the person.', reference('value', 'Where the picture is.'), [
      'photo',
      'thumbnail',
    ]),
    complex(
      'addresses',
      'Postal addresses.',
      [
        text('formatted', 'The whole address, as it is written on an envelope.'),
        text('streetAddress', 'Street and number.'),
        text('locality', 'City.'),
        text('region', 'State or region.'),
        text('postalCode', 'Postal code.'),
        text('country', 'Country, by ISO 3166-1 alpha-2.'),
        text('type', 'What this address is used for.', {
          canonicalValues: ['work', 'home', 'other'],
        }),
        flag('primary', 'Whether it is the preferred one; one value at most is.'),
      ],
      { multiValued: true },
    ),
    complex(
      'groups',
      'The groups that the person is a member of: changed at the groups.',
      [
        text('value', "The group's id.", { mutability: 'readOnly', caseExact: true }),
        reference('$ref', "The group's address.", {
          mutability: 'readOnly',
          referenceTypes: ['Group'],
        }),
        text('display', "The group's name.", { mutability: 'readOnly' }),
        text('type', 'Always direct.', { mutability: 'readOnly', canonicalValues: ['direct'] }),
      ],
      { multiValued: true, mutability: 'readOnly' },
    ),
    plural('entitlements', 'HubSpot seats.', value('The name of the seat, as HubSpot gives it.')),
    plural(
      'roles',
      'The HubSpot permission set. A HubSpot user has one: the primary one, or else the first.',
      value('The id of the permission set, or its exact name.'),
    ),
    plural('x509Certificates', 'Certificates.', binary('value', 'The certificate, DER in base64.')),
  ],
}
