import { expect, test } from 'vitest'
import type { Session } from '~/api/types'
import { chosenFirst, isAtLeast, rolesUpTo, wayBack } from './access'

const session = {
  user: { id: 'u', name: 'Ana', role: 'owner', email: 'ana@example.org' },
  workspaces: [
    { id: 'south', name: 'South', role: 'owner' },
    { id: 'north', name: 'North', role: 'agent' },
  ],
  demo: false,
  simulator: { api: '/simulator/api', phoneNumberId: '1', number: '1' },
  version: '0',
  antiforgery: 'x',
} satisfies Session

test('the chosen workspace comes first, with the role that one has there', () => {
  const chosen = chosenFirst(session, 'north')
  expect(chosen.workspaces.map((each) => each.id)).toEqual(['north', 'south'])
  expect(chosen.user.role).toBe('agent')
  expect(chosen.simulator).toBeNull()
})

test('a workspace that is gone is not chosen', () => {
  expect(chosenFirst(session, 'gone')).toBe(session)
  expect(chosenFirst(session, null)).toBe(session)
})

test('nobody gives a role above their own', () => {
  expect(rolesUpTo('admin')).toEqual(['viewer', 'agent', 'admin'])
  expect(isAtLeast('agent', 'admin')).toBe(false)
  expect(isAtLeast('owner', 'admin')).toBe(true)
})

test('the way back after signing in never leaves the site', () => {
  expect(wayBack('/flows/abc?panel=try')).toBe('/flows/abc?panel=try')
  expect(wayBack('//evil.example')).toBe('/')
  expect(wayBack('/\\evil.example')).toBe('/')
  expect(wayBack('https://evil.example')).toBe('/')
  expect(wayBack('/sign-in')).toBe('/')
  expect(wayBack(undefined)).toBe('/')
})
