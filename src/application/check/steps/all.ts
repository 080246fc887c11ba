/** Every step of a check, in the order in which they run. A new one is a file and a line here. */
import type { Step } from '../check-run.ts'
import { budgetStep } from './budget.ts'
import { credentialStep } from './credential.ts'
import { latencyStep } from './latency.ts'
import { portalStep } from './portal.ts'
import { samplesStep } from './samples.ts'
import { scopesStep } from './scopes.ts'
import { testFlowStep } from './test-flow.ts'
import { versionsStep } from './versions.ts'

export const CHECK_STEPS: readonly Step[] = [
  credentialStep,
  portalStep,
  scopesStep,
  samplesStep,
  latencyStep,
  budgetStep,
  versionsStep,
  testFlowStep,
]
