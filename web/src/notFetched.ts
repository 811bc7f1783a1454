/** A part of the program could not be fetched: no connection, or a new version has taken its place on the server. */
export class NotFetched extends Error {
  constructor(
    cause: unknown,
    /** Lets it be asked for anew. Not before the failure was shown: React would ask again and again. */
    readonly forget: () => void,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}
