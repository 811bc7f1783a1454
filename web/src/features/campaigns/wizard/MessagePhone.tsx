import { IconFile, IconMovie, IconPhoto } from '@tabler/icons-react'
import { RichText } from '~/ui'
import type { Picture } from '../model/template'
import css from './PreviewPanel.module.css'

const icons = { image: IconPhoto, video: IconMovie, document: IconFile }

/** A phone with one message on it. */
export function MessagePhone({ business, picture }: { business: string; picture: Picture | null }) {
  const Media = picture?.media ? icons[picture.media] : null
  return (
    <div className={css.case}>
      <div className={css.screen}>
        <p className={css.bar}>{business || '\u00a0'}</p>
        <div className={css.log} tabIndex={0} role="group" aria-label={business} data-testid="preview">
          {picture && (
            <>
              <div className={css.bubble}>
                {Media && (
                  <span className={css.media}>
                    <Media size={32} stroke={1.5} aria-hidden />
                  </span>
                )}
                {picture.header && <b>{picture.header}</b>}
                <RichText text={picture.body} />
                {picture.footer && <small>{picture.footer}</small>}
              </div>
              {picture.buttons.map((label, index) => (
                <p key={index} className={css.button}>
                  {label}
                </p>
              ))}
            </>
          )}
        </div>
      </div>
    </div>
  )
}
