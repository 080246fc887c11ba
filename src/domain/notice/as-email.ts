/** A message as an e-mail: plain text, and the same as simple HTML. Nothing is fetched to read it. */
import { headline, saidNotices, type Message, type SaidNotice } from './message.ts'

export interface Email {
  readonly subject: string
  readonly text: string
  readonly html?: string
}

export function asEmail(message: Message): Email {
  const said = saidNotices(message)
  const settings = `${message.publicUrl}/account`
  const why = 'You get this by your role in Hubward. Choose what you get by e-mail:'
  return {
    subject: `[Hubward] ${headline(message)}`,
    text: [...said.map(asText), `${why}\n${settings}`].join('\n\n--\n\n') + '\n',
    html: `<!doctype html><html lang="en"><body style="font-family:sans-serif;line-height:1.5;max-width:40em">${said
      .map(asHtml)
      .join('<hr>')}<hr><p style="font-size:smaller">${why} <a href="${escape(settings)}">${escape(
      settings,
    )}</a></p></body></html>`,
  }
}

const asText = ({ title, text, links, raisedAt }: SaidNotice): string =>
  [`${title}\n${raisedAt}`, text, ...links].join('\n\n')

const asHtml = ({ title, text, links, raisedAt }: SaidNotice): string =>
  `<h2>${escape(title)}</h2><p>${escape(text)}</p>${links
    .map((link) => `<p><a href="${escape(link)}">${escape(link)}</a></p>`)
    .join('')}<p style="font-size:smaller">${raisedAt}</p>`

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}
const escape = (text: string): string => text.replaceAll(/[&<>"]/g, (one) => ENTITIES[one] ?? one)
