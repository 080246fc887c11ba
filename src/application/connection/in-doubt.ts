import type { Connection } from '../../domain/connection/connection.ts'
import { HubwardError } from '../../domain/errors.ts'

export const inDoubtText = (name: string): string =>
  `HubSpot refuses the credential of "${name}" and did not answer about the one before, which may take its place; nothing was done. Try again in a moment.`

/** @param facts of the refusal, by which the monitor knows what it is */
export const inDoubt = ({ name }: Connection, facts: HubwardError['facts']): HubwardError =>
  new HubwardError('connection.in_doubt', inDoubtText(name), { facts })
