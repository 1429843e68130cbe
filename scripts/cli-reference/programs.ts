import { ssoclient } from '../../electron/cli/ssoclient/program.ts'
import { ssoconfig } from '../../electron/cli/ssoconfig/program.ts'
import { ssomanage } from '../../electron/cli/ssomanage/program.ts'
import type { Program } from '../../electron/cli/verb/program.ts'

export const programs: readonly Program[] = [ssoconfig, ssomanage, ssoclient]
