/** A file the administrator picked in a native dialog. The path stays in the main process. */
export interface FileChoice {
  /** Single use, bound to the window, expires. */
  readonly token: string
  readonly displayPath: string
}
