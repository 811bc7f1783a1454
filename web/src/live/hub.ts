import type { HubConnection } from '@microsoft/signalr'
import type { LiveEvent } from '~/api/types'
import { retryDelay } from './backoff'

export type HubState = 'connecting' | 'live' | 'down'

export interface HubListener {
  event(event: LiveEvent): void
  resync(): void
  state(state: HubState): void
}

/** Keeps one connection to the inbox hub open for as long as the page lives. */
export class InboxHub {
  private connection: HubConnection | null = null
  private attempt = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private starting = false
  private stopped = false

  constructor(
    private readonly url: string,
    private readonly listener: HubListener,
  ) {}

  start() {
    this.stopped = false
    window.addEventListener('online', this.hurry)
    window.addEventListener('focus', this.hurry)
    void this.connect()
  }

  stop() {
    this.stopped = true
    clearTimeout(this.timer)
    window.removeEventListener('online', this.hurry)
    window.removeEventListener('focus', this.hurry)
    void this.connection?.stop()
    this.connection = null
  }

  private readonly hurry = () => {
    if (this.stopped || this.starting || this.connection) return
    clearTimeout(this.timer)
    this.attempt = 0
    void this.connect()
  }

  private async connect() {
    this.starting = true
    try {
      const { HubConnectionBuilder, LogLevel } = await import('@microsoft/signalr')
      if (this.stopped) return
      const connection = new HubConnectionBuilder()
        .withUrl(this.url)
        .withStatefulReconnect()
        .configureLogging(LogLevel.None)
        .build()
      this.listen(connection)
      await connection.start()
      if (this.stopped) {
        void connection.stop()
        return
      }
      this.connection = connection
      this.attempt = 0
      this.listener.state('live')
    } catch {
      this.again()
    } finally {
      this.starting = false
    }
  }

  private listen(connection: HubConnection) {
    for (const type of ['messageAdded', 'messageStatus', 'conversationChanged'] as const)
      connection.on(type, (body: object) => this.listener.event({ type, ...body } as LiveEvent))
    connection.on('resync', () => this.listener.resync())
    connection.onclose(() => {
      if (this.connection !== connection) return
      this.connection = null
      this.again()
    })
  }

  private again() {
    if (this.stopped) return
    this.listener.state('down')
    this.timer = setTimeout(() => void this.connect(), retryDelay(this.attempt++, Math.random()))
  }
}
