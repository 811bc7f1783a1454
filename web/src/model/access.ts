import type { Session } from '~/api/types'

export const roles = ['viewer', 'agent', 'admin', 'owner'] as const
export type Role = (typeof roles)[number]

/** Whether somebody of this role may do what takes that one. */
export const isAtLeast = (role: Role, least: Role) => roles.indexOf(role) >= roles.indexOf(least)

/** The roles that somebody may give: none above their own. */
export const rolesUpTo = (role: Role) => roles.slice(0, roles.indexOf(role) + 1)

/** The session with the workspace that was chosen before in front; the pretend phone belongs to the server's first. */
export function chosenFirst(session: Session, chosen: string | null): Session {
  const at = session.workspaces.findIndex((each) => each.id === chosen)
  if (at <= 0) return session
  const workspace = session.workspaces[at]!
  return {
    ...session,
    user: { ...session.user, role: workspace.role },
    workspaces: [workspace, ...session.workspaces.filter((each) => each !== workspace)],
    simulator: null,
  }
}

/** Where to go after signing in: a page of ours, and nothing else. */
export function wayBack(to: unknown): string {
  return typeof to === 'string' && /^\/(?![/\\])/.test(to) && !to.startsWith('/sign-in') ? to : '/'
}
