/** The command line itself is wrong; answered with exit code 2. */
export class UsageError extends Error {}
