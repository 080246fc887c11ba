/**
 * Two admins, one group: what the other saved beside what I want, cell by cell. Nothing is
 * overwritten unseen and nothing I did is lost; the result becomes my draft, which is then saved.
 */
import { useId, useState } from 'react'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { cx } from '../parts/cx.ts'
import { Dialog } from '../parts/dialog.tsx'
import { endsWords } from './ends.ts'
import { proposed, type Choices, type Difference, type Side } from './merge.ts'

interface ConflictProps {
  readonly found: readonly Difference[]
  /** By id of the connection. */
  readonly titles: ReadonlyMap<string, string>
  readonly onSettle: (choices: Choices) => void
  readonly onClose: () => void
}

export function ConflictDialog({ found, titles, onSettle, onClose }: ConflictProps) {
  const [picked, setPicked] = useState<Choices>({})
  const choices = { ...proposed(found), ...picked }
  const open = found.filter(({ key }) => choices[key] === undefined).length
  const all = (side: Side): void =>
    setPicked(Object.fromEntries(found.map(({ key }) => [key, side])))
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="Somebody else saved this group meanwhile"
      text="Theirs is saved and holds now. Choose for each difference what shall hold; nothing is saved before you review it."
      actions={
        <>
          <Button onClick={() => all('theirs')}>Take all of theirs</Button>
          <Button onClick={() => all('mine')}>Keep all of mine</Button>
          <Button look="primary" disabled={open > 0} onClick={() => onSettle(choices)}>
            {open > 0 ? `${open} to choose` : 'Go on with this'}
          </Button>
        </>
      }
    >
      <ul className="flex flex-col divide-y divide-line" aria-label="Differences">
        {found.map((one) => (
          <li key={one.key} className="py-3 first:pt-0 last:pb-0">
            <fieldset>
              <legend className="mb-2 flex flex-wrap items-center gap-x-2 gap-y-1">
                <span className="font-mono text-[0.8125rem]">{one.scope}</span>
                <span className="text-faint">
                  on {titles.get(one.connection) ?? 'a connection'}
                </span>
                {one.changedBy === 'both' && <Badge tone="warn">both changed it</Badge>}
              </legend>
              <div className="grid gap-2 sm:grid-cols-2">
                {SIDES.map(({ side, title }) => (
                  <Choice
                    key={side}
                    name={one.key}
                    title={title}
                    note={noteOf(one, side)}
                    value={grantWords(one[side])}
                    chosen={choices[one.key] === side}
                    onChoose={() => setPicked((before) => ({ ...before, [one.key]: side }))}
                  />
                ))}
              </div>
            </fieldset>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

const SIDES = [
  { side: 'mine', title: 'Mine' },
  { side: 'theirs', title: 'Theirs' },
] as const

/** "no access", "granted, until 31 Jan 2027". */
const grantWords = (ends: Difference['before']): string =>
  ends.length === 0 ? endsWords(ends) : `granted, ${endsWords(ends)}`

function noteOf({ changedBy, before }: Difference, side: Side): string {
  if (changedBy === 'both' || changedBy === side) return `was ${grantWords(before)}`
  return 'as it was'
}

interface ChoiceProps {
  readonly name: string
  readonly title: string
  readonly note: string
  readonly value: string
  readonly chosen: boolean
  readonly onChoose: () => void
}

function Choice({ name, title, note, value, chosen, onChoose }: ChoiceProps) {
  const id = useId()
  return (
    <div
      className={cx(
        'relative flex items-start gap-2.5 rounded-md border px-3 py-2 focus-within:outline-2',
        chosen ? 'border-accent bg-accent-wash' : 'border-line hover:border-line-strong',
      )}
    >
      <input
        type="radio"
        id={id}
        name={name}
        checked={chosen}
        onChange={onChoose}
        aria-describedby={`${id}n`}
        className="mt-1 accent-accent outline-none"
      />
      <span className="min-w-0">
        <label htmlFor={id} className="cursor-pointer after:absolute after:inset-0">
          <span className="text-[0.8125rem] text-faint">{title}: </span>
          <span className="font-medium">{value}</span>
        </label>
        <span id={`${id}n`} className="block text-[0.8125rem] text-faint">
          {note}
        </span>
      </span>
    </div>
  )
}
