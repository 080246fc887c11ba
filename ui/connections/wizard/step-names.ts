/** The wizard's steps: their place in the address, and what each is called. */
export const STEPS = ['access', 'kind', 'hubspot', 'paste', 'check', 'done'] as const
export type StepName = (typeof STEPS)[number]

const TITLES: Record<StepName, string> = {
  access: 'What it is for',
  kind: 'Kind',
  hubspot: 'In HubSpot',
  paste: 'Paste',
  check: 'Check',
  done: 'Done',
}

/** Replacing a credential ends on the connection's own page. */
export const stepsFor = (replace: boolean): readonly StepName[] =>
  replace ? STEPS.slice(0, -1) : STEPS

export const stepTitle = (step: StepName): string => TITLES[step]

export const isStep = (text: string | undefined): text is StepName =>
  STEPS.some((step) => step === text)
