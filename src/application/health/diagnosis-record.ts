import type { Diagnosis } from '../../domain/health/condition.ts'

/** A diagnosis as the audit shows it. */
export const diagnosisRecord = ({ condition, confidence, facts }: Diagnosis) => ({
  condition,
  confidence,
  ...facts,
})
