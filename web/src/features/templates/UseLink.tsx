import { Link } from '@tanstack/react-router'
import type { TemplateUse } from './api'

/** Leads to the flow, the campaign or the sequence that sends a template. */
export function UseLink({ use: { kind, id, name } }: { use: TemplateUse }) {
  switch (kind) {
    case 'broadcast':
      return (
        <Link to="/campaigns/$campaign" params={{ campaign: id }}>
          {name}
        </Link>
      )
    case 'sequence':
      return (
        <Link to="/campaigns/sequences/$sequence" params={{ sequence: id }}>
          {name}
        </Link>
      )
    default:
      return (
        <Link to="/flows/$flow" params={{ flow: id }}>
          {name}
        </Link>
      )
  }
}
