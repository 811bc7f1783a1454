import type { Pending } from '~/model/outbox'

/** Where unconfirmed replies outlive the page: one shelf for each user and workspace. */
export interface Shelf {
  all(): Promise<readonly unknown[]>
  has(clientId: string): Promise<boolean>
  put(pending: Pending): Promise<void>
  remove(clientId: string): Promise<void>
}

const store = 'replies'
/** A database that does not open must not keep replies back. */
const patience = 3000

/** In the browser's database, with their files. */
export class BrowserShelf implements Shelf {
  private opened: Promise<IDBDatabase> | null = null

  constructor(private readonly name: string) {}

  all() {
    return this.ask<unknown[]>('readonly', (replies) => replies.getAll())
  }

  async has(clientId: string) {
    return (await this.ask<number>('readonly', (replies) => replies.count(clientId))) > 0
  }

  async put(pending: Pending) {
    await this.ask('readwrite', (replies) => replies.put(pending))
  }

  async remove(clientId: string) {
    await this.ask('readwrite', (replies) => replies.delete(clientId))
  }

  private open() {
    this.opened ??= new Promise<IDBDatabase>((resolve, reject) => {
      const wish = indexedDB.open(this.name, 1)
      wish.onupgradeneeded = () => wish.result.createObjectStore(store, { keyPath: 'clientId' })
      wish.onsuccess = () => {
        // A browser may close it (its storage was cleared): then it is opened anew.
        wish.result.onclose = () => {
          this.opened = null
        }
        resolve(wish.result)
      }
      wish.onerror = () => reject(wish.error)
      setTimeout(() => reject(new DOMException('the database does not open', 'TimeoutError')), patience)
    })
    return this.opened
  }

  private async ask<T>(mode: IDBTransactionMode, what: (replies: IDBObjectStore) => IDBRequest): Promise<T> {
    const database = await this.open()
    return new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(store, mode)
      const wish = what(transaction.objectStore(store))
      transaction.oncomplete = () => resolve(wish.result as T)
      transaction.onabort = () => reject(transaction.error)
    })
  }
}

/** For as long as the page lives: where the browser keeps nothing, and in tests. */
export class PageShelf implements Shelf {
  readonly kept = new Map<string, Pending>()

  all() {
    return Promise.resolve([...this.kept.values()])
  }

  has(clientId: string) {
    return Promise.resolve(this.kept.has(clientId))
  }

  put(pending: Pending) {
    this.kept.set(pending.clientId, structuredClone(pending))
    return Promise.resolve()
  }

  remove(clientId: string) {
    this.kept.delete(clientId)
    return Promise.resolve()
  }
}

export const openShelf = (workspace: string, me: number | string): Shelf =>
  typeof indexedDB === 'undefined' ? new PageShelf() : new BrowserShelf(`outbox ${workspace} ${me}`)
