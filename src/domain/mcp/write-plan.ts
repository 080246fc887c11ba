/**
 * What a write asks for, brought into one form: values as the texts that HubSpot stores, the words
 * for activities as HubSpot's property names. What cannot be meant is refused in one sentence.
 */
import { err, ok, type Result } from '../result.ts'
import { standardName } from './standard-name.ts'

export const WRITE_ACTIONS = ['create', 'update', 'upsert', 'associate', 'log_activity'] as const
export type WriteAction = (typeof WRITE_ACTIONS)[number]

export interface WriteQuestion {
  readonly object_type: string
  readonly action: WriteAction
  readonly id_property?: string | undefined
  readonly records: readonly WriteItem[]
}

export interface WriteItem {
  readonly id?: string | undefined
  readonly properties?: Readonly<Record<string, string | number | boolean | null>> | undefined
  readonly associations?: readonly AssociationEnd[] | undefined
}

export interface AssociationEnd {
  readonly object_type: string
  readonly id: string
}

export interface PlannedRecord {
  /** Its place among the records as they were sent, from 0. */
  readonly index: number
  /** Empty where the record is to be made. */
  readonly id: string
  /** An empty text clears a property. */
  readonly properties: Readonly<Record<string, string>>
  readonly associations: readonly AssociationEnd[]
}

export interface WritePlan {
  readonly action: WriteAction
  readonly objectType: string
  readonly idProperty: string | undefined
  readonly records: readonly PlannedRecord[]
}

/** `now` stands for the time of an activity that names none: HubSpot demands one. */
export function planWrite(question: WriteQuestion, now: Date): Result<WritePlan, string> {
  const { action, object_type: objectType, id_property: idProperty } = question
  if (action === 'log_activity' && !ACTIVITY_WORDS[standardName(objectType)])
    return err(
      `log_activity writes ${Object.keys(ACTIVITY_WORDS).join(', ')}; to make a ${objectType} record use create.`,
    )
  if (action === 'upsert' && !idProperty)
    return err('upsert needs id_property: a property with unique values, by which to find records.')
  const records: PlannedRecord[] = []
  for (const [index, item] of question.records.entries()) {
    const problem = itemProblem(action, item)
    if (problem) return err(`records.${index}: ${problem}`)
    records.push(planned(question, index, item, now))
  }
  const twice = repeated(records.map(({ id }) => id).filter((id) => id !== ''))
  if (twice !== undefined && action !== 'associate')
    return err(`The id ${JSON.stringify(twice)} is there twice; put its values into one record.`)
  return ok({ action, objectType, idProperty, records })
}

/** Whether repeating it could make a second record. */
export const makesRecords = (action: WriteAction): boolean =>
  action === 'create' || action === 'log_activity'

type Want = 'needed' | 'allowed' | 'refused'

const WANTS: Readonly<Record<WriteAction, { id: Want; properties: Want; associations: Want }>> = {
  create: { id: 'refused', properties: 'needed', associations: 'allowed' },
  log_activity: { id: 'refused', properties: 'needed', associations: 'allowed' },
  update: { id: 'needed', properties: 'needed', associations: 'refused' },
  upsert: { id: 'needed', properties: 'allowed', associations: 'refused' },
  associate: { id: 'needed', properties: 'refused', associations: 'needed' },
}

function itemProblem(action: WriteAction, item: WriteItem): string | undefined {
  const there = {
    id: item.id !== undefined,
    properties: Object.keys(item.properties ?? {}).length > 0,
    associations: (item.associations ?? []).length > 0,
  }
  for (const part of ['id', 'properties', 'associations'] as const) {
    const want = WANTS[action][part]
    if (want === 'needed' && !there[part]) return `${action} needs "${part}".`
    if (want === 'refused' && there[part]) return `${action} takes no "${part}".${WAY[part]}`
  }
  return undefined
}

const WAY = {
  id: ' To change a record use update, or upsert.',
  properties: ' Change them with update, in a call of its own.',
  associations: ' Link records with associate, in a call of its own.',
}

function planned(
  { action, object_type: objectType }: WriteQuestion,
  index: number,
  item: WriteItem,
  now: Date,
): PlannedRecord {
  const words = action === 'log_activity' ? ACTIVITY_WORDS[standardName(objectType)] : undefined
  const properties = Object.fromEntries(
    Object.entries(item.properties ?? {}).map(([name, value]) => [
      words?.[name] ?? name,
      value === null ? '' : String(value),
    ]),
  )
  return {
    index,
    id: item.id ?? '',
    properties: words ? { hs_timestamp: now.toISOString(), ...properties } : properties,
    associations: item.associations ?? [],
  }
}

/** Plain words for what every kind of activity has, by type. */
const ACTIVITY_WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  notes: { text: 'hs_note_body', at: 'hs_timestamp' },
  calls: { title: 'hs_call_title', text: 'hs_call_body', at: 'hs_timestamp' },
  meetings: { title: 'hs_meeting_title', text: 'hs_meeting_body', at: 'hs_timestamp' },
  tasks: { title: 'hs_task_subject', text: 'hs_task_body', at: 'hs_timestamp' },
  emails: { title: 'hs_email_subject', text: 'hs_email_text', at: 'hs_timestamp' },
}

function repeated(texts: readonly string[]): string | undefined {
  const seen = new Set<string>()
  for (const text of texts) {
    if (seen.has(text)) return text
    seen.add(text)
  }
  return undefined
}
