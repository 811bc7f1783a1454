import { sayHi } from '../browser.mjs'
import { both, button, failing, fill, key, press, rest, see, words } from './acts.mjs'

const list = see('inbox-row')
const thread = see('bubble')
/** The desk without the phone beside it. */
const desk = { storage: { phone: 'closed' } }
const pressed = (which, ...acts) => both(thread, key(which), ...acts, rest)
const luis = { id: '2', name: 'Luis Gómez' }
const ana = { id: '3', name: 'Ana Ferreyra' }
const tells = (id, who) => (_, world) => world.desk.tell(id, who, 'typing')

export const inbox = [
  ['inbox and phone', '/inbox', both(list, sayHi, thread, (page) => page.getByTestId('phone-choice').nth(1).click(), see('phone-list'), (page) => page.locator('[data-testid=tick][data-status=read]').nth(2).waitFor())],
  ['inbox thread beside the phone', '/inbox/1', thread],
  ['inbox thread and contact', '/inbox/1', thread, desk],
  ['inbox contact of a bot', '/inbox/9', both(thread, see('stop-session')), desk],
  ['inbox contact of whom little is known', '/inbox/9', both(thread, see('stop-session'), rest), { ...desk, before: (world) => Object.assign(world.desk, { fields: [], variables: [] }) }],
  ['inbox contact over the phone', '/inbox/1', both(thread, press('contact-toggle'), rest)],
  ['inbox kinds', '/inbox/2', thread, desk],
  ['inbox long talk', '/inbox/11', thread, desk],
  ['inbox nothing open', '/inbox', list, desk],
  ['inbox assign', '/inbox/1', pressed('a', see('picker-input')), desk],
  ['inbox assign nobody found', '/inbox/1', pressed('a', fill('picker-input', 'zzz')), desk],
  ['inbox labels', '/inbox/1', pressed('l', fill('picker-input', 'new one')), desk],
  ['inbox snooze', '/inbox/1', pressed('s', see('picker-input')), desk],
  ['inbox hand back', '/inbox/1', pressed('h', press('return-flow')), desk],
  ['inbox resolved', '/inbox/4', pressed('e', see('undo')), desk],
  ['inbox search in a conversation', '/inbox/11', pressed('Control+f', fill('find-input', 'a'), (page) => page.locator('[data-testid=find-place]:not([data-none]):not(:empty)').waitFor()), desk],
  ['inbox search in a conversation finds nothing', '/inbox/1', pressed('Control+f', fill('find-input', 'zzzz'), (page) => page.locator('[data-testid=find-place][data-none]').waitFor()), desk],
  ['inbox views', '/inbox/1', both(thread, press('more-views'), see('save-view'), rest), desk],
  ['inbox save a view', '/inbox/1', both(thread, press('more-views', 'save-view'), see('view-name'), rest), desk],
  ['inbox more acts', '/inbox/1', both(thread, press('more-acts'), see('more-labels'), rest), desk],
  ['inbox order', '/inbox?sort=waiting', both(list, press('sort'), (page) => page.getByRole('menuitemradio').first().waitFor(), rest), desk],
  ['inbox selected', '/inbox', both(list, key('x'), (page) => page.getByTestId('row-mark').nth(4).click({ modifiers: ['Shift'] }), see('bulk-bar')), desk],
  ['inbox filters', '/inbox?label=vip&queue=turnos', words('Queue: Turnos'), desk],
  ['inbox filters match nothing', '/inbox?queue=none', words('these filters'), desk],
  ['inbox search', '/inbox?search=ana', list, desk],
  ['inbox search without match', '/inbox?search=zzz', words('No match')],
  ['inbox snoozed', '/inbox?view=snoozed', list, desk],
  ['inbox nobody has written', '/inbox', words('No conversations yet'), { conversations: 0 }],
  ['inbox view is empty', '/inbox?view=mine', words('Nothing'), { ...desk, before: (world) => world.conversations.forEach((each) => Object.assign(each, { assignee: null })) }],
  ['inbox list failed', '/inbox', both((page) => page.getByRole('alert').first().waitFor()), failing(/\/conversations$/, desk)],
  ['inbox thread failed', '/inbox/5', both(list, words('Could not load this')), failing(/\/conversations\/5\/messages/, desk)],
  ['inbox thread missing', '/inbox/99999', both(list, (page) => page.getByRole('alert').first().waitFor()), { ...desk, expected: /404/ }],
  ['inbox connection lost', '/inbox/1', both(thread, (_, world) => {
    world.failing = /hubs/
    world.sockets.forEach((socket) => socket.destroy())
  }, (page) => page.locator('[data-testid=connection-strip][data-state=reconnecting]').waitFor()), { ...desk, expected: /503|hub|negotiat|WebSocket|connection/i }],
  ['inbox server away', '/inbox', words('The server does not answer'), failing(/api/, desk)],
  ['inbox somebody replies', '/inbox/5', both(thread, tells(5, luis), tells(6, ana), see('lease-strip'), see('row-typing')), desk],
  ['inbox reply anyway', '/inbox/5', both(thread, tells(5, luis), see('lease-strip'), fill('composer-input', 'I have it'), press('composer-send'), see('reply-anyway-now'), rest), desk],
  ['inbox it rings', '/inbox/1', both(thread, (_, world) => {
    const waits = [...world.conversations.values()].find((each) => each.owner === 'bot' && each.status === 'open')
    waits.seq++
    Object.assign(waits, { owner: 'queue', queue: 'turnos' })
    world.changed(waits)
  }, see('ring-open'), rest), desk],
  ...['notes', 'files', 'history'].map((tab) => [`inbox ${tab}`, '/inbox/2', both(thread, press(`side-${tab}`), rest), desk]),
  ['inbox stop the flow', '/inbox/9', both(thread, press('stop-session'), see('session-now'), rest), desk],
  ['inbox move the flow', '/inbox/9', both(thread, press('move-session'), see('session-now'), rest), desk],
  ['inbox for a viewer', '/inbox/1', thread, { ...desk, before: (world) => (world.role = 'viewer') }],
  ['inbox narrow', '/inbox/1', thread, { width: 800 }],
  ['inbox narrow list', '/inbox', list, { width: 800 }],
  ['inbox small', '/inbox/1', thread, { width: 390, height: 780 }],
  ['inbox small list', '/inbox', list, { width: 320, height: 640 }],
  ['inbox in spanish', '/inbox/3?label=vip&sort=waiting', thread, { storage: { phone: 'closed', language: 'es' } }],
  ['account menu', '/inbox', both(list, button('Appearance and language'), (page) => page.getByRole('menuitemradio', { name: 'Dark' }).waitFor(), rest), desk],
]
