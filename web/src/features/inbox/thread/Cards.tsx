import { IconAddressBook, IconForms, IconMapPin, IconShoppingBag } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Content } from '~/api/types'
import { useLanguage } from '~/i18n'
import type { Words } from '~/i18n/en'
import { readFormAnswer } from '~/model/formAnswer'
import { phoneText } from '~/model/phoneText'
import type { TalkWords } from '../talk'
import css from './Cards.module.css'

type Of<T extends Content['type']> = Extract<Content, { type: T }>

export function Place({ content, words }: { content: Of<'location'>; words: Words }) {
  const { latitude, longitude, name, address } = content
  return (
    <Card icon={<IconMapPin size={20} />} title={name ?? words.kinds.location!}>
      {address && <span className={css.more}>{address}</span>}
      <a href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`} target="_blank" rel="noopener noreferrer">
        {words.thread.openMap}
      </a>
    </Card>
  )
}

export function People({ content, words }: { content: Of<'contacts'>; words: Words }) {
  return content.cards.map((card, index) => (
    <Card key={index} icon={<IconAddressBook size={20} />} title={card.name || words.thread.noName}>
      {card.phones.map((phone) => (
        <a key={phone} href={`tel:${phone.replace(/[^\d+]/g, '')}`}>
          {phoneText(phone)}
        </a>
      ))}
    </Card>
  ))
}

export function Order({ content, words, talk }: { content: Of<'order'>; words: Words; talk: TalkWords }) {
  const language = useLanguage()
  const money = (amount: number, currency: string) => {
    try {
      return new Intl.NumberFormat(language, { style: 'currency', currency }).format(amount)
    } catch {
      return `${amount} ${currency}`
    }
  }
  const currencies = [...new Set(content.items.map((item) => item.currency))]
  const total = content.items.reduce((sum, item) => sum + item.quantity * item.price, 0)
  return (
    <Card icon={<IconShoppingBag size={20} />} title={`${words.kinds.order} · ${words.thread.items(content.items.length)}`}>
      {content.text && <span className={css.more}>{content.text}</span>}
      <table className={css.table}>
        <tbody>
          {content.items.map((item, index) => (
            <tr key={index}>
              <th scope="row">
                {talk.order.times(item.quantity)} {item.productId}
              </th>
              <td>{money(item.quantity * item.price, item.currency)}</td>
            </tr>
          ))}
        </tbody>
        {currencies.length === 1 && content.items.length > 1 && (
          <tfoot>
            <tr>
              <th scope="row">{talk.order.total}</th>
              <td>{money(total, currencies[0]!)}</td>
            </tr>
          </tfoot>
        )}
      </table>
    </Card>
  )
}

/** The answer to a WhatsApp Flow, line by line. */
export function FormAnswer({ content, words, talk }: { content: Of<'form_reply'>; words: Words; talk: TalkWords }) {
  const lines = readFormAnswer(content.responseJson)
  return (
    <Card icon={<IconForms size={20} />} title={words.thread.formAnswered}>
      {lines.length === 0 ? (
        <span className={css.more}>{content.body || talk.form.nothing}</span>
      ) : (
        <table className={css.table}>
          <caption className="sr-only">{talk.form.caption}</caption>
          <tbody>
            {lines.map((line, index) => (
              <tr key={index}>
                <th scope="row">{line.name}</th>
                <td dir="auto">{line.value === true ? talk.form.yes : line.value === false ? talk.form.no : line.value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}

interface CardProps {
  icon: ReactNode
  title: string
  children?: ReactNode
}

export function Card({ icon, title, children }: CardProps) {
  return (
    <div className={css.card}>
      <span className={css.icon} aria-hidden="true">
        {icon}
      </span>
      <div className={css.text}>
        <span className={css.title}>{title}</span>
        {children}
      </div>
    </div>
  )
}
