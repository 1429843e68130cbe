/** @typedef {'OverrideUnusable' | 'IntegrityMismatch' | 'NoRuntime'} ElectronRuntimeErrorCode */

/** Says in `message`, ready to be printed, why there is no Electron runtime and what to do about it. */
export class ElectronRuntimeError extends Error {
  /**
   * @param {ElectronRuntimeErrorCode} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message)
    this.name = 'ElectronRuntimeError'
    this.code = code
  }
}
