import { version } from '../../../package.json'

/** The version of this product, as the build put it in. */
export const productVersion: string = version
