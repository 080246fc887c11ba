/** Takes a text to the clipboard, and says that it did. */
import { useEffect, useState } from 'react'
import { Button, IconButton } from './button.tsx'
import { cx } from './cx.ts'

function useCopy(text: string): { readonly copied: boolean; readonly copy: () => void } {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return undefined
    const timer = setTimeout(() => setCopied(false), 2_000)
    return () => clearTimeout(timer)
  }, [copied])
  return {
    copied,
    copy: () =>
      void navigator.clipboard.writeText(text).then(
        () => setCopied(true),
        () => undefined,
      ),
  }
}

/** `label` says what is copied: "Copy address". Without it, an icon alone. */
export function CopyButton({
  text,
  label,
  what = 'Copy',
}: {
  text: string
  label?: string
  what?: string
}) {
  const { copied, copy } = useCopy(text)
  const icon = copied ? 'check' : 'copy'
  return (
    <>
      {label === undefined ? (
        <IconButton icon={icon} label={copied ? 'Copied' : what} size="small" onClick={copy} />
      ) : (
        <Button icon={icon} size="small" onClick={copy}>
          {copied ? 'Copied' : label}
        </Button>
      )}
      <span className="sr-only" role="status">
        {copied ? 'Copied' : ''}
      </span>
    </>
  )
}

/** A command, a configuration or a key to be taken elsewhere. Lines scroll, they do not wrap. */
export function CopyBlock({ text, label, wrap }: { text: string; label: string; wrap?: boolean }) {
  return (
    <figure className="min-w-0 overflow-hidden rounded-md border border-line bg-sunken">
      <figcaption className="flex items-center gap-2 border-b border-line py-1 pr-1 pl-3 text-xs text-faint">
        <span className="grow">{label}</span>
        <CopyButton text={text} what={`Copy ${label}`} />
      </figcaption>
      <pre
        tabIndex={0}
        aria-label={label}
        className={cx(
          'overflow-x-auto p-3 font-mono text-[0.8125rem] -outline-offset-2',
          wrap && 'break-all whitespace-pre-wrap',
        )}
      >
        {text}
      </pre>
    </figure>
  )
}
