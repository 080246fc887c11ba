/** What a rule reports: where, which rule, what, and why it is not allowed. */
export interface Finding {
  readonly path: string
  readonly line: number
  readonly rule:
    'layer' | 'ambient' | 'reveal' | 'name' | 'length' | 'comment' | 'opening' | 'syntax'
  readonly what: string
  readonly why: string
}

/** `src/domain/x.ts:3  layer  imports node:fs: the rules must run in a browser, …` */
export const printFinding = (finding: Finding): string =>
  `${finding.path}:${finding.line}  ${finding.rule}  ${finding.what}: ${finding.why}`
