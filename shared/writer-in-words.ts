/**
 * Who is writing to the database, in a sentence: "Waiting for …, which is writing to the database".
 *
 * @param holder - as it is to be shown, `sqlite3 (process 4711)`; `null` where that cannot be told
 */
export function writerInWords(holder: string | null): string {
  return holder ?? 'another process'
}
