/** The groups that somebody is in, as links; the rest counted. */
import { Link } from '@tanstack/react-router'
import { LINK } from '../parts/button.tsx'

const SHOWN = 3

export function GroupNames({
  groups,
}: {
  groups: readonly { readonly id: string; readonly name: string; readonly title: string }[]
}) {
  if (groups.length === 0) return <span className="text-faint">none</span>
  return (
    <span className="inline-flex flex-wrap gap-x-2 gap-y-0.5">
      {groups.slice(0, SHOWN).map(({ id, name, title }) => (
        <Link key={id} to="/groups/$name" params={{ name }} className={LINK}>
          {title}
        </Link>
      ))}
      {groups.length > SHOWN && (
        <span
          className="text-faint"
          title={groups
            .slice(SHOWN)
            .map(({ title }) => title)
            .join(', ')}
        >
          +{groups.length - SHOWN}
        </span>
      )}
    </span>
  )
}
