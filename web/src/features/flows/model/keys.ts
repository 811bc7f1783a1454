/**
 * What an open editor is made from is not under `flows`: all of that is asked again when a flow is published or renamed, and with a newer draft
 * the editor would begin anew, without its undo, its chat and the last words typed.
 */
export const draftKey = (flow: string) => ['flow-draft', flow]

export const typesKey = ['flow-types']
