/** What is to be done where the system answers that a file cannot be read; one or two whole sentences. */
const remedies: Readonly<Record<string, string>> = {
  EACCES: 'This account may not read it: check who owns it and its permissions.',
  EIO: 'The disk does not give it back: check the disk and how it is connected, then try again.',
  ELOOP: 'A link in its path leads back to itself: put the file itself there.',
  EMFILE: 'This process has too many files open: try again, or raise its limit (ulimit -n).',
  ENFILE: 'This computer has too many files open: close other programs, then try again.',
  ENOTDIR: 'Something in its path is not a folder: put the folder back.',
  EPERM: 'This account may not read it: check who owns it and its permissions.',
  ESTALE: 'The file system that it is on was taken away: mount it again, then try again.',
  ETIMEDOUT: 'The file system that it is on does not answer: connect it again, then try again.',
}

/** @param reason - a system error code such as `EIO`, or words such as `it is a folder` */
export function readingRemedy(reason: string): string {
  if (reason === 'it is a link to what is not there')
    return 'What it leads to may be on a disk that is not mounted: make that available, then try again.'
  if (isUnusual(reason)) return 'Something else is in its place: move that away and put the file back.'
  return remedies[reason] ?? 'Find out what keeps it from being read, then try again.'
}

/** Whether the reason is that something that is not an ordinary file is in the place of one. */
function isUnusual(reason: string): boolean {
  return reason.startsWith('it is a ')
}

/** As {@link readingRemedy}, of a key: keyrings say in words why they do not answer. */
export function keyReadingRemedy(reason: string): string {
  return isUnusual(reason) || /^E[A-Z0-9]+$/.test(reason)
    ? readingRemedy(reason)
    : 'Unlock the keyring, or do this in the session that the keyring belongs to.'
}
