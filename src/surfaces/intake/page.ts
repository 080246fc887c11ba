/**
 * The sender's page as it is served: one file with its script and its style in it, and a policy that
 * lets exactly these run, by their hash. So a proxy or an extension that adds a script adds a dead
 * one; what it cannot help against is a server that serves another page altogether (SECURITY.md).
 */
import { createHash } from 'node:crypto'

export interface IntakePage {
  readonly html: Buffer
  /** Content-Security-Policy. */
  readonly policy: string
}

/** @param html as `ui/build` wrote it: one `<script type="module">`, one `<style>` */
export function intakePage(html: Buffer): IntakePage {
  const text = html.toString('utf8')
  const script = only(text, /<script type="module">([\s\S]*?)<\/script>/g)
  const style = only(text, /<style>([\s\S]*?)<\/style>/g)
  return {
    html,
    policy: [
      "default-src 'none'",
      `script-src 'sha256-${sha256(script)}'`,
      `style-src 'sha256-${sha256(style)}'`,
      "connect-src 'self'",
      "img-src 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join('; '),
  }
}

function only(text: string, pattern: RegExp): string {
  const found = [...text.matchAll(pattern)]
  const [first] = found
  if (found.length !== 1 || first?.[1] === undefined)
    throw new Error('The page must have exactly one script and one style')
  return first[1]
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64')
