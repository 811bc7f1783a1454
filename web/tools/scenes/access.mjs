import { both, failing, fill, key, press, rest, see, small, words } from './acts.mjs'

const type = (text) => (page) => page.keyboard.type(text)
const palette = both(see('contact'), key('Control+k'), see('palette-offer'))
const signedIn = both(fill('email', 'a@example.org'), fill('password', 'x'), press('sign-in'))

/** A workspace that has no number of its own yet. */
const first = { storage: { home: null }, before: (world) => world.office.channels.pop() }

/** The ways in, the first steps, and what lies over every page. */
export const access = [
  ['sign in', '/sign-in', see('sign-in')],
  ['sign in code', '/sign-in', both(signedIn, see('code')), { expected: /401/ }],
  ['sign in refused', '/sign-in', both(signedIn, words('The database')), failing(/POST .*\/session$/)],
  ['sign in in spanish', '/sign-in', see('sign-in'), { storage: { language: 'es' } }],
  ['sign in small', '/sign-in', see('sign-in'), small],
  ['set up', '/setup?token=abc', see('set-up')],
  ['set up without token', '/setup', words('not complete')],
  ['invite', '/invite#token=abc', see('join')],
  ['invite gone', '/invite#token=gone', words('was used'), { expected: /404/ }],
  ['not found', '/nowhere', words('does not exist')],
  ['home', '/', see('step-try'), first],
  ['home small', '/home', see('step-try'), { ...first, ...small }],
  ['home all done', '/home', see('step-try'), { storage: { home: null } }],
  ['home in spanish', '/home', see('step-try'), { ...first, storage: { home: null, language: 'es' } }],
  ['home for an agent', '/home', words('An administrator'), { before: (world) => (world.role = 'agent') }],
  ['palette', '/contacts', both(palette, rest)],
  ['palette people', '/contacts', both(palette, type('@ana'), words('Contacts'), rest)],
  ['palette nothing', '/contacts', both(palette, type('zzzz'), words('Nothing found'), rest)],
  ['palette small', '/templates', both(see('template-row'), press('open-palette'), see('palette-offer'), rest), small],
  ['keys inbox', '/inbox/1', both(see('bubble'), (page) => page.locator('body').press('?'), see('key-sheet'), rest), { storage: { phone: 'closed' } }],
  ['keys builder', '/flows/turnos', both(see('step'), (page) => page.locator('body').press('?'), see('key-sheet'), rest)],
]
