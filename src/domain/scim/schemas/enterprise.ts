/** The enterprise extension (RFC 7643 §4.3). */
import { complex, reference, text, type Schema } from '../attribute.ts'
import { ENTERPRISE } from './urns.ts'

export const ENTERPRISE_SCHEMA: Schema = {
  id: ENTERPRISE,
  name: 'EnterpriseUser',
  description: 'What an organisation knows of its people',
  attributes: [
    text('employeeNumber', 'The number that the organisation gave the person.'),
    text('costCenter', 'The cost centre.'),
    text('organization', 'The organisation.'),
    text('division', 'The division.'),
    text('department', 'The department.'),
    complex('manager', "The person's manager.", [
      text('value', "The manager's id.", { caseExact: true }),
      reference('$ref', "The manager's address.", { referenceTypes: ['User'] }),
      text('displayName', "The manager's name.", { mutability: 'readOnly' }),
    ]),
  ],
}
