/**
 * What gives a word away as a path of Windows, where it would name a file of that very name in the working folder.
 * Whoever means such a file writes a folder before it: `./D:backup`.
 *
 * @param platform - as `process.platform` names it
 * @returns the end of a sentence; `null` for a path of this system, and on Windows.
 */
export function windowsPathReason(word: string, platform: string): string | null {
  if (platform === 'win32' || /^\.{0,2}\//.test(word)) return null
  if (/^[a-z]:/i.test(word)) return 'it begins with a drive letter'
  if (/^\$(?:env:|\{env:)|%[a-z_][\w()]*%/i.test(word)) return 'it has a variable of Windows in it'
  return word.includes('\\') ? 'it has a backslash in it' : null
}
