// Made-up contacts and imports for the mock server.
const ago = (hours) => new Date(Date.now() - hours * 3_600_000).toISOString()
const first = ['Ana', 'Bruno', 'Carla', 'Diego', 'Elena', 'Fabio', 'Gala', 'Hugo', 'Inés', 'Julián', 'Karina', 'Lautaro']
const last = ['Torres', 'Díaz', 'Méndez', 'Ruiz', 'Sosa', 'Lima', 'Ortiz', 'Paz', 'Roca', 'Vega']

export function makeContacts(count) {
  return Array.from({ length: count }, (_, i) => ({
    id: i + 1,
    name: i % 11 === 7 ? null : `${first[i % first.length]} ${last[(i * 7) % last.length]}`,
    phone: i % 13 === 9 ? null : `+54911${40000001 + i}`,
    bsuid: `AR.${4000000 + i}`,
    language: ['es', 'en', null][i % 3],
    tags: [...(i % 4 === 0 ? ['vip'] : []), ...(i % 5 === 0 ? ['buenos-aires', 'new', 'rosario'] : [])],
    fields: { plan: ['Basic', 'Plus'][i % 2], visits: i % 9, ...(i % 3 ? {} : { born: '1990-04-12', newsletter: true }) },
    optedIn: i % 3 === 0 ? { at: ago(800), source: 'form' } : null,
    optedOut: i % 10 === 4 ? { at: ago(90), source: 'STOP' } : null,
    blockedAt: i % 40 === 21 ? ago(10) : null,
    lastInboundAt: i % 6 === 5 ? null : ago(i),
    lastMessageAt: ago(i),
    createdAt: ago(900 + i),
    updatedAt: ago(i),
    version: 1,
  }))
}

const base = { size: 2048, taken: 0, created: 0, updated: 0, skipped: 0, rejected: 0, trouble: null, actorName: 'Lucía Prado', createdAt: ago(5), startedAt: null, endedAt: null, preview: null }

export const imports = () => [
  { ...base, id: 1, fileName: 'people.csv', state: 'uploaded' },
  { ...base, id: 2, fileName: 'november.csv', state: 'done', taken: 1204, created: 1100, updated: 92, skipped: 0, rejected: 12, startedAt: ago(5), endedAt: ago(5) },
  { ...base, id: 3, fileName: 'big.csv', state: 'running', taken: 52000, created: 51000, updated: 990, rejected: 10, startedAt: ago(0) },
  { ...base, id: 4, fileName: 'broken.csv', state: 'failed', taken: 10, created: 10, trouble: 'Line 11 has a quote that is never closed.' },
]

export const preview = () => ({
  format: 'csv',
  encoding: 'utf-8',
  delimiter: ',',
  columns: [{ name: 'Name', to: 'name' }, { name: 'Phone', to: 'phone' }, { name: 'City', to: null }],
  rows: [
    { line: 2, cells: ['Ana Torres', '+5491155550101', 'Rosario'], phone: '+5491155550101', trouble: null },
    { line: 3, cells: ['Nobody', 'not a number', 'Salta'], phone: null, trouble: 'not a phone number' },
  ],
})
