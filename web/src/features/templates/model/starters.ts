import type { Language } from '~/i18n'
import { type Category, empty, type FormButton, type TemplateForm } from './form'

export interface Starter {
  id: string
  title: string
  form: TemplateForm
}

const reply = (text: string): FormButton => ({ kind: 'QUICK_REPLY', text, target: '' })
const link = (text: string, target: string): FormButton => ({ kind: 'URL', text, target })

interface Words {
  id: string
  category: Category
  title: string
  header?: string
  body: string
  footer?: string
  buttons?: FormButton[]
  samples?: Record<string, string>
}

const made = (language: string) => (words: Words): Starter => ({
  id: words.id,
  title: words.title,
  form: {
    ...empty,
    name: words.id,
    language,
    category: words.category,
    header: { ...empty.header, ...(words.header ? { kind: 'text', text: words.header } : {}) },
    body: words.body,
    footer: words.footer ?? '',
    buttons: words.buttons ?? [],
    samples: words.samples ?? {},
  },
})

/** Templates to begin with, in words that get through review. */
export const starters: Record<Language, () => Starter[]> = {
  en: () =>
    (
      [
        { id: 'appointment_reminder', category: 'UTILITY', title: 'Appointment reminder', body: 'Hello {{1}}, this is a reminder of your appointment on {{2}} at {{3}}. Will you come?', buttons: [reply('Yes, I will'), reply('Change the time')], samples: { 1: 'Ana', 2: 'Thursday', 3: '10:30' } },
        { id: 'order_confirmed', category: 'UTILITY', title: 'Order confirmed', header: 'Thank you', body: 'Hello {{1}}, we have your order {{2}}. We write again as soon as it leaves.', buttons: [link('See the order', 'https://example.org/orders/{{1}}')], samples: { 1: 'Ana', 2: '48211', 'button.0.1': '48211' } },
        { id: 'order_shipped', category: 'UTILITY', title: 'Order shipped', body: 'Good news, {{1}}: your order {{2}} is on its way and should arrive on {{3}}.', buttons: [link('Track it', 'https://example.org/track/{{1}}')], samples: { 1: 'Ana', 2: '48211', 3: 'Friday', 'button.0.1': 'CS-48211' } },
        { id: 'payment_due', category: 'UTILITY', title: 'Payment reminder', body: 'Hello {{1}}, your invoice {{2}} of {{3}} is due on {{4}}. If you have paid it already, please ignore this message.', samples: { 1: 'Ana', 2: 'A-1024', 3: '120.00', 4: '30 November' } },
        { id: 'feedback_request', category: 'MARKETING', title: 'How was it?', body: 'Hello {{1}}, how was your visit? Your answer helps us to get better.', footer: 'Write STOP to get no more of these', buttons: [reply('Very good'), reply('It was all right'), reply('Not good')], samples: { 1: 'Ana' } },
        { id: 'seasonal_offer', category: 'MARKETING', title: 'Offer with a code', header: 'Only this week', body: 'Hello {{1}}, everything is *{{2}} cheaper* until Sunday. Show this code at the till, or use it online.', footer: 'Write STOP to get no more of these', buttons: [{ kind: 'COPY_CODE', text: '', target: 'SPRING10' }], samples: { 1: 'Ana', 2: '10 %' } },
        { id: 'back_in_touch', category: 'MARKETING', title: 'Back in touch', body: 'Hello {{1}}, it has been a while. Is there anything we can do for you?', footer: 'Write STOP to get no more of these', buttons: [reply('Yes, please'), reply('Not now')], samples: { 1: 'Ana' } },
        { id: 'sign_in_code', category: 'AUTHENTICATION', title: 'Sign-in code', body: '' },
      ] as Words[]
    ).map(made('en_US')),
  es: () =>
    (
      [
        { id: 'recordatorio_turno', category: 'UTILITY', title: 'Recordatorio de turno', body: 'Hola {{1}}, te recordamos tu turno del {{2}} a las {{3}}. ¿Venís?', buttons: [reply('Sí, voy'), reply('Cambiar el horario')], samples: { 1: 'Ana', 2: 'jueves', 3: '10:30' } },
        { id: 'pedido_confirmado', category: 'UTILITY', title: 'Pedido confirmado', header: 'Gracias', body: 'Hola {{1}}, recibimos tu pedido {{2}}. Te escribimos apenas salga.', buttons: [link('Ver el pedido', 'https://example.org/pedidos/{{1}}')], samples: { 1: 'Ana', 2: '48211', 'button.0.1': '48211' } },
        { id: 'pedido_enviado', category: 'UTILITY', title: 'Pedido enviado', body: 'Buenas noticias, {{1}}: tu pedido {{2}} está en camino y debería llegar el {{3}}.', buttons: [link('Seguirlo', 'https://example.org/seguir/{{1}}')], samples: { 1: 'Ana', 2: '48211', 3: 'viernes', 'button.0.1': 'CS-48211' } },
        { id: 'pago_por_vencer', category: 'UTILITY', title: 'Recordatorio de pago', body: 'Hola {{1}}, tu factura {{2}} de {{3}} vence el {{4}}. Si ya la pagaste, no tengas en cuenta este mensaje.', samples: { 1: 'Ana', 2: 'A-1024', 3: '12.000', 4: '30 de noviembre' } },
        { id: 'como_te_fue', category: 'MARKETING', title: '¿Cómo te fue?', body: 'Hola {{1}}, ¿cómo fue tu visita? Tu respuesta nos ayuda a mejorar.', footer: 'Respondé BAJA para no recibir más', buttons: [reply('Muy bien'), reply('Más o menos'), reply('Mal')], samples: { 1: 'Ana' } },
        { id: 'oferta_semana', category: 'MARKETING', title: 'Oferta con código', header: 'Solo esta semana', body: 'Hola {{1}}, todo está *{{2}} más barato* hasta el domingo. Mostrá este código en la caja, o usalo en la web.', footer: 'Respondé BAJA para no recibir más', buttons: [{ kind: 'COPY_CODE', text: '', target: 'OFERTA10' }], samples: { 1: 'Ana', 2: '10 %' } },
        { id: 'hace_tiempo', category: 'MARKETING', title: 'Hace tiempo', body: 'Hola {{1}}, hace un tiempo que no hablamos. ¿Podemos ayudarte en algo?', footer: 'Respondé BAJA para no recibir más', buttons: [reply('Sí, por favor'), reply('Ahora no')], samples: { 1: 'Ana' } },
        { id: 'codigo_ingreso', category: 'AUTHENTICATION', title: 'Código de ingreso', body: '' },
      ] as Words[]
    ).map(made('es_AR')),
}
