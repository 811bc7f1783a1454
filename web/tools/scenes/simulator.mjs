import { sayHi } from '../browser.mjs'
import { wire } from '../../dev/mock-simulator.mjs'
import { both, button, failing, fill, press, rest, see, words } from './acts.mjs'

const phone = see('phone-input')
const withForm = (world) => world.chat('5491155550001', { id: 'wamid.form', direction: 'out', type: 'form', text: 'Tell us who is coming.', status: 'read', form: { id: 'f1', name: 'Appointment', token: 't', cta: 'Fill it in', action: 'navigate', screen: 'WHO' } })
const withMany = (world) => {
  const say = (type, more) => world.chat('5491155550001', { id: `wamid.${type}`, direction: 'out', type, text: '', status: 'read', ...more })
  say('image', { media: { type: 'image', caption: 'Nuestro local', link: null } })
  say('document', { media: { type: 'document', filename: 'presupuesto-ecografía-noviembre-2026.pdf' } })
  say('location', { location: { latitude: -34.6, longitude: -58.4, name: 'Obelisco', address: 'Av. 9 de Julio s/n' } })
  say('template', { text: 'Hola Mateo, te recordamos tu turno del jueves.', header: 'Clínica Sur', footer: 'Respondé BAJA para no recibir más', buttons: [{ id: 'yes', title: 'Sí, voy' }, { id: 'no', title: 'Cambiar el horario' }] })
  say('cta_url', { text: 'Tu historia clínica', url: 'https://clinica.example/h', buttons: [{ id: '', title: 'Ver' }] })
}

export const simulator = [
  ['simulator', '/simulator', both(phone, sayHi, (page) => page.getByTestId('phone-choice').nth(1).click(), (page) => page.getByTestId('phone-list').last().click(), (page) => page.getByRole('dialog').waitFor())],
  ['simulator traffic', '/simulator', both(phone, see('traffic-line'), (page) => page.getByTestId('traffic-line').nth(1).getByRole('button').click(), rest), { before: (world) => (world.simulator.log = wire()) }],
  ['simulator nothing yet', '/simulator', both(phone, rest)],
  ['simulator faults', '/simulator', both(phone, press('tab-faults'), see('fault-fail'), rest), { before: (world) => (world.simulator.faults = [{ kind: 'fail', code: 131056 }, { kind: 'noStatus' }]) }],
  ['simulator two phones', '/simulator', both(phone, press('add-phone'), rest)],
  ['simulator form', '/simulator', both(phone, press('phone-form'), see('form-field'), rest), { before: withForm }],
  ['simulator kinds', '/simulator', both(phone, see('phone-bubble'), rest), { before: withMany }],
  ['simulator whose phone', '/simulator', both(phone, button(/Whose phone/), fill('phone-number', '12'))],
  ['simulator switches', '/simulator', both(phone, button('This phone'), rest)],
  ['simulator down', '/simulator', words('The simulator does not answer'), failing(/simulator.api/)],
  ['simulator small', '/simulator', phone, { width: 390, height: 780 }],
]
