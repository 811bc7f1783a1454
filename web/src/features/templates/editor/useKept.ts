import { useEffect, useState } from 'react'
import { keep, kept, own } from '~/storage'
import type { TemplateForm } from '../model/form'

/** A form whose words outlive a reload, until it is handed in or given up. */
export function useKept(name: string, start: TemplateForm) {
  const key = own(name)
  const [form, setForm] = useState<TemplateForm>(() => read(key) ?? start)
  const [before, setBefore] = useState(() => read(key) !== null)
  const same = JSON.stringify(form) === JSON.stringify(start)
  useEffect(() => {
    const timer = setTimeout(() => keep(key, same ? null : JSON.stringify(form)), 300)
    return () => clearTimeout(timer)
  }, [key, form, same])
  return {
    form,
    put: (change: Partial<TemplateForm>) => setForm((now) => ({ ...now, ...change })),
    changed: !same,
    /** It was typed at an earlier visit. */
    before: before && !same,
    startOver: () => {
      setForm(start)
      setBefore(false)
    },
    forget: () => keep(key, null),
  }
}

function read(key: string): TemplateForm | null {
  try {
    const form = JSON.parse(kept(key) ?? 'null') as TemplateForm | null
    return form && typeof form.body === 'string' && Array.isArray(form.buttons) && typeof form.samples === 'object' && typeof form.header === 'object' && typeof form.code === 'object' ? form : null
  } catch {
    return null
  }
}
