/** A check in a terminal: the steps as a list, each with what is being done just now. */
import { Listr, type ListrTask } from 'listr2'
import type { CheckReportView, StepResultView } from '../admin/contract/checks.ts'
import { broken, cutOff, showSamples, showStep, type WatchCheck } from './run-check.ts'

type Told = PromiseWithResolvers<StepResultView>

export const watchCheck: WatchCheck = async (events, out) => {
  const told = new Map<string, Told>()
  const doing = new Map<string, (text: string) => void>()
  const steps = Promise.withResolvers<readonly { step: string; title: string }[]>()
  const results: StepResultView[] = []
  const samples: Parameters<typeof showSamples>[1][] = []
  const reading = (async (): Promise<CheckReportView> => {
    for await (const event of events) {
      if (event.event === 'begun') {
        for (const { step } of event.steps) told.set(step, Promise.withResolvers())
        steps.resolve(event.steps)
      } else if (event.event === 'doing') doing.get(event.step)?.(event.text)
      else if (event.event === 'step') {
        results.push(event.result)
        samples.push(event.samples)
        told.get(event.result.step)?.resolve(event.result)
      } else if (event.event === 'done') return event.report
      else if (event.event === 'broke') throw broken(event)
    }
    throw cutOff()
  })()
  reading.catch((error: unknown) => {
    steps.reject(error)
    for (const one of told.values()) one.reject(error)
  })
  const tasks = (await steps.promise).map(({ step, title }): ListrTask => ({
    title,
    task: async (_, task) => {
      doing.set(step, (text) => (task.output = text))
      const result = await told.get(step)?.promise
      if (!result) return
      task.title = `${title}: ${result.summary}`
      if (result.outcome === 'skipped') task.skip(task.title)
      if (result.outcome === 'failed') throw new Error(task.title)
    },
  }))
  const list = new Listr(tasks, { exitOnError: false, rendererOptions: { collapseErrors: false } })
  const [report] = await Promise.all([reading, list.run()])
  const troubles = results.filter(({ outcome }) => outcome === 'failed' || outcome === 'warning')
  if (troubles.length > 0) out.line()
  for (const result of troubles) showStep(out, result)
  for (const one of samples) showSamples(out, one)
  return report
}
