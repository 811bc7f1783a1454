import type { FlowDocument } from '../types'

export interface Kept {
  document: FlowDocument
  etag: string
}

const store = 'drafts'

/** Drafts that the server does not have yet, kept in this browser. Where storage is switched off, nothing is kept and nothing breaks. */
export function shelfOf(key: string) {
  return {
    get: () => run<Kept | undefined>('readonly', (drafts) => drafts.get(key)).catch(() => undefined),
    put: (kept: Kept) =>
      run('readwrite', (drafts) => {
        const putting = drafts.put(kept, key)
        // A page on its way out hears of nothing any more: it cannot wait for the commit that follows by itself.
        drafts.transaction.commit()
        return putting
      }).then(noting, noting),
    clear: (madeOn?: string) =>
      run<Kept | undefined>('readwrite', (drafts) => {
        const there: IDBRequest<Kept | undefined> = drafts.get(key)
        there.onsuccess = () => {
          if (madeOn === undefined || there.result?.etag === madeOn) drafts.delete(key)
        }
        return there
      }).then(noting, noting),
  }
}

const noting = () => {}

let opened: Promise<IDBDatabase> | null = null

/** One connection while the page lives: on its way out there is no time to open one. */
const database = () =>
  (opened ??= new Promise((done, failed) => {
    const opening = indexedDB.open('flows', 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore(store)
    opening.onerror = () => {
      opened = null
      failed(opening.error ?? new Error('IndexedDB'))
    }
    opening.onsuccess = () => {
      const open = opening.result
      open.onclose = open.onversionchange = () => {
        opened = null
        open.close()
      }
      done(open)
    }
  }))

async function run<T>(mode: IDBTransactionMode, act: (drafts: IDBObjectStore) => IDBRequest): Promise<T> {
  const transaction = (await database()).transaction(store, mode)
  return new Promise((done, failed) => {
    const request = act(transaction.objectStore(store))
    transaction.oncomplete = () => done(request.result as T)
    // also when the disk is full, which no request is told of
    transaction.onabort = () => failed(transaction.error ?? new Error('IndexedDB'))
  })
}
