// What the mock's phones ask for: the chats, the log of the wire, and the switches for what shall go wrong.
const form = {
  screens: [
    {
      id: 'WHO',
      title: 'Your appointment',
      terminal: true,
      layout: {
        children: [
          { type: 'TextHeading', text: 'Who is coming?' },
          { type: 'TextBody', text: 'We keep this with your file and show it to nobody else.' },
          { type: 'TextInput', name: 'name', label: 'Full name', required: true },
          { type: 'TextInput', name: 'mail', label: 'E-mail', 'input-type': 'email', 'helper-text': 'For the confirmation' },
          { type: 'Dropdown', name: 'doctor', label: 'Doctor', required: true, 'data-source': [{ id: 'paz', title: 'Dr Paz' }, { id: 'roca', title: 'Dr Roca' }] },
          { type: 'RadioButtonsGroup', name: 'when', label: 'When', 'data-source': [{ id: 'am', title: 'In the morning' }, { id: 'pm', title: 'In the afternoon' }] },
          { type: 'CheckboxGroup', name: 'days', label: 'Days', 'data-source': [{ id: 'thu', title: 'Thursday' }, { id: 'fri', title: 'Friday' }] },
          { type: 'DatePicker', name: 'day', label: 'First day' },
          { type: 'TextArea', name: 'more', label: 'Anything else?' },
          { type: 'OptIn', name: 'agree', label: 'I agree to the terms', required: true },
          { type: 'Footer', label: 'Send', 'on-click-action': { name: 'complete', payload: {} } },
        ],
      },
    },
  ],
}

/** Lines as they come by a talk with two troubles in it. */
export const wire = () => {
  const at = (n) => new Date(Date.now() - n * 1000).toISOString()
  const line = (n, kind, more) => ({ n, at: at(40 - n), kind, recipient: '5491155550001', method: 'POST', statusCode: 200, errorCode: null, attempts: 1, problem: null, body: '{"messaging_product":"whatsapp","type":"text","text":{"body":"Hello"}}', ...more })
  return [
    line(1, 'webhook', { what: 'message', path: '/webhooks/whatsapp/demo' }),
    line(2, 'request', { what: 'interactive', path: '/v23.0/100000000000001/messages' }),
    line(3, 'webhook', { what: 'status sent', path: '/webhooks/whatsapp/demo', attempts: 2 }),
    line(4, 'request', { what: 'template', path: '/v23.0/100000000000001/messages', statusCode: 400, errorCode: 132001, problem: 'Template name does not exist in the translation' }),
    line(5, 'webhook', { what: 'status failed', path: '/webhooks/whatsapp/demo', statusCode: null, problem: 'Nobody answered.', body: null }),
  ]
}

export async function answerSimulator(world, request, response, url, body, { pnid, channel }) {
  const path = url.pathname.slice('/simulator/api'.length)
  const { method } = request
  const { simulator } = world
  const json = (value, status = 200) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))

  if (path === '/numbers') return json({ items: [{ phoneNumberId: pnid, number: channel.number, title: channel.title }], next: null })
  if (path === '/log') return json({ items: simulator.log.filter((each) => each.n > Number(url.searchParams.get('after') ?? 0)) })
  if (path === '/faults') {
    if (method === 'PUT') simulator.faults = (await body()).items
    return json({ items: simulator.faults })
  }
  if (path === '/webhooks') {
    if (method === 'PUT') simulator.mood = await body()
    return json(simulator.mood)
  }
  if (/^\/forms\/\w+$/.test(path)) return json(form)
  if (/^\/numbers\/\w+\/phones$/.test(path)) return json({ items: [...world.phones.keys()].map((phone) => ({ phone, online: true, usernameOnly: false, onWhatsApp: true, blocked: false })) })
  const phone = /^\/numbers\/\w+\/phones\/(\d+)(?:\/(\w+))?$/.exec(path)
  if (!phone) return json({ title: 'Not found' }, 404)
  const [, number, what] = phone
  if (what === 'events') {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' }).write(': hello\n\n')
    world.phone(number).listeners.add(response)
    request.on('close', () => world.phone(number).listeners.delete(response))
    return undefined
  }
  if (what === 'read' || method === 'PUT') return response.writeHead(204).end()
  if (method === 'POST') return json({ id: world.says(number, await body()) }, 202)
  return json({ items: world.phone(number).messages.filter((each) => each.n > Number(url.searchParams.get('after') ?? 0)), next: null })
}
