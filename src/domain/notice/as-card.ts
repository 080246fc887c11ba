/** A message as Slack and Teams show it. */
import { headline, saidNotices, type Message, type SaidNotice } from './message.ts'

/** @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export function asSlack(message: Message): unknown {
  return {
    text: headline(message),
    blocks: firstOf(message).flatMap(({ title, text, links }) => [
      { type: 'header', text: { type: 'plain_text', text: title } },
      { type: 'section', text: { type: 'mrkdwn', text: slackText(text, links) } },
    ]),
  }
}

/**
 * The card that the template "Post to a channel when a webhook request is received" takes.
 *
 * @see https://learn.microsoft.com/power-automate/teams/send-a-message-in-teams (Adaptive Card)
 */
export function asTeams(message: Message): unknown {
  const said = firstOf(message)
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: said.flatMap(({ title, text }) => [
            { type: 'TextBlock', text: title, weight: 'Bolder', size: 'Medium', wrap: true },
            { type: 'TextBlock', text, wrap: true },
          ]),
          actions: said
            .flatMap(({ links }) => links.slice(0, 1))
            .slice(0, MOST_BUTTONS)
            .map((url) => ({ type: 'Action.OpenUrl', title: 'Open in Hubward', url })),
        },
      },
    ],
  }
}

/** Slack takes 50 blocks in a message (Block Kit reference), and nobody reads more. */
const MOST_NOTICES = 20
const MOST_BUTTONS = 6

function firstOf(message: Message): readonly SaidNotice[] {
  return saidNotices(message).slice(0, MOST_NOTICES)
}

const slackText = (text: string, links: readonly string[]): string =>
  [
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    ...links.map((link) => `<${link}>`),
  ].join('\n')
