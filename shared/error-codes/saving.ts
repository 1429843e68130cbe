import type { Text } from './error-entry.ts'

/** A kind of file that its owner keeps, as the texts about saving one need it. */
interface SavedFile {
  /** Its name, without an article. */
  readonly noun: string
  /** Whole sentences, with a space behind them, or nothing: */
  readonly firstOfAll?: string
  readonly beforeRemedy?: string
}

/** The words for what keeps a file from being saved, for one kind of file. */
export function savingTexts({ beforeRemedy = '', firstOfAll = '', noun }: SavedFile) {
  return { ...placeTexts(noun, firstOfAll), ...writingTexts(firstOfAll, beforeRemedy) }
}

/** Said before anything is written. */
function placeTexts(noun: string, firstOfAll: string) {
  return {
    exists: (d: { path: string }): Text => [
      `${firstOfAll}A file named ${d.path} already exists.`,
      'Choose another name, or choose the same one again and confirm that it may be replaced.',
    ],
    folderMissing: (d: { folder: string }): Text => [
      `${firstOfAll}The folder ${d.folder} does not exist.`,
      'Create it or connect the drive it is on, or use another folder.',
    ],
    folderNotWritable: (d: { account: string; folder: string }): Text => [
      `${firstOfAll}${d.account} may not write to the folder ${d.folder}.`,
      'Change its permissions, or use another folder. A disk that may only be read takes no file, whatever its permissions.',
    ],
    insideDataDirectory: (d: { folder: string }): Text => [
      `${firstOfAll}The folder ${d.folder} belongs to the SSO system itself; what is kept there would be lost with it.`,
      'Use a folder elsewhere, best on another disk.',
    ],
    nameInvalid: (d: { path: string }): Text => [
      `${d.path} cannot be used as the name of a ${noun}.`,
      'Use an ordinary file name in an existing folder.',
    ],
  }
}

/** Said when writing or checking has failed. */
function writingTexts(firstOfAll: string, beforeRemedy: string) {
  return {
    altered: (d: { path: string }): Text => [
      `${firstOfAll}The file ${d.path} was changed by something else while it was being checked.`,
      `${beforeRemedy}Find out what writes to that folder, or use another one.`,
    ],
    changed: (d: { path: string }): Text => [
      `${firstOfAll}The file ${d.path} was replaced or changed by somebody else after it was agreed that it may be replaced.`,
      'It was left as it is now. See what it holds; then choose it again and agree once more, or use another name.',
    ],
    diskFull: (d: { folder: string }): Text => [
      `${firstOfAll}There is no room left in ${d.folder}.`,
      `${beforeRemedy}Free some space there, or use another folder.`,
    ],
    vanished: (d: { path: string }): Text => [
      `${firstOfAll}The file ${d.path} was gone when it was to be checked.`,
      `${beforeRemedy}Find out what removes files from that folder, or use another one.`,
    ],
    writeFailed: (d: { folder: string; reason: string }): Text => [
      `${firstOfAll}The file could not be written to ${d.folder} (${d.reason}).`,
      `${beforeRemedy}Check the disk, or use another folder.`,
    ],
  }
}
