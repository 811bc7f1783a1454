import { isAtLeast, type Role } from './access'

/** The settings by subject, and the least role that may see each. */
export const settingsSections = {
  account: 'viewer',
  workspace: 'viewer',
  channels: 'admin',
  team: 'viewer',
  inbox: 'viewer',
  queues: 'agent',
  labels: 'agent',
  replies: 'agent',
  fields: 'viewer',
  'api-keys': 'admin',
  webhooks: 'admin',
  health: 'admin',
  audit: 'admin',
} as const satisfies Record<string, Role>

export type SettingsSection = keyof typeof settingsSections

export const sectionsFor = (role: Role) => (Object.keys(settingsSections) as SettingsSection[]).filter((section) => isAtLeast(role, settingsSections[section]))
