/**
 * `org.yaml` as text: read with every mistake at its line and column, and written back. What the
 * document means is the domain's matter.
 */
import { stringify } from 'yaml'
import type { z } from 'zod'
import type { FieldError } from '../../domain/errors.ts'
import type { OrganisationDocument } from '../../domain/access/document.ts'
import { documentSchema } from './contract/document.ts'
import { readYamlFile } from './yaml-file.ts'

/** @throws HubwardError `request.invalid`; each field's message begins with its line and column */
export const readOrganisationFile = (
  text: string,
  check: (raw: unknown) => Promise<readonly FieldError[]>,
): Promise<z.output<typeof documentSchema>> => readYamlFile(documentSchema, text, check)

/** Writes a document with a heading that says what to do with it. */
export function writeOrganisationFile(document: OrganisationDocument): string {
  const lean = {
    ...document,
    groups: document.groups?.map((group) => ({
      ...group,
      grants: group.grants?.map(({ expires, ...grant }) => ({
        ...grant,
        ...(expires && { expires: expires.toISOString() }),
      })),
    })),
  }
  return `${HEADING}${stringify(lean, { lineWidth: 100, indentSeq: true })}`
}

const HEADING = `# The organisation of this Hubward, as \`hubward export\` wrote it.
# Change it, then: hubward apply -f org.yaml   (docs/org-yaml.md)
`
