/** What happened, and what to do about it. Each text names, by its function's parameter, the facts its error must carry. */
export type Text = readonly [message: string, remedy: string]
