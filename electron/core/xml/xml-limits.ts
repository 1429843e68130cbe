/** What one file may hold; whatever is beyond is refused before anything is done with it. */
export const xmlLimits = {
  /** Bytes of the file: some 2,000,000 mappings. */
  bytes: 400 * 1024 * 1024,
  /** Bytes of a file whose text is looked through for the fault that keeps it from being read. */
  searchedBytes: 64 * 1024 * 1024,
  /** Elements within one another. */
  depth: 8,
  /** Elements within one application, mapping or global information. */
  children: 1000,
  /** Characters (UTF-16) of one value. */
  value: 65_536,
} as const
