import { dscacheutilNameService } from './dscacheutil.ts'
import { getentNameService } from './getent.ts'
import { type AccountKind, type NameService, standIn } from './name-service.ts'

/** The name service of this computer; `null` on Windows, which names accounts otherwise. */
export const systemNameService: NameService | null =
  process.platform === 'win32'
    ? null
    : process.platform === 'darwin'
      ? dscacheutilNameService
      : getentNameService

/** The name of a uid or gid, or its {@link standIn} where it has none or the name service does not answer. */
export async function nameOf(kind: AccountKind, id: number): Promise<string> {
  const found = await systemNameService?.find([{ kind, key: id }]).catch(() => null)
  return found?.[0]?.name ?? standIn(id)
}
