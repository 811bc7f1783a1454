import type { components } from '~/api/schema'

type Schemas = components['schemas']

export type Campaign = Schemas['BroadcastView']
export type CampaignPage = Schemas['BroadcastPage']
export type CampaignRequest = Schemas['BroadcastRequest']
export type CampaignState = Schemas['BroadcastState']
export type Audience = Schemas['Audience']
export type AudienceAnswer = Schemas['AudienceAnswer']
export type Slot = Schemas['BroadcastSlot']
export type Progress = Schemas['BroadcastProgress']
export type ChannelProgress = Schemas['ChannelProgress']
export type VariantProgress = Schemas['VariantProgress']
export type Estimate = Schemas['BroadcastEstimate']
export type Content = Schemas['BroadcastContent']
export type QuietHours = Schemas['QuietHours']
export type Failure = Schemas['BroadcastFailure']
export type Recipient = Schemas['RecipientView']
export type RecipientPage = Schemas['RecipientPage']
export type RecipientWord = Schemas['RecipientWord']
export type ListedPhone = Schemas['ListedPhone']
export type Channel = Schemas['ChannelInfo']
export type Template = Schemas['TemplateView']
export type Segment = Schemas['SegmentView']
export type Contact = Schemas['ContactRow']
export type LiveSession = Schemas['LiveSessionPolicy']

/** What a person did with what they got. */
export type Deed = 'replied' | 'clicked' | 'goal'

export type Sequence = Schemas['SequenceView']
export type SequenceRequest = Schemas['SequenceRequest']
export type SequenceStepView = Schemas['SequenceStepView']
export type StepClock = Schemas['StepClock']
export type Entry = Schemas['EntryView']
export type EntryState = Schemas['EntryState']
