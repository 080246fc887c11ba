// Reads a property definition as a caller sends it.
import { invalid } from '../server/errors.ts'
import { missingFields, objectBody } from '../server/json-body.ts'
import type { Property, PropertyOption, PropertyType } from './property.ts'

const FIELD_TYPES: Record<PropertyType, readonly string[]> = {
  string: ['text', 'textarea', 'phonenumber', 'html', 'file'],
  number: ['number', 'calculation_equation'],
  date: ['date'],
  datetime: ['date', 'datetime'],
  enumeration: ['select', 'radio', 'checkbox', 'booleancheckbox'],
  bool: ['booleancheckbox', 'calculation_equation'],
  phone_number: ['phonenumber'],
  json: ['text'],
}

/** @throws HubSpotError 400 */
export function readProperty(raw: unknown, now: number): Property {
  const body = objectBody(raw)
  const missing = ['name', 'label', 'type', 'fieldType', 'groupName'].filter(
    (field) => typeof body[field] !== 'string' || body[field] === '',
  )
  if (missing.length > 0) throw missingFields(missing)
  const name = String(body['name'])
  if (!/^[a-z][a-z0-9_]*$/.test(name)) {
    throw invalid(
      `Property name '${name}' must be lower case letters, digits and underscores, and start with a letter.`,
    )
  }
  const type = body['type'] as PropertyType
  const fieldType = String(body['fieldType'])
  if (!(type in FIELD_TYPES)) throw invalid(`Property type '${type}' is not valid.`)
  if (!FIELD_TYPES[type].includes(fieldType)) {
    throw invalid(`Field type '${fieldType}' is not valid for properties of type '${type}'.`)
  }
  return {
    name,
    label: String(body['label']),
    type,
    fieldType,
    groupName: String(body['groupName']),
    description: String(body['description'] ?? ''),
    options: Array.isArray(body['options']) ? body['options'].map(readOption) : [],
    hubspotDefined: false,
    calculated: false,
    readOnlyValue: false,
    hasUniqueValue: body['hasUniqueValue'] === true,
    hidden: body['hidden'] === true,
    formField: body['formField'] === true,
    displayOrder: Number(body['displayOrder'] ?? -1),
    dataSensitivity: readSensitivity(body['dataSensitivity']),
    ...(body['referencedObjectType'] === 'OWNER' ? { referencedObjectType: 'OWNER' } : {}),
    createdAt: now,
    updatedAt: now,
    archived: false,
  }
}

function readOption(raw: unknown, index: number): PropertyOption {
  const option = objectBody(raw)
  const missing = ['label', 'value'].filter((field) => option[field] === undefined)
  if (missing.length > 0) throw missingFields(missing)
  return {
    label: String(option['label']),
    value: String(option['value']),
    displayOrder: Number(option['displayOrder'] ?? index),
    hidden: option['hidden'] === true,
    ...(option['description'] === undefined ? {} : { description: String(option['description']) }),
  }
}

function readSensitivity(raw: unknown): Property['dataSensitivity'] {
  if (raw === undefined || raw === null) return 'non_sensitive'
  if (raw === 'non_sensitive' || raw === 'sensitive' || raw === 'highly_sensitive') return raw
  throw invalid(`Data sensitivity '${String(raw)}' is not valid.`)
}
