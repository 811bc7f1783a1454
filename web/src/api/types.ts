import type { components } from './schema'

type Schemas = components['schemas']

export type Session = Schemas['SessionView']
export type SimulatorRef = Schemas['SimulatorSummary']
export type Counts = Schemas['ConversationCounts']
export type Conversation = Schemas['ConversationView']
export type ConversationPage = Schemas['ConversationPage']
export type LastMessage = Schemas['LastMessageSummary']
export type Owner = Schemas['Owner']
export type Message = Schemas['MessageView']
export type MessagePage = Schemas['MessagePage']
export type MessageStatus = Schemas['MessageStatus']
export type MessageError = Schemas['MessageError']
export type Content = Schemas['Content']
export type ListSection = Schemas['ListSection']
export type Author = Schemas['Author']

export type CampaignState = Schemas['BroadcastState']
export type RecipientWord = Schemas['RecipientWord']
export type CampaignProgress = Schemas['BroadcastProgress']

export type Person = Schemas['AssigneeSummary']
export type PresenceNews = Schemas['PresenceChanged']

/** The hub's answer to typing: whose reply it is, and until when that holds. */
export interface Lease {
  yours: boolean
  holder: Person
  until: string
}

export type Preferences = Schemas['PreferencesBody']
export type Queue = Schemas['QueueView']
export type SavedView = Schemas['ViewView']
export type DeskOutcome = Schemas['DeskOutcome']

export type View = 'all' | 'bot' | 'unassigned' | 'mine' | 'snoozed'

/** What the hub pushes. `seq` is the conversation's number after the event. */
export type LiveEvent =
  | { type: 'messageAdded'; workspace: string; conversationId: number; seq: number; message: Message }
  | {
      type: 'messageStatus'
      workspace: string
      conversationId: number
      seq: number
      messageId: string
      messageSeq: number
      status: MessageStatus
      error?: MessageError | null
    }
  | { type: 'conversationChanged'; workspace: string; conversationId: number; seq: number; conversation: Conversation }
