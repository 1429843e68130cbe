import { z } from 'zod'
import { hasHiddenCharacters } from '../../../shared/visible-text.ts'

/** The name of the master secret server in a file: what is written is what is read. */
export const serverField = z
  .string()
  .min(1)
  .max(255)
  .refine((name) => !hasHiddenCharacters(name))
