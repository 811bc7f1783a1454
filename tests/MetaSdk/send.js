// Sends through Meta's own SDK what it can send. Told by the environment: where, as whom, to whom, which file.
'use strict'
const WhatsApp = require('whatsapp')

const { SIMULATOR_PORT, RECIPIENT, MEDIA_ID } = process.env
const meta = new WhatsApp(Number(process.env.WA_PHONE_NUMBER_ID))
// the SDK knows the host from its settings, but always takes the port of HTTPS
meta.requester.port = Number(SIMULATOR_PORT)
const to = Number(RECIPIENT)

const interactive = {
  type: 'button',
  header: { type: 'text', text: 'Head' },
  body: { text: 'Body' },
  footer: { text: 'Foot' },
  action: {
    buttons: [
      { type: 'reply', reply: { id: 'yes', title: 'Yes' } },
      { type: 'reply', reply: { id: 'no', title: 'No' } },
    ],
  },
}
const list = {
  type: 'list',
  body: { text: 'Body' },
  action: { button: 'Open', sections: [{ title: 'One', rows: [{ id: 'a', title: 'A', description: 'first' }] }] },
}
const template = {
  name: 'order',
  language: { policy: 'deterministic', code: 'en_US' },
  components: [{ type: 'body', parameters: [{ type: 'text', text: 'Ana' }] }],
}

const sends = {
  text: () => meta.messages.text({ body: 'Hello from the SDK', preview_url: false }, to),
  template: () => meta.messages.template(template, to),
  button: () => meta.messages.interactive(interactive, to),
  list: () => meta.messages.interactive(list, to),
  image: () => meta.messages.image({ id: MEDIA_ID, caption: 'A picture' }, to),
  document: () => meta.messages.document({ link: 'https://example.com/a.pdf', filename: 'a.pdf' }, to),
  location: () => meta.messages.location({ latitude: 1.5, longitude: 2.5, name: 'Cafe', address: '1 Road' }, to),
  pin: () => meta.twoStepVerification.setPin(123456),
  tooLong: () => meta.messages.text({ body: 'x'.repeat(4097) }, to),
}

async function run() {
  const answers = {}
  for (const [name, send] of Object.entries(sends)) {
    const answer = await send()
    answers[name] = { status: answer.statusCode(), body: await answer.responseBodyToJSON() }
  }
  console.log(JSON.stringify(answers))
  process.exit(0)
}

run().catch((error) => {
  console.error(error)
  process.exit(1)
})
