/** The steps of a check: each with what came of it, what was found, and what to do. */
import { LongText } from './long-text.tsx'
import { OUTCOMES, OutcomeBadge, OutcomeMark } from './outcome.tsx'
import type { Step } from './types.ts'
import type { Line } from './use-check.ts'

/** Also while it runs: then steps have no result yet. */
export function StepList({ lines }: { lines: readonly Line[] }) {
  return (
    <ol aria-label="Steps of the check" className="divide-y divide-line">
      {lines.map((line) => (
        <li key={line.step} className="flex break-inside-avoid gap-3 px-4 py-3 sm:px-5">
          <OutcomeMark
            {...(line.result && { outcome: line.result.outcome })}
            running={line.running ?? false}
          />
          <div className="min-w-0 grow">
            <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
              <h3 className="font-medium">{line.title}</h3>
              {line.result && <OutcomeBadge outcome={line.result.outcome} />}
            </div>
            {line.running && (
              <p className="text-[0.8125rem] text-faint">{line.doing ?? 'under way'}</p>
            )}
            {line.result && <Result step={line.result} />}
            {line.samples && <Samples samples={line.samples} />}
          </div>
        </li>
      ))}
    </ol>
  )
}

function Result({ step: { summary, findings } }: { step: Step }) {
  const shown = findings.filter(({ text, remedy }) => text !== summary || remedy !== null)
  return (
    <>
      <p className="text-soft">{summary}</p>
      {shown.length > 0 && (
        <ul className="mt-1.5 flex flex-col gap-1.5">
          {shown.map(({ outcome, text, remedy }) => (
            <li key={text} className="border-l-2 border-line pl-3 text-[0.8125rem]">
              <LongText
                text={text}
                before={
                  outcome !== 'ok' && (
                    <span className={`font-medium ${OUTCOMES[outcome].ink}`}>
                      {OUTCOMES[outcome].word}:{' '}
                    </span>
                  )
                }
              />
              {remedy && <p className="mt-0.5 text-soft">What to do: {remedy}</p>}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** Masked, and gone when the page is left. */
function Samples({ samples }: { samples: NonNullable<Line['samples']> }) {
  return (
    <details className="mt-2 text-[0.8125rem]">
      <summary className="w-fit rounded-sm text-accent">Show what was read, masked</summary>
      {Object.entries(samples).map(([object, fields]) => (
        <dl key={object} className="mt-2 grid gap-x-4 sm:grid-cols-[minmax(10rem,auto)_1fr]">
          {Object.entries(fields).map(([name, masked]) => (
            <div key={name} className="sm:col-span-2 sm:grid sm:grid-cols-subgrid">
              <dt className="font-mono text-faint">
                {object}.{name}
              </dt>
              <dd className="font-mono">{masked}</dd>
            </div>
          ))}
        </dl>
      ))}
    </details>
  )
}
