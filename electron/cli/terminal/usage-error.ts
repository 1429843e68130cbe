/**
 * The command line itself is wrong; answered with exit code 2. Its message never repeats a value that was given.
 * Known by its name, because the files of a program each have a class of their own.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The administrator answered a question with no; answered with exit code 1. */
export class Declined extends Error {
  override readonly name = 'Declined'
}

/** What was asked for did not come: the terminal was closed, or Ctrl+C pressed; answered with exit code 1. */
export class NotAnswered extends Error {
  override readonly name = 'NotAnswered'
}
