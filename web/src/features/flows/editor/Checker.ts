import type { FlowsApi } from '../api'
import { overlong, type Say } from '../model/checks'
import type { Doc } from '../model/doc'
import type { FlowDocument, Issue, NodeTypes } from '../types'
import type { EditorState } from './state'

type Found = Pick<EditorState, 'issues' | 'issuesOf'>

/** Finds what is wrong: limits at once, everything else by the server's validator. */
export class Checker {
  private timer: ReturnType<typeof setTimeout> | undefined
  private runs = 0
  private server: readonly Issue[] = []
  wordTooLong: Say = () => ''

  constructor(
    private readonly api: FlowsApi,
    private readonly flow: string,
    private readonly types: NodeTypes,
  ) {}

  stop() {
    clearTimeout(this.timer)
  }

  /** Asks the server in a while; what was asked before does not count any more. */
  ask(after: number, document: () => FlowDocument, done: (checking: EditorState['checking']) => void) {
    clearTimeout(this.timer)
    const run = ++this.runs
    this.timer = setTimeout(() => {
      done('yes')
      this.api.validate(this.flow, document()).then(
        (issues) => {
          if (run !== this.runs) return
          this.server = issues
          done('no')
        },
        () => run === this.runs && done('failed'),
      )
    }, after)
  }

  /** What is wrong with the document as it is now; null when nothing was and nothing is. */
  look(doc: Doc, before: Found): Found | null {
    const local = overlong(doc, this.types, (...args) => this.wordTooLong(...args))
    const known = new Set(local.map(keyOf))
    const there = (id: string | null) => id === null || doc.nodes.has(id) || doc.edges.has(id)
    const issues = [...local, ...this.server.filter((issue) => !known.has(keyOf(issue)) && there(issue.elementId))]
    issues.sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'))
    if (issues.length === 0 && before.issues.length === 0) return null
    const issuesOf = new Map<string, Issue[]>()
    for (const issue of issues) {
      if (issue.elementId === null) continue
      const old = issuesOf.get(issue.elementId)
      if (old) old.push(issue)
      else issuesOf.set(issue.elementId, [issue])
    }
    for (const [id, list] of issuesOf) {
      const old = before.issuesOf.get(id)
      if (old && old.length === list.length && old.every((each, i) => each.text === list[i]!.text)) issuesOf.set(id, old as Issue[])
    }
    return { issues, issuesOf }
  }
}

const keyOf = (issue: Issue) => `${issue.elementId} ${issue.field} ${issue.code}`
