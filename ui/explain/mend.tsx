/** What mends a broken link: what it will do and for whom else, then one button that does it. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { carryOut } from '../api/api.ts'
import { queryClient } from '../api/queries.ts'
import { refusalOf } from '../api/refusal.ts'
import { useMay } from '../api/session.ts'
import { Button } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { RadioCards } from '../parts/choice.tsx'
import { FieldError } from '../parts/field.tsx'
import { say } from '../parts/toast.tsx'
import type { ChainLink } from './question.ts'

type Fix = ChainLink['fixes'][number]

export function Mend({ link }: { link: ChainLink }) {
  const may = useMayDo()
  const fixes = link.fixes.filter(may)
  const [picked, setPicked] = useState(0)
  const mend = useMutation({
    mutationFn: carryOut,
    onSuccess: async () => {
      say('Mended')
      await queryClient.invalidateQueries()
    },
  })
  const fix = fixes[picked] ?? fixes[0]
  if (!fix)
    return (
      <Callout
        tone="plain"
        title={link.fixes.length > 0 ? 'Your role cannot mend it: ask an admin' : 'What to do'}
      >
        {link.fixes[0]?.summary ??
          link.advice ??
          'Nothing mends this: it is refused for everybody.'}
      </Callout>
    )
  return (
    <div className="flex flex-col gap-3 rounded-lg border border-accent-line bg-accent-wash px-4 py-3.5">
      {fixes.length === 1 ? (
        <div>
          <p className="font-medium">{fix.summary}</p>
          <p className="mt-0.5 text-[0.8125rem] text-soft">{reach(fix)}</p>
        </div>
      ) : (
        <RadioCards
          aria-label="Ways to mend it"
          value={String(picked)}
          onChange={(at) => setPicked(Number(at))}
          options={fixes.map((one, at) => ({
            value: String(at),
            title: one.summary,
            text: reach(one),
          }))}
        />
      )}
      {mend.error && <FieldError>{refusalOf(mend.error).message}</FieldError>}
      <div>
        <Button look="primary" pending={mend.isPending} onClick={() => mend.mutate(fix)}>
          Do this
        </Button>
      </div>
    </div>
  )
}

/** Who gains what by it beside what was asked: nobody else, others the same, they themselves more. */
function reach({ alsoFor, path, gains, tells }: Fix): string {
  if (path.endsWith('/resume')) return 'For everybody who uses it.'
  const others =
    alsoFor > 0
      ? `${alsoFor === 1 ? 'One other person or program' : `${alsoFor} other people and programs`} in that group ${alsoFor === 1 ? 'gains' : 'gain'} the same.`
      : 'Nobody else gains anything by it.'
  const more = gains.map(({ connection, scopes }) => `${scopes.join(', ')} on ${connection.title}`)
  return [
    more.length > 0 && `They also get ${more.join('; ')}.`,
    tells && 'Their AI is told that group’s text, too.',
    others,
  ]
    .filter((sentence) => sentence !== false)
    .join(' ')
}

/** By which act the API guards the request. */
function useMayDo(): (fix: Fix) => boolean {
  const change = useMay('change')
  const operate = useMay('operate')
  return ({ path }) => (path.endsWith('/resume') ? operate : change)
}
