import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiError } from './api/client'
import { InboxProvider } from './app/InboxProvider'
import { router } from './app/router'
import { preferredLanguage, speak } from './i18n'
import { UiProvider } from './ui'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      refetchOnWindowFocus: false,
      // a refusal stays one: only what may pass is asked again
      retry: (count, problem) => count < 3 && !(problem instanceof ApiError && !problem.passing),
    },
  },
})

await speak(preferredLanguage())

createRoot(document.getElementById('root') ?? document.body).render(
  <StrictMode>
    <UiProvider>
      <QueryClientProvider client={queries}>
        <InboxProvider>
          <RouterProvider router={router} />
        </InboxProvider>
      </QueryClientProvider>
    </UiProvider>
  </StrictMode>,
)
