/** A file opened for writing. */
export interface WritableFile {
  /** Writes all of `bytes`. */
  write(bytes: Uint8Array): Promise<void>
  /** Returns when what was written is on the disk (fsync). */
  sync(): Promise<void>
  close(): Promise<void>
}

/**
 * The file operations whose order decides what survives a crash, so that tests can fail or kill the process at
 * each of them. All reject with Node's system errors.
 */
export interface FileSystem {
  /** Creates a file that must not exist yet. */
  createExclusive(path: string, mode: number): Promise<WritableFile>
  /**
   * Reads a whole file of at most `maxBytes`; a longer one comes back cut to `maxBytes + 1`. Rejects with
   * `NotAnOrdinaryFile` for a pipe, a device or a folder, and for a link to what is not there.
   */
  read(path: string, maxBytes: number): Promise<Buffer>
  /** The names of what is in a folder. */
  list(folder: string): Promise<readonly string[]>
  rename(from: string, to: string): Promise<void>
  /** Gives the file a second name; rejects with `EEXIST` if that is taken. */
  link(existing: string, created: string): Promise<void>
  remove(path: string): Promise<void>
  /** Makes a directory's entries durable. */
  syncDirectory(path: string): Promise<void>
}
