/** What is there where a database is to be. */
export interface DatabaseRemains {
  /** `empty` of a file without a byte in it. */
  readonly state: 'missing' | 'empty' | 'there'
  /** What holds committed data that the database itself does not have yet, in words; `null` if nothing does. */
  readonly unwritten: string | null
}
