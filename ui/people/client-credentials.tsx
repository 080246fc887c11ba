/** How a program fetches short-lived tokens with its key, for tools that expect OAuth. */
import { useSession } from '../api/session.ts'
import { Card } from '../parts/card.tsx'
import { CopyBlock } from '../parts/copy.tsx'

export function ClientCredentials({ id }: { id: string }) {
  const { publicUrl } = useSession()
  return (
    <Card
      title="Or by OAuth"
      text="Where a tool wants client id and secret: the id is this account, the secret any of its live keys. Tokens last 10 minutes and die with the key."
    >
      <CopyBlock
        label="Fetch a token"
        text={[
          `curl -u "${id}:$HUBWARD_KEY" ${publicUrl}/oauth/token \\`,
          `  -d grant_type=client_credentials \\`,
          `  -d scope="hubspot:read hubspot:write" \\`,
          `  -d resource=${publicUrl}/hubspot`,
        ].join('\n')}
      />
      <p className="mt-2.5 text-[0.8125rem] text-faint">
        For the tools at <span className="font-mono">{publicUrl}/mcp</span> name that as the
        resource. Leave <span className="font-mono">hubspot:write</span> out and the token only
        reads.
      </p>
    </Card>
  )
}
