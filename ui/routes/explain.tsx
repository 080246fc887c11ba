/** Explain: a person, an action, the chain of decisions, and the way to mend a broken link. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { api } from '../api/api.ts'
import { refusalOf } from '../api/refusal.ts'
import { AskForm } from '../explain/ask-form.tsx'
import { Chain } from '../explain/chain.tsx'
import { questionOf, type Explanation, type Question } from '../explain/question.ts'
import { Callout } from '../parts/callout.tsx'
import { Card } from '../parts/card.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'

const route = getRouteApi('/app/explain')

export default function ExplainPage() {
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/explain' })
  const question = questionOf(search)
  const { data, error, isFetching } = useQuery({
    queryKey: ['explain', question],
    queryFn: () => answer(question),
    enabled: question !== undefined,
    staleTime: 0,
    retry: false,
  })
  return (
    <Page
      title="Explain"
      text="Pick a person and an action, and see link by link why it is let through or not."
    >
      <div className="flex flex-col gap-6">
        <AskForm
          search={search}
          onAsk={(next) =>
            void navigate({ search: next, replace: true, resetScroll: false }).catch(
              () => undefined,
            )
          }
        />
        {!question && (
          <EmptyState drawing="gate" title="Why can they, or why can they not?">
            Hubward makes the same checks as for a real call and shows which one fails. Nothing is
            sent to HubSpot.
          </EmptyState>
        )}
        {question && error && (
          <Callout tone="bad" alert title="This cannot be explained">
            {refusalOf(error).message}
          </Callout>
        )}
        {question && !data && !error && (
          <Card flush>
            <SkeletonRows rows={9} />
          </Card>
        )}
        {question && data && (
          <Card>
            <div aria-busy={isFetching} className="flex flex-col gap-6">
              <Verdict explanation={data} />
              <Chain chain={data.chain} />
            </div>
          </Card>
        )}
      </div>
    </Page>
  )
}

async function answer(question: Question | undefined): Promise<Explanation> {
  if (!question) throw new Error('Nothing is asked yet.')
  return 'action' in question
    ? api('POST /api/v1/explain/action', { body: question })
    : api('POST /api/v1/explain', { body: question })
}

/** The answer in a sentence, read aloud when it changes. */
function Verdict({ explanation: { allowed, needed, chain } }: { explanation: Explanation }) {
  const broken = chain.filter(({ state }) => state === 'broken').length
  return (
    <div role="status">
      <Callout
        tone={allowed ? 'good' : 'bad'}
        title={allowed ? 'Yes: it would be let through' : 'No: it would be refused'}
      >
        {allowed
          ? 'Every link holds.'
          : broken === 1
            ? 'One link is broken. As far as can be told now, the call goes through once it is mended.'
            : `${broken} links are broken.`}
        {needed.length > 0 && (
          <>
            {' '}
            It needs <span className="font-mono text-[0.8125rem]">{needed.join(', ')}</span>.
          </>
        )}
      </Callout>
    </div>
  )
}
