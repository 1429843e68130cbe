/** Says in `message`, ready to be printed, what is missing and how to get it. */
export class LinuxLibrariesError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message)
    this.name = 'LinuxLibrariesError'
  }
}
