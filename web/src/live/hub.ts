import type { HubConnection } from '@microsoft/signalr'
import type { CampaignProgress, LiveEvent, PresenceNews } from '~/api/types'
import { retryDelay } from './backoff'

export type HubState = 'connecting' | 'live' | 'down'

export interface HubListener {
  event(event: LiveEvent): void
  presence(news: PresenceNews): void
  /** What waits for its time has changed in a conversation. */
  scheduled(conversation: number, workspace: string): void
  progress(progress: CampaignProgress): void
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
  private readonly hearers = new Map<string, Set<(news: unknown) => void>>()

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

  /** Says something to the server; null while there is no connection, or when it is refused. */
  async say<T>(what: string, ...words: unknown[]): Promise<T | null> {
    try {
      return (await this.connection?.invoke<T>(what, ...words)) ?? null
    } catch {
      return null
    }
  }

  /** Hears of one kind of news that only a part of the product wants; ends with the function that is returned. */
  hear<T>(kind: string, told: (news: T) => void): () => void {
    const all = this.hearers.get(kind) ?? new Set()
    this.hearers.set(kind, all.add(told as (news: unknown) => void))
    return () => void all.delete(told as (news: unknown) => void)
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
    connection.on('presence', (news: PresenceNews) => this.listener.presence(news))
    connection.on('scheduledChanged', (news: { workspace: string; conversationId: number }) =>
      this.listener.scheduled(news.conversationId, news.workspace),
    )
    connection.on('broadcastProgress', (body: CampaignProgress) => this.listener.progress(body))
    connection.on('flowPresence', (news: unknown) => this.hearers.get('flowPresence')?.forEach((told) => told(news)))
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
