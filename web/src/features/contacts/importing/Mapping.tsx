import { useState } from 'react'
import { useAct } from '~/app/useAct'
import { Button, Field, Select, TextInput } from '~/ui'
import { Flaw, Notice, Section, Table } from '~/ui/page'
import { useFields } from '../../rules/known'
import { attributeName } from '../../rules/names'
import { useRuleWords } from '../../rules/words'
import { type ImportView, mappingFlaw } from '../model'
import { useContactsWords } from '../words'
import css from './Import.module.css'

interface MappingProps {
  workspace: string
  preview: NonNullable<ImportView['preview']>
  onStart: (start: object) => Promise<void>
}

const fixed = ['phone', 'bsuid', 'name', 'language', 'tags', 'optedIn', 'optedOut']

/** What the columns mean, said over the first rows of the file. */
export function Mapping({ workspace, preview, onStart }: MappingProps) {
  const words = useContactsWords()
  const rules = useRuleWords()
  const fields = useFields(workspace)
  const [columns, setColumns] = useState(preview.columns)
  const [existing, setExisting] = useState('update')
  const [region, setRegion] = useState('')
  const [tags, setTags] = useState('')
  const { busy, failure, act } = useAct()
  const targets = [...fixed, ...fields.map(({ key }) => `fields.${key}`)]
  const options = [{ value: '', label: words.importing.nothing }, ...targets.map((each) => ({ value: each, label: attributeName(each, fields, rules) }))]
  const flaw = mappingFlaw(columns)
  const start = () =>
    act(() =>
      onStart({
        columns,
        existing,
        ...(region.trim() ? { region: region.trim().toUpperCase() } : {}),
        tags: tags.split(',').map((tag) => tag.trim()).filter(Boolean),
      }),
    )
  return (
    <>
      <Section title={words.importing.columns} hint={words.importing.columnsHint(preview.rows.length, preview.format)}>
        <Table label={words.importing.columns} head={[words.importing.line, ...columns.map(({ name }, index) => name || String(index + 1))]}>
          <tr>
            <td />
            {columns.map((column, index) => (
              <td key={index}>
                <Select
                  className={css.meaning}
                  aria-label={words.importing.meaning(column.name || String(index + 1))}
                  data-testid="import-column"
                  value={column.to ?? ''}
                  options={options}
                  onChange={(to) => setColumns(columns.map((each, at) => (at === index ? { ...each, to: to || null } : each)))}
                />
              </td>
            ))}
          </tr>
          {preview.rows.map((row) => (
            <tr key={row.line}>
              <td className={css.line}>{row.line}</td>
              {columns.map((_, index) => (
                <td key={index} className={css.cell}>
                  {row.cells[index]}
                  {index === 0 && row.trouble && <small className={css.trouble}>{`${words.importing.troubled}: ${row.trouble}`}</small>}
                </td>
              ))}
            </tr>
          ))}
        </Table>
      </Section>
      <Section title={words.importing.start}>
        <div className={css.options}>
          <Field label={words.importing.existing}>
            {(ids) => (
              <Select
                {...ids}
                value={existing}
                onChange={setExisting}
                options={[
                  { value: 'update', label: words.importing.update },
                  { value: 'skip', label: words.importing.skip },
                ]}
              />
            )}
          </Field>
          <Field label={words.importing.region} hint={failure?.fields.region ? <Flaw>{failure.fields.region}</Flaw> : words.importing.regionHint}>
            {(ids) => <TextInput {...ids} value={region} maxLength={2} onChange={(event) => setRegion(event.target.value)} />}
          </Field>
          <Field label={words.importing.tags} hint={words.tagsHint}>
            {(ids) => <TextInput {...ids} data-testid="import-tags" value={tags} onChange={(event) => setTags(event.target.value)} />}
          </Field>
        </div>
        {failure && <Notice tone="danger">{failure.message}</Notice>}
        {flaw && <Notice tone="warn">{flaw.flaw === 'nobody' ? words.importing.nobody : words.importing.twice(attributeName(flaw.to, fields, rules))}</Notice>}
        <div>
          <Button look="primary" data-testid="start-import" disabled={busy || flaw !== null} onClick={() => void start()}>
            {words.importing.start}
          </Button>
        </div>
      </Section>
    </>
  )
}
