import { useQuery } from '@tanstack/react-query'
import { api, ask } from '~/api/client'
import { useWorkspace } from '~/app/session'
import { Notice } from '~/ui/page'
import { empty, type Template } from '../model/form'
import { useTemplateWords } from '../words'
import { Phone } from './Phone'

/** A template with parts that the form does not know: the server still knows how to draw it. */
export function Foreign({ template }: { template: Template }) {
  const words = useTemplateWords()
  const { id: ws } = useWorkspace()
  const preview = useQuery({
    queryKey: ['templates', ws, template.id, 'preview', template.changedAt],
    queryFn: () => ask(api.POST('/api/v1/workspaces/{ws}/templates/{id}/preview', { params: { path: { ws, id: template.id } }, body: { values: {} } })),
  })
  const picture = preview.data?.picture
  return (
    <>
      <Notice tone="info">{words.foreign}</Notice>
      {picture && (
        <Phone
          form={{
            ...empty,
            header: { ...empty.header, kind: picture.header === null ? 'none' : 'text', text: picture.header ?? '' },
            body: picture.body,
            footer: picture.footer ?? '',
            buttons: picture.buttons.map(({ type, text, target }) => ({ kind: type === 'URL' || type === 'PHONE_NUMBER' || type === 'COPY_CODE' ? type : 'QUICK_REPLY', text, target: target ?? '' })),
          }}
        />
      )}
    </>
  )
}
