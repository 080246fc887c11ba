// The pipelines that a fresh HubSpot account comes with, for deals and tickets.

export type SeedStage = { id: string; label: string; metadata: Record<string, string> }

const deal = (id: string, label: string, probability: string): SeedStage => ({
  id,
  label,
  metadata: {
    isClosed: String(probability === '1.0' || probability === '0.0'),
    probability,
  },
})

export const DEAL_STAGES: readonly SeedStage[] = [
  deal('appointmentscheduled', 'Appointment Scheduled', '0.2'),
  deal('qualifiedtobuy', 'Qualified To Buy', '0.4'),
  deal('presentationscheduled', 'Presentation Scheduled', '0.6'),
  deal('decisionmakerboughtin', 'Decision Maker Bought-In', '0.8'),
  deal('contractsent', 'Contract Sent', '0.9'),
  deal('closedwon', 'Closed Won', '1.0'),
  deal('closedlost', 'Closed Lost', '0.0'),
]

const ticket = (id: string, label: string, state: 'OPEN' | 'CLOSED'): SeedStage => ({
  id,
  label,
  metadata: { ticketState: state, isClosed: String(state === 'CLOSED') },
})

export const TICKET_STAGES: readonly SeedStage[] = [
  ticket('1', 'New', 'OPEN'),
  ticket('2', 'Waiting on contact', 'OPEN'),
  ticket('3', 'Waiting on us', 'OPEN'),
  ticket('4', 'Closed', 'CLOSED'),
]
