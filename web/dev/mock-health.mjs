// How the mock's workspace stands, with something of each kind, and where its owner is signed in.
export function health(ago) {
  const line = (id, state, code, more = {}) => ({ id, state, code, subject: null, count: null, at: null, text: null, ...more })
  return {
    state: 'problem',
    version: '0.9.0',
    checkedAt: ago(0),
    lines: [
      line('database', 'ok', 'answers', { subject: '17.5', count: 4_830_000_000 }),
      line('node', 'ok', 'runs', { subject: 'node-1', at: ago(130) }),
      line('node', 'warning', 'silent', { subject: 'node-2', at: ago(0.2) }),
      line('inbox', 'ok', 'moving', { count: 12, at: ago(0.0005) }),
      line('outbox', 'warning', 'late', { count: 340, at: ago(0.1) }),
      line('unknown', 'warning', 'some', { count: 3, at: ago(5) }),
      line('token', 'problem', 'refused', { subject: 'Clínica Sur', at: ago(3) }),
      line('number', 'ok', 'heard', { subject: 'Recepción (+54 9 11 4000-0001)', at: ago(0.05) }),
      line('number', 'warning', 'quiet', { subject: 'Laboratorio (+54 9 11 4000-0007)', at: ago(120) }),
      line('quarantine', 'ok', 'none'),
      line('templates', 'warning', 'unread', { subject: 'Clínica Sur', text: '190 Error validating access token' }),
      line('webhooks', 'ok', 'empty'),
      line('webhook', 'problem', 'off', { subject: 'https://crm.example.org/hooks/whatsapp', at: ago(30) }),
      line('campaign', 'warning', 'stopped', { subject: 'November check-ups', count: 3, at: ago(26), text: 'safety_stop' }),
    ],
  }
}

export const sessions = (ago) => [
  { id: '9', device: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', address: '190.2.10.7', createdAt: ago(50), seenAt: ago(0), current: true },
  { id: '8', device: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 (KHTML, like Gecko) Version/18.0 Mobile Safari/604.1', address: '2800:40:11:9f2c::1', createdAt: ago(300), seenAt: ago(7), current: false },
  { id: '5', device: null, address: null, createdAt: ago(600), seenAt: ago(100), current: false },
]
