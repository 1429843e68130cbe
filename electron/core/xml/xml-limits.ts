/** What one file may hold; whatever is beyond is refused before anything is done with it. */
export const xmlLimits = {
  /** Bytes of the file: some 200,000 mappings with credentials. */
  bytes: 64 * 1024 * 1024,
  /** Elements within one another. */
  depth: 8,
  /** Elements within one application, mapping or global information. */
  children: 1000,
  /** Characters (UTF-16) of one value. */
  value: 65_536,
} as const
