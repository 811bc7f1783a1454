import { IconCopy, IconCornerUpLeft, IconExternalLink, IconFile, IconMapPin, IconPhone, IconPhoto, IconVideo } from '@tabler/icons-react'
import { RichText } from '~/ui'
import { isFile, type TemplateForm } from '../model/form'
import { fill } from '../model/variables'
import { useTemplateWords } from '../words'
import css from './Phone.module.css'

const fileIcons = { image: IconPhoto, video: IconVideo, document: IconFile }
const buttonIcons = { QUICK_REPLY: IconCornerUpLeft, URL: IconExternalLink, PHONE_NUMBER: IconPhone, COPY_CODE: IconCopy }

/** The message as a phone shows it, with the examples in place of the variables. */
export function Phone({ form }: { form: TemplateForm }) {
  const words = useTemplateWords()
  const { header, samples, code } = form
  const isCode = form.category === 'AUTHENTICATION'
  const body = isCode ? words.codeBody + (code.warn ? words.codeBodyWarn : '') : fill(form.body, (name) => samples[name])
  const footer = isCode ? (code.minutes === null ? '' : words.codeFooter(code.minutes)) : form.footer
  const buttons = isCode ? [{ kind: 'COPY_CODE' as const, text: code.button, target: '' }] : form.buttons
  const FileIcon = isFile(header.kind) ? fileIcons[header.kind as keyof typeof fileIcons] : null
  return (
    <section className={css.phone} aria-label={words.preview}>
      <p className={css.hint}>{words.previewOf}</p>
      <div className={css.wall}>
        <div className={css.bubble} data-testid="template-preview">
          {!isCode && FileIcon && (
            <div className={css.file} role="img" aria-label={words.headers[header.kind]}>
              <FileIcon size={28} stroke={1.5} aria-hidden />
            </div>
          )}
          {!isCode && header.kind === 'location' && (
            <div className={css.file} role="img" aria-label={words.headers.location}>
              <IconMapPin size={28} stroke={1.5} aria-hidden />
            </div>
          )}
          {!isCode && header.kind === 'text' && header.text && <p className={css.title}>{fill(header.text, (name) => samples[`header.${name}`])}</p>}
          <div className={css.body}>{body ? <RichText text={body} /> : <span className={css.none}>{words.body}…</span>}</div>
          {footer && <p className={css.footer}>{footer}</p>}
          <span className={css.time} aria-hidden="true">
            12:00
          </span>
        </div>
        {buttons.length > 0 && (
          <ul className={css.buttons} aria-label={words.buttons}>
            {buttons.map(({ kind, text }, index) => {
              const Icon = buttonIcons[kind]
              return (
                <li key={index}>
                  <Icon size={16} aria-hidden /> {text || (kind === 'COPY_CODE' ? words.buttonKinds.COPY_CODE : '…')}
                </li>
              )
            })}
          </ul>
        )}
      </div>
    </section>
  )
}
