/** Runs a check and keeps what is told of it, step by step. It goes on at the server when the page is left. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useReducer, useRef } from 'react'
import type { Body } from '../../api/endpoints.ts'
import { forget } from '../../api/queries.ts'
import { refusalOf } from '../../api/refusal.ts'
import { streamLines } from '../../api/stream.ts'
import type { Progress, Report, Step } from './types.ts'

const RUN = 'POST /api/v1/connections/{connection}/checks'

export interface Line {
  readonly step: string
  readonly title: string
  /** What is being done just now; only of the step that runs. */
  readonly doing?: string | undefined
  readonly running?: boolean
  readonly result?: Step
  readonly samples?: Extract<Progress, { event: 'step' }>['samples']
}

export interface Checking {
  readonly state: 'idle' | 'running' | 'done' | 'failed'
  readonly lines: readonly Line[]
  readonly report?: Report
  /** Why it could not be run or finished. */
  readonly problem?: string
}

type Happening = Progress | { event: 'begin' } | { event: 'refused'; message: string }

const IDLE: Checking = { state: 'idle', lines: [] }

export function useCheck(connection: string) {
  const client = useQueryClient()
  const [checking, tell] = useReducer(after, IDLE)
  const gone = useRef<AbortController>(null)
  useEffect(() => () => gone.current?.abort(), [])

  const run = async (body: Body<typeof RUN>): Promise<void> => {
    const leaving = new AbortController()
    gone.current = leaving
    tell({ event: 'begin' })
    try {
      const sent = { params: { connection }, body }
      for await (const event of streamLines(RUN, leaving.signal, sent)) tell(event as Progress)
    } catch (thrown) {
      if (leaving.signal.aborted) return
      tell({ event: 'refused', message: refusalOf(thrown).message })
    }
    await forget(client, ['connections', 'checks', 'overview', 'audit'])
  }
  return { checking, run }
}

function after(before: Checking, event: Happening): Checking {
  switch (event.event) {
    case 'begin':
      return { state: 'running', lines: [] }
    case 'begun':
      return { ...before, lines: event.steps }
    case 'step_begun':
      return { ...before, lines: changed(before.lines, event.step, { running: true }) }
    case 'doing':
      return { ...before, lines: changed(before.lines, event.step, { doing: event.text }) }
    case 'step': {
      const { result, samples } = event
      const line = { running: false, doing: undefined, result, samples }
      return { ...before, lines: changed(before.lines, result.step, line) }
    }
    case 'done':
      return { ...before, state: 'done', report: event.report }
    case 'broke':
    case 'refused':
      return { ...before, state: 'failed', problem: event.message }
  }
}

const changed = (lines: readonly Line[], step: string, change: Partial<Line>): readonly Line[] =>
  lines.map((line) => (line.step === step ? { ...line, ...change } : line))
