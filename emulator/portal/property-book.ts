// The property definitions and groups of every object type. Re-creating an archived name brings it
// back (KAL); values are the record store's business.
import type { ObjectType } from './object-types.ts'
import type { Property } from './property.ts'
import { optionsOf, PROPERTY_LINES, standardProperties } from './property-table.ts'
import { DEAL_STAGES, TICKET_STAGES } from '../seed/pipelines.ts'

export type PropertyGroup = {
  name: string
  label: string
  displayOrder: number
  archived: boolean
}

type Chapter = { properties: Map<string, Property>; groups: Map<string, PropertyGroup> }

export class PropertyBook {
  readonly #at: number
  readonly #types = new Map<string, ObjectType>()
  /** Made when first asked for: most portals of a test look at two or three types. */
  readonly #chapters = new Map<string, Chapter>()

  constructor(at: number) {
    this.#at = at
  }

  open(type: ObjectType): void {
    this.#types.set(type.typeId, type)
  }

  find(typeId: string, name: string): Property | undefined {
    return this.#chapter(typeId)?.properties.get(name)
  }

  live(typeId: string, name: string): Property | undefined {
    const property = this.find(typeId, name)
    return property?.archived ? undefined : property
  }

  list(typeId: string, archived = false): Property[] {
    return [...(this.#chapter(typeId)?.properties.values() ?? [])].filter(
      (p) => p.archived === archived,
    )
  }

  put(typeId: string, property: Property): void {
    this.#chapter(typeId)?.properties.set(property.name, property)
  }

  groups(typeId: string): Map<string, PropertyGroup> {
    return this.#chapter(typeId)?.groups ?? new Map<string, PropertyGroup>()
  }

  uniqueNames(typeId: string): string[] {
    return this.list(typeId)
      .filter((property) => property.hasUniqueValue)
      .map((property) => property.name)
  }

  #chapter(typeId: string): Chapter | undefined {
    const made = this.#chapters.get(typeId)
    if (made) return made
    const type = this.#types.get(typeId)
    if (!type) return undefined
    const chapter = this.#make(type)
    this.#chapters.set(typeId, chapter)
    return chapter
  }

  #make(type: ObjectType): Chapter {
    const { group, label } = PROPERTY_LINES[type.typeId] ?? PROPERTY_LINES['custom']!
    const list = standardProperties(type.typeId, this.#at)
    const properties = new Map(list.map((property) => [property.name, property]))
    for (const [name, values] of Object.entries(FIXED_OPTIONS[type.typeId] ?? {})) {
      const property = properties.get(name)
      if (property)
        property.options = values.map((option, at) => ({
          ...option,
          displayOrder: at,
          hidden: false,
        }))
    }
    for (const given of CUSTOM_PROPERTIES[type.name] ?? [])
      properties.set(given.name, this.#custom(group, given))
    const groups = new Map([[group, { name: group, label, displayOrder: 0, archived: false }]])
    return { properties, groups }
  }

  #custom(groupName: string, given: CustomProperty): Property {
    return {
      name: given.name,
      label: given.label,
      type: given.type,
      fieldType: given.fieldType,
      groupName,
      description: '',
      options: optionsOf(given.options ?? []),
      hubspotDefined: false,
      calculated: false,
      readOnlyValue: false,
      hasUniqueValue: given.unique ?? false,
      hidden: false,
      formField: true,
      displayOrder: -1,
      dataSensitivity: 'non_sensitive',
      ...(given.users ? { referencedObjectType: 'OWNER' } : {}),
      createdAt: this.#at,
      updatedAt: this.#at,
      archived: false,
    }
  }
}

type CustomProperty = Pick<Property, 'name' | 'label' | 'type' | 'fieldType'> & {
  options?: string[]
  unique?: boolean
  /** Its values are users, as owners. */
  users?: true
}

/**
 * What this portal's admin added: a unique id on contacts (for upserts), people besides the owner on
 * contacts and deals, and the car's fields.
 */
const CUSTOM_PROPERTIES: Record<string, readonly CustomProperty[]> = {
  contact: [
    { name: 'external_id', label: 'External ID', type: 'string', fieldType: 'text', unique: true },
    {
      name: 'favourite_colour',
      label: 'Favourite colour',
      type: 'enumeration',
      fieldType: 'select',
      options: ['red', 'green', 'blue'],
    },
    {
      name: 'account_manager',
      label: 'Account manager',
      type: 'enumeration',
      fieldType: 'select',
      users: true,
    },
  ],
  company: [
    { name: 'external_id', label: 'External ID', type: 'string', fieldType: 'text', unique: true },
  ],
  deal: [
    { name: 'external_id', label: 'External ID', type: 'string', fieldType: 'text', unique: true },
    {
      name: 'solution_engineer',
      label: 'Solution engineer',
      type: 'enumeration',
      fieldType: 'select',
      users: true,
    },
  ],
  car: [
    { name: 'vin', label: 'VIN', type: 'string', fieldType: 'text', unique: true },
    { name: 'model', label: 'Model', type: 'string', fieldType: 'text' },
    { name: 'year', label: 'Year', type: 'number', fieldType: 'number' },
    { name: 'price', label: 'Price', type: 'number', fieldType: 'number' },
    {
      name: 'condition',
      label: 'Condition',
      type: 'enumeration',
      fieldType: 'select',
      options: ['new', 'used'],
    },
  ],
}

const stages = (list: typeof DEAL_STAGES) => list.map(({ id, label }) => ({ value: id, label }))

const FIXED_OPTIONS: Record<string, Record<string, { value: string; label: string }[]>> = {
  '0-3': {
    pipeline: [{ value: 'default', label: 'Sales Pipeline' }],
    dealstage: stages(DEAL_STAGES),
  },
  '0-5': {
    hs_pipeline: [{ value: '0', label: 'Support Pipeline' }],
    hs_pipeline_stage: stages(TICKET_STAGES),
  },
}
