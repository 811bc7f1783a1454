// Made-up message templates for the mock server, one for each thing that can become of one.
const ago = (hours) => new Date(Date.now() - hours * 3_600_000).toISOString()

const reminder = (greeting, buttons) => [
  { type: 'HEADER', format: 'TEXT', text: 'Clínica Sur' },
  { type: 'BODY', text: greeting, example: { body_text: [['Ana', 'jueves', '10:30']] } },
  { type: 'BUTTONS', buttons: buttons.map((text) => ({ type: 'QUICK_REPLY', text })) },
]

export function templates() {
  const make = (id, name, language, status, components, more = {}) => ({
    id: String(id), connection: 'c1', name, language, category: 'UTILITY', comingCategory: null, status, reason: null, quality: 'GREEN', parameterFormat: 'POSITIONAL', components, variables: [], changedAt: ago(2), ...more,
  })
  const plain = (text) => [{ type: 'BODY', text }]
  return [
    make(1001, 'appointment_reminder', 'es_AR', 'APPROVED', reminder('Hola {{1}}, te recordamos tu turno del {{2}} a las {{3}}. ¿Venís?', ['Sí, voy', 'Cambiar el horario'])),
    make(1002, 'appointment_reminder', 'pt_BR', 'APPROVED', reminder('Olá {{1}}, lembramos da sua consulta de {{2}} às {{3}}. Você vem?', ['Sim', 'Mudar o horário']), { quality: 'YELLOW' }),
    make(1003, 'appointment_reminder', 'en_US', 'PENDING', reminder('Hello {{1}}, this is a reminder of your appointment on {{2}} at {{3}}. Will you come?', ['Yes', 'Change it']), { quality: null }),
    make(1004, 'carousel_november', 'es_AR', 'APPROVED', [...plain('Mirá lo nuevo de noviembre.'), { type: 'CAROUSEL', cards: [] }], { category: 'MARKETING' }),
    make(1005, 'order_shipped', 'es_AR', 'REJECTED', [{ type: 'BODY', text: 'Tu pedido {{1}} está en camino.', example: { body_text: [['48211']] } }], { reason: 'INVALID_FORMAT', quality: null, changedAt: ago(26) }),
    make(1006, 'promo_november', 'es_AR', 'PAUSED', [{ type: 'HEADER', format: 'IMAGE', example: { header_handle: ['4::abc'] } }, ...plain('Todo noviembre con *20 % menos*. Respondé BAJA para no recibir más.'), { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Ver', url: 'https://example.org/{{1}}', example: ['https://example.org/n'] }, { type: 'COPY_CODE', example: 'NOV20' }] }], { category: 'MARKETING', quality: 'RED' }),
    make(1007, 'sign_in_code', 'es_AR', 'APPROVED', [{ type: 'BODY', add_security_recommendation: true }, { type: 'FOOTER', code_expiration_minutes: 10 }, { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE', text: 'Copiar código' }] }], { category: 'AUTHENTICATION', parameterFormat: null }),
    make(1008, 'visit_thanks', 'es_AR', 'APPROVED', plain('Gracias por tu visita. ¿Cómo te fue?'), { comingCategory: 'MARKETING' }),
  ]
}
