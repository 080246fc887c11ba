/** Starts the web app: the router with its pages, and the answers of the admin API they share. */
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { watchPresence } from './api/presence.ts'
import { queryClient } from './api/queries.ts'
import { Refusal } from './api/refusal.ts'
import { say } from './parts/toast.tsx'
import { router } from './routes/router.ts'
import './style/app.css'

// What a handler started and nobody waited for still fails aloud.
addEventListener('unhandledrejection', ({ reason }) => {
  if (reason instanceof Refusal) say(reason.message, { tone: 'bad' })
})

watchPresence()
const place = document.getElementById('app')
if (!place) throw new Error('index.html has no place for the app')
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
