import type { HomeWords } from './en'

export const es: HomeWords = {
  title: 'Primeros pasos',
  lead: 'Cinco pasos hasta un bot que responde',
  leadHint: 'Cada uno se tacha solo cuando pasó de verdad. Empezá por cualquiera.',
  count: (done, all) => `${done} de ${all} listos`,
  steps: {
    try: { title: 'Probá un bot ya hecho', hint: 'Escribile desde un teléfono simulado. Corre en el mismo motor que un número real.' },
    change: { title: 'Cambiá un texto', hint: 'Hacé clic en un mensaje del lienzo y escribí. Nadie lo ve antes de que publiques.' },
    publish: { title: 'Publicá', hint: 'Desde ese momento la gente recibe la versión nueva. Quien está en medio de una charla la termina con la anterior.' },
    connect: { title: 'Conectá un número', hint: 'Un número de WhatsApp necesita una aplicación de Meta. El simulado funciona sin ella, así que puede esperar.' },
    invite: { title: 'Invitá a un colega', hint: 'Recibe un enlace, con el rol que elijas.' },
  },
  done: {
    try: (who) => `${who} escribió`,
    change: (flow) => `“${flow}” se modificó`,
    publish: (flow) => `“${flow}” se publicó`,
    connect: (number) => `${number} está conectado`,
    invite: (who) => `${who} ya está`,
  },
  invited: (who) => `${who} tiene una invitación`,
  actions: { try: 'Abrir el teléfono', change: 'Abrir el editor', publish: 'Abrir el editor', connect: 'Conectar un número', invite: 'Invitar' },
  again: { try: 'Teléfono', change: 'Editor', publish: 'Editor', connect: 'Canales', invite: 'Equipo' },
  more: 'O empezá con otro bot',
  unnamed: 'Alguien',
  allDone: 'Todo listo',
  allDoneHint: 'Desde ahora empezás donde estabas la última vez. Esta lista queda detrás del signo de arriba a la izquierda.',
  toInbox: 'Ir a la bandeja',
  hide: 'Ocultar esta lista',
  failed: 'No se pudo averiguar hasta dónde llegaste',
  forbidden: 'Una persona administradora prepara este lugar',
  forbiddenHint: 'Tus conversaciones están en la bandeja.',
}
