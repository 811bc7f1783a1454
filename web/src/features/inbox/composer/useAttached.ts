import { useCallback, useState } from 'react'
import type { Content } from '~/api/types'
import { useWords } from '~/i18n'
import { checkFile } from '~/model/limits'
import type { TalkWords } from '../talk'
import type { Attached } from './Attachment'
import { sizeText } from './sizeText'

type MediaContent = Extract<Content, { type: 'media' }>

/** The file that goes out with the next send. What WhatsApp would not take is told at once. */
export function useAttached(talk: TalkWords) {
  const words = useWords()
  const [attached, setAttached] = useState<Attached | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  const take = useCallback(
    (files: FileList) => {
      const file = files[0]
      if (!file) return
      const check = checkFile(file)
      if (check.fit) {
        setAttached({ file, name: file.name, kind: check.kind, type: check.type })
        setProblem(files.length > 1 ? talk.composer.oneFile : null)
        return
      }
      if (check.why === 'size') setProblem(talk.composer.fileSize(words.kinds[check.kind] ?? check.kind, sizeText(check.most)))
      else setProblem(check.why === 'empty' ? talk.composer.fileEmpty(file.name) : talk.composer.fileType(file.name))
    },
    [talk, words],
  )
  const remove = useCallback(() => {
    setAttached(null)
    setProblem(null)
  }, [])
  const restore = useCallback((file: Blob, content: MediaContent) => {
    setAttached({ file, name: content.fileName ?? 'file', kind: content.media, type: content.mimeType ?? file.type })
  }, [])
  /** What is said with it. */
  const say = (caption: string): { content: MediaContent; file: Blob } => {
    if (!attached) throw new Error('nothing is attached')
    return { content: mediaContent(attached, caption), file: attached.file }
  }
  return { attached, problem, take, remove, restore, say }
}

export const mediaContent = ({ kind, type, name }: Attached, caption: string): MediaContent => ({
  type: 'media',
  media: kind,
  mimeType: type,
  fileName: name,
  caption: caption || null,
  voice: false,
  animated: false,
})
