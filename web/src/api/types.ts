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

export type View = 'all' | 'bot' | 'unassigned' | 'mine'

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
