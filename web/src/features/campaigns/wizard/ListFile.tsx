import { IconUpload } from '@tabler/icons-react'
import { useState } from 'react'
import { Button, Field, Select } from '~/ui'
import { Notice } from '~/ui/page'
import { useFigures } from '../figures'
import { guess, type List, listOf, type Meaning, mostLines, readSheet, type Sheet, textOf } from '../model/csv'
import type { ListPlan } from '../model/audience'
import { useCampaignWords } from '../words'
import css from './ListFile.module.css'

interface ListFileProps {
  list: ListPlan | null
  onList: (list: ListPlan | null) => void
}

interface Open {
  file: string
  sheet: Sheet
  meaning: Meaning
}

/** A file of recipients: which column is the number, and what the others give to the message. */
export function ListFile({ list, onList }: ListFileProps) {
  const words = useCampaignWords()
  const figures = useFigures()
  const [reading, setReading] = useState(false)
  const [open, setOpen] = useState<Open | null>(null)
  const [report, setReport] = useState<List | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)

  const use = (next: Open) => {
    const made = listOf(next.sheet, next.meaning)
    setOpen(next)
    setReport(made)
    onList({ file: next.file, recipients: made.recipients, keys: made.keys })
  }
  const take = async (file: File | undefined) => {
    if (!file) return
    setReading(true)
    setTrouble(null)
    try {
      const sheet = await readSheet(textOf(await file.arrayBuffer()))
      const meaning = guess(sheet)
      if (sheet.rows.length > mostLines) setTrouble(words.audience.tooMany(figures.number(mostLines)))
      else if (!meaning) setTrouble(words.audience.noNumbers)
      else use({ file: file.name, sheet, meaning })
    } finally {
      setReading(false)
    }
  }
  const columns = open?.sheet.columns.map((label, at) => ({ value: String(at), label })) ?? []
  return (
    <>
      {!list && (
        <label
          className={css.drop}
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault()
            void take(event.dataTransfer.files[0])
          }}
        >
          <IconUpload size={22} aria-hidden />
          <b>{reading ? words.audience.reading : words.audience.file}</b>
          <span>{words.audience.fileHint}</span>
          <input type="file" accept=".csv,.txt,text/csv" className="sr-only" data-testid="list-file" disabled={reading} onChange={(event) => void take(event.target.files?.[0])} />
        </label>
      )}
      {trouble && <Notice tone="danger">{trouble}</Notice>}
      {list && (
        <div className={css.list} data-testid="list">
          <div className={css.about}>
            <div>
              <b>{list.file || words.audience.kinds.phones}</b>
              <span role="status">{words.audience.lines(list.recipients.length)}</span>
            </div>
            <Button
              onClick={() => {
                setOpen(null)
                setReport(null)
                onList(null)
              }}
            >
              {words.audience.another}
            </Button>
          </div>
          {open && (
            <div className={css.two}>
              <Field label={words.audience.phoneColumn}>
                {(ids) => <Select {...ids} value={String(open.meaning.phone)} options={columns} onChange={(at) => use({ ...open, meaning: { ...open.meaning, phone: Number(at) } })} />}
              </Field>
              <Field label={words.audience.nameColumn}>
                {(ids) => (
                  <Select
                    {...ids}
                    value={String(open.meaning.name ?? '')}
                    options={[{ value: '', label: words.audience.noColumn }, ...columns]}
                    onChange={(at) => use({ ...open, meaning: { ...open.meaning, name: at === '' ? null : Number(at) } })}
                  />
                )}
              </Field>
            </div>
          )}
          {list.keys.length > 0 && <p>{words.audience.values(list.keys.join(', '))}</p>}
          {report && report.bad.length > 0 && (
            <Notice tone="warn">{words.audience.bad(report.bad.length, `${report.bad.slice(0, 8).join(', ')}${report.bad.length > 8 ? ' …' : ''}`)}</Notice>
          )}
          {report && report.twice > 0 && <Notice tone="info">{words.audience.twice(report.twice)}</Notice>}
        </div>
      )}
    </>
  )
}
