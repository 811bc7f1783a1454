/**
 * Meta's limits of what may be sent, as the server checks them (sections B.1 to B.4 of the reference of the Cloud API).
 * Lengths are Unicode code points.
 */
export const limits = {
  text: 4096,
  caption: 1024,
  header: 60,
  footer: 60,
  buttons: 3,
  buttonsBody: 1024,
  buttonTitle: 20,
  listBody: 4096,
  listButton: 20,
  listRows: 10,
  sectionTitle: 24,
  rowTitle: 24,
  rowDescription: 72,
} as const

/** The length that Meta counts. */
export const codePoints = (text: string) => {
  let count = 0
  for (const _ of text) count++
  return count
}

export type MediaKind = 'image' | 'video' | 'audio' | 'document' | 'sticker'

const kilo = 1024
const mega = kilo * kilo

/** The types of files that Meta takes, with the largest size of each (section B.6 of the reference). */
const files: Record<string, { kind: MediaKind; most: number }> = {
  'image/jpeg': { kind: 'image', most: 5 * mega },
  'image/png': { kind: 'image', most: 5 * mega },
  'image/webp': { kind: 'sticker', most: 500 * kilo },
  'video/mp4': { kind: 'video', most: 16 * mega },
  'video/3gpp': { kind: 'video', most: 16 * mega },
  'audio/aac': { kind: 'audio', most: 16 * mega },
  'audio/mp4': { kind: 'audio', most: 16 * mega },
  'audio/mpeg': { kind: 'audio', most: 16 * mega },
  'audio/amr': { kind: 'audio', most: 16 * mega },
  'audio/ogg': { kind: 'audio', most: 16 * mega },
  'text/plain': { kind: 'document', most: 100 * mega },
  'application/pdf': { kind: 'document', most: 100 * mega },
  'application/msword': { kind: 'document', most: 100 * mega },
  'application/vnd.ms-excel': { kind: 'document', most: 100 * mega },
  'application/vnd.ms-powerpoint': { kind: 'document', most: 100 * mega },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': { kind: 'document', most: 100 * mega },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { kind: 'document', most: 100 * mega },
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': { kind: 'document', most: 100 * mega },
}

/** For a file picker. */
export const acceptedTypes = Object.keys(files).join(',')

export type FileCheck =
  | { fit: true; kind: MediaKind; type: string }
  | { fit: false; why: 'type' | 'empty' }
  | { fit: false; why: 'size'; kind: MediaKind; most: number }

/** Whether WhatsApp takes a file, before a byte of it is sent. */
export function checkFile(file: { type: string; size: number }): FileCheck {
  const type = file.type.split(';')[0]!.trim().toLowerCase()
  const known = files[type]
  if (!known) return { fit: false, why: 'type' }
  if (file.size === 0) return { fit: false, why: 'empty' }
  return file.size > known.most ? { fit: false, why: 'size', kind: known.kind, most: known.most } : { fit: true, kind: known.kind, type }
}

export const takesCaption = (kind: MediaKind) => kind !== 'audio' && kind !== 'sticker'
