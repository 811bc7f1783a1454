/** In the shape that openapi-typescript gives; `npm run gen` replaces this file from openapi.json. */
export interface paths {
  '/api/v1/session': {
    get: { responses: { 200: { content: { 'application/json': components['schemas']['Session'] } } } }
  }
  '/api/v1/workspaces/{ws}/conversations': {
    get: {
      parameters: {
        path: { ws: number }
        query?: { view?: string; search?: string; cursor?: string; limit?: number }
      }
      responses: { 200: { content: { 'application/json': components['schemas']['ConversationPage'] } } }
    }
  }
  '/api/v1/workspaces/{ws}/conversations/counts': {
    get: {
      parameters: { path: { ws: number } }
      responses: { 200: { content: { 'application/json': components['schemas']['Counts'] } } }
    }
  }
  '/api/v1/workspaces/{ws}/conversations/{id}': {
    get: {
      parameters: { path: { ws: number; id: number } }
      responses: { 200: { content: { 'application/json': components['schemas']['Conversation'] } } }
    }
  }
  '/api/v1/workspaces/{ws}/conversations/{id}/messages': {
    get: {
      parameters: {
        path: { ws: number; id: number }
        query?: { before?: number; after?: number; limit?: number }
      }
      responses: { 200: { content: { 'application/json': components['schemas']['MessagePage'] } } }
    }
    post: {
      parameters: { path: { ws: number; id: number }; header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': components['schemas']['SendMessage'] } }
      responses: {
        200: { content: { 'application/json': components['schemas']['Message'] } }
        201: { content: { 'application/json': components['schemas']['Message'] } }
      }
    }
  }
  '/api/v1/workspaces/{ws}/conversations/{id}/return': {
    post: {
      parameters: { path: { ws: number; id: number } }
      requestBody: { content: { 'application/json': Record<string, never> } }
      responses: { 200: { content: { 'application/json': components['schemas']['Conversation'] } } }
    }
  }
  '/api/v1/workspaces/{ws}/conversations/{id}/read': {
    post: {
      parameters: { path: { ws: number; id: number } }
      requestBody: { content: { 'application/json': components['schemas']['MarkRead'] } }
      responses: { 204: { content?: never } }
    }
  }
}

export interface components {
  schemas: {
    Session: {
      user: components['schemas']['SessionUser']
      workspaces: components['schemas']['WorkspaceRef'][]
      demo: boolean
      simulator?: components['schemas']['SimulatorRef'] | null
      version: string
    }
    SessionUser: { id: number | string; name: string; role: string }
    WorkspaceRef: { id: number; name: string }
    SimulatorRef: { api: string; phoneNumberId: string; number: string }
    Counts: { all: number; bot: number; unassigned: number; mine: number; unread: number }
    ConversationPage: { items: components['schemas']['Conversation'][]; next?: string | null }
    Conversation: {
      id: number
      contact: components['schemas']['Contact']
      channel: components['schemas']['Channel']
      status: 'open' | 'resolved' | 'snoozed'
      owner: components['schemas']['Owner']
      assignee?: components['schemas']['Assignee'] | null
      bot?: components['schemas']['LiveSession'] | null
      unread: number
      readSeq: number
      windowClosesAt?: string | null
      lastMessage?: components['schemas']['LastMessage'] | null
      seq: number
      createdAt: string
    }
    Contact: {
      id: number
      name?: string | null
      phone?: string | null
      bsuid?: string | null
      language?: string | null
      tags: string[]
    }
    Channel: { id: number; title: string; number: string; simulated: boolean }
    Owner: 'bot' | 'person' | 'queue'
    Assignee: { id: number | string; name: string }
    LiveSession: { flowId: string; flowName: string; version: number; nodeId: string; nodeName?: string | null }
    LastMessage: {
      kind: string
      text: string
      direction: components['schemas']['Direction']
      status: components['schemas']['MessageStatus']
      at: string
    }
    MessagePage: { items: components['schemas']['Message'][]; next?: string | null; seq: number }
    SendMessage: { clientId: string; text: string }
    MarkRead: { seq: number }
    Message: {
      id: string
      conversationId: number
      seq: number
      changedSeq: number
      direction: components['schemas']['Direction']
      kind: string
      text: string
      content: components['schemas']['Content']
      status: components['schemas']['MessageStatus']
      error?: components['schemas']['MessageError'] | null
      author: components['schemas']['Author']
      createdAt: string
      clientId?: string | null
      resent: boolean
      wamid?: string | null
    }
    Direction: 'inbound' | 'outbound' | 'event'
    MessageStatus:
      | 'queued'
      | 'sending'
      | 'unknown'
      | 'accepted'
      | 'held'
      | 'sent'
      | 'failed'
      | 'delivered'
      | 'read'
      | 'played'
      | 'received'
    MessageError: { code: number; title: string; details?: string | null }
    Author:
      | components['schemas']['AuthorContactAuthor']
      | components['schemas']['AuthorBotAuthor']
      | components['schemas']['AuthorPersonAuthor']
      | components['schemas']['AuthorBroadcastAuthor']
    AuthorContactAuthor: { type: 'contact' }
    AuthorBotAuthor: {
      type: 'bot'
      flowId: string
      version: number
      flowName: string
      nodeId: string
      nodeName?: string | null
      sessionId: string
    }
    AuthorPersonAuthor: { type: 'person'; userId: string; name: string }
    AuthorBroadcastAuthor: { type: 'broadcast'; broadcastId: number; title: string }
    Content:
      | components['schemas']['ContentTextContent']
      | components['schemas']['ContentMediaContent']
      | components['schemas']['ContentLocationContent']
      | components['schemas']['ContentContactsContent']
      | components['schemas']['ContentButtonsContent']
      | components['schemas']['ContentListContent']
      | components['schemas']['ContentTemplateContent']
      | components['schemas']['ContentReplyContent']
      | components['schemas']['ContentFormReplyContent']
      | components['schemas']['ContentReactionContent']
      | components['schemas']['ContentOrderContent']
      | components['schemas']['ContentSystemContent']
      | components['schemas']['ContentDeletedContent']
      | components['schemas']['ContentInteractiveContent']
      | components['schemas']['ContentUnknownContent']
    ContentTextContent: { type: 'text'; text: string; previewUrl?: boolean }
    ContentMediaContent: {
      type: 'media'
      media: 'image' | 'video' | 'audio' | 'document' | 'sticker'
      id?: string | null
      link?: string | null
      mimeType?: string | null
      sha256?: string | null
      caption?: string | null
      fileName?: string | null
      voice?: boolean
      animated?: boolean
    }
    ContentLocationContent: {
      type: 'location'
      latitude: number
      longitude: number
      name?: string | null
      address?: string | null
      url?: string | null
    }
    ContentContactsContent: { type: 'contacts'; cards: components['schemas']['ContactCard'][] }
    ContactCard: { name: string; phones: string[]; raw?: unknown }
    ContentButtonsContent: {
      type: 'buttons'
      body: string
      buttons: components['schemas']['Button'][]
      header?: string | null
      footer?: string | null
    }
    Button: { id: string; title: string }
    ContentListContent: {
      type: 'list'
      body: string
      buttonText: string
      sections: components['schemas']['ListSection'][]
      header?: string | null
      footer?: string | null
    }
    ListSection: { title?: string | null; rows: components['schemas']['ListRow'][] }
    ListRow: { id: string; title: string; description?: string | null }
    ContentTemplateContent: {
      type: 'template'
      name: string
      language: string
      components?: unknown
      preview?: string | null
    }
    ContentReplyContent: {
      type: 'reply'
      source: 'button' | 'list' | 'template'
      id: string
      title: string
      description?: string | null
    }
    ContentFormReplyContent: { type: 'form_reply'; name: string; body: string; responseJson: string }
    ContentReactionContent: { type: 'reaction'; targetWamid: string; emoji: string }
    ContentOrderContent: {
      type: 'order'
      catalogId: string
      text?: string | null
      items: components['schemas']['OrderItem'][]
    }
    OrderItem: { productId: string; quantity: number; price: number; currency: string }
    ContentSystemContent: {
      type: 'system'
      event: string
      body: string
      newPhone?: string | null
      newBsuid?: string | null
    }
    ContentDeletedContent: { type: 'deleted'; targetWamid: string }
    ContentInteractiveContent: { type: 'interactive'; subtype: string; interactive?: unknown; body: string }
    ContentUnknownContent: {
      type: 'unknown'
      declaredType: string
      raw?: unknown
      error?: components['schemas']['MessageError'] | null
    }
  }
}
