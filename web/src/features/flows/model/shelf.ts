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
    put: (kept: Kept) => run('readwrite', (drafts) => drafts.put(kept, key)).then(noting, noting),
    clear: () => run('readwrite', (drafts) => drafts.delete(key)).then(noting, noting),
  }
}

const noting = () => {}

function run<T>(mode: IDBTransactionMode, act: (drafts: IDBObjectStore) => IDBRequest): Promise<T> {
  return new Promise((done, failed) => {
    const opening = indexedDB.open('flows', 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore(store)
    opening.onerror = () => failed(opening.error ?? new Error('IndexedDB'))
    opening.onsuccess = () => {
      const database = opening.result
      const transaction = database.transaction(store, mode)
      const request = act(transaction.objectStore(store))
      transaction.oncomplete = () => {
        database.close()
        done(request.result as T)
      }
      transaction.onerror = () => {
        database.close()
        failed(transaction.error ?? new Error('IndexedDB'))
      }
    }
  })
}
