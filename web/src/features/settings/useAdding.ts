import { getRouteApi } from '@tanstack/react-router'

const route = getRouteApi('/settings/{-$section}')

/** Whether the dialog for something new is open; it is in the address, so that a link can open it. */
export function useAdding(): [boolean, (open: boolean) => void] {
  const { add = false } = route.useSearch()
  const navigate = route.useNavigate()
  return [add, (open) => void navigate({ search: { add: open || undefined }, params: (now) => now })]
}
