/** A menu behind a button: acts on one thing, rarer than its main one. */
import { DropdownMenu } from 'radix-ui'
import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import { Icon, type IconName } from './icon.tsx'

export type MenuItem =
  | {
      readonly label: ReactNode
      readonly icon?: IconName
      readonly onSelect: () => void
      readonly danger?: boolean
      readonly disabled?: boolean
    }
  | { readonly label: ReactNode; readonly icon?: IconName; readonly to: string }
  | {
      readonly choice: string
      readonly value: string
      readonly onChange: (value: string) => void
      /** To see what each looks like: the menu stays until it is left. */
      readonly stays?: boolean
      readonly options: readonly {
        readonly value: string
        readonly label: string
        readonly icon?: IconName
      }[]
    }
  | 'line'

/** `trigger` is a button of ours; it is given the menu's ARIA. */
export function Menu({
  trigger,
  items,
  head,
  align = 'end',
  side = 'bottom',
}: {
  trigger: ReactNode
  items: readonly MenuItem[]
  head?: ReactNode
  align?: 'start' | 'end'
  side?: 'top' | 'bottom'
}) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="pop-in z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-52 overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-pop"
        >
          {head !== undefined && (
            <div className="border-b border-line px-2.5 pt-1.5 pb-2.5 mb-1">{head}</div>
          )}
          {items.map((item, at) => (
            <Entry key={at} item={item} />
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

const ROW =
  'flex min-h-8 items-center gap-2.5 rounded-md px-2.5 py-1 outline-none select-none cursor-pointer data-[highlighted]:bg-hover data-[disabled]:opacity-50 data-[disabled]:cursor-default'

function Entry({ item }: { item: MenuItem }) {
  const router = useRouter()
  if (item === 'line') return <DropdownMenu.Separator className="my-1 h-px bg-line" />
  if ('choice' in item)
    return (
      <>
        <DropdownMenu.Label className="px-2.5 pt-1.5 pb-0.5 text-xs text-faint">
          {item.choice}
        </DropdownMenu.Label>
        <DropdownMenu.RadioGroup value={item.value} onValueChange={item.onChange}>
          {item.options.map((option) => (
            <DropdownMenu.RadioItem
              key={option.value}
              value={option.value}
              className={ROW}
              onSelect={(event) => item.stays && event.preventDefault()}
            >
              {option.icon && <Icon name={option.icon} size={16} className="text-soft" />}
              <span className="grow">{option.label}</span>
              <DropdownMenu.ItemIndicator>
                <Icon name="check" size={15} className="text-accent" />
              </DropdownMenu.ItemIndicator>
            </DropdownMenu.RadioItem>
          ))}
        </DropdownMenu.RadioGroup>
      </>
    )
  const danger = 'danger' in item && item.danger === true
  return (
    <DropdownMenu.Item
      disabled={'disabled' in item && item.disabled === true}
      onSelect={() => {
        if ('to' in item) void router.navigate({ to: item.to })
        else item.onSelect()
      }}
      className={cx(ROW, danger && 'text-bad data-[highlighted]:bg-bad-wash')}
    >
      {item.icon && <Icon name={item.icon} size={16} className={danger ? '' : 'text-soft'} />}
      {item.label}
    </DropdownMenu.Item>
  )
}
