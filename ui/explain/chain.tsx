/** The chain of an explanation as it is: links below each other, the broken one where it breaks. */
import { Link } from '@tanstack/react-router'
import { LINK } from '../parts/button.tsx'
import { cx } from '../parts/cx.ts'
import { Icon } from '../parts/icon.tsx'
import type { ChainLink, Explanation } from './question.ts'
import { Mend } from './mend.tsx'

export function Chain({ chain }: Pick<Explanation, 'chain'>) {
  return (
    <ol aria-label="The chain of decisions" className="flex flex-col">
      {chain.map((link, at) => (
        <li key={link.link} className="grid grid-cols-[2rem_1fr] gap-x-3.5">
          <div className="flex flex-col items-center">
            <Knot state={link.state} />
            {at < chain.length - 1 && (
              <span
                aria-hidden="true"
                className={cx(
                  'w-0 grow border-l-2',
                  link.state === 'holds' && chain[at + 1]?.state === 'holds'
                    ? 'border-good/55'
                    : 'border-dashed border-line-strong/60',
                )}
              />
            )}
          </div>
          <div className={cx('min-w-0', link.state === 'broken' ? 'pb-6' : 'pb-3.5')}>
            <div className="gap-x-6 md:grid md:grid-cols-[18rem_1fr]">
              <p className="flex min-h-8 flex-wrap items-center gap-x-2">
                <span className={cx('font-medium', link.state === 'unknown' && 'text-faint')}>
                  {TITLES[link.link] ?? link.link}
                </span>
                <span
                  className={cx(
                    'text-[0.8125rem]',
                    STATES[link.state].text,
                    link.state === 'holds' && 'sr-only',
                  )}
                >
                  {STATES[link.state].word}
                </span>
              </p>
              <p className="text-[0.8125rem] break-words text-soft md:py-1.5">{link.words}</p>
            </div>
            {link.state === 'broken' && (
              <div className="mt-2.5 flex max-w-2xl flex-col gap-3">
                <Mend link={link} />
                {link.page !== null && (
                  <p className="text-[0.8125rem]">
                    <Link to={link.page} className={LINK}>
                      {PAGES[link.link] ?? 'Open the page where it is mended'}
                    </Link>
                  </p>
                )}
              </div>
            )}
          </div>
        </li>
      ))}
    </ol>
  )
}

const TITLES: Readonly<Record<string, string>> = {
  'operation known': 'Hubward knows the action',
  'member active': 'They are a member',
  'key valid': 'They have a way to call',
  'in a group': 'They are in a group',
  'grant exists': 'A group of theirs may use the connection',
  'scope granted': 'It may do this there',
  'HubSpot scope held': 'The portal’s credential covers it',
  'connection healthy': 'The connection works',
  'budget left': 'HubSpot’s limits leave room',
}

const PAGES: Readonly<Record<string, string>> = {
  'key valid': 'Open their page: a key, or an AI client they let in',
  'HubSpot scope held': 'Open the connection, with the steps at HubSpot',
}

const STATES = {
  holds: { word: 'holds', text: 'text-good' },
  broken: { word: 'broken here', text: 'text-bad' },
  unknown: { word: 'not known yet', text: 'text-faint' },
} as const

function Knot({ state }: { state: ChainLink['state'] }) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        'grid size-8 shrink-0 place-items-center rounded-full border-2',
        state === 'holds' && 'border-good/55 bg-good-wash text-good',
        state === 'broken' && 'border-bad bg-bad-wash text-bad',
        state === 'unknown' && 'border-dashed border-line-strong/60 text-faint',
      )}
    >
      <Icon name={state === 'holds' ? 'check' : state === 'broken' ? 'cross' : 'minus'} size={16} />
    </span>
  )
}
