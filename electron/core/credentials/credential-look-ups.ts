import { openCredential, unpackValues } from '../crypto/credential-box.ts'
import { wipe } from '../crypto/wipe.ts'
import type { DatabaseReader } from '../database/database-reader.ts'
import { SsoError } from '../errors/sso-error.ts'
import type { CredentialReads, CredentialRow, GateRow } from './credential.repository.ts'
import type { Credentials } from './credential.ts'
import type { CredentialCache } from './credential-cache.ts'
import type { CredentialKeys } from './credential-keys.ts'
import { isOwn, type LookUpDecision, spellingsAsMapped } from './look-up-decision.ts'
import type { LookUpNotes } from './look-up-notes.ts'

/** What all look-ups share. */
export interface LookUpContext {
  readonly reader: DatabaseReader
  readonly reads: CredentialReads
  readonly cache: CredentialCache
  readonly keys: CredentialKeys
  readonly notes: LookUpNotes
}

const MINUTE_MS = 60_000

/**
 * Looks up credentials in one application for one caller, without promises: for applications that do so many
 * thousand times a second. What the caller may do is decided when this is opened and at each {@link refresh};
 * everything else is heeded at once (a change by another process within 20 ms).
 */
export class CredentialLookUps {
  readonly #context: LookUpContext
  readonly #decide: () => Promise<LookUpDecision>
  #decision: LookUpDecision
  #gate: GateRow | null = null
  #gateVersion: number | null = null

  private constructor(
    context: LookUpContext,
    decide: () => Promise<LookUpDecision>,
    decision: LookUpDecision,
  ) {
    this.#context = context
    this.#decide = decide
    this.#decision = decision
  }

  /** `decide` also makes sure that the keys are in memory; what it throws comes through. */
  static async open(
    context: LookUpContext,
    decide: () => Promise<LookUpDecision>,
  ): Promise<CredentialLookUps> {
    return new CredentialLookUps(context, decide, await decide())
  }

  /** Decides anew what the caller may do, and loads the secrets generated since. */
  async refresh(): Promise<void> {
    this.#decision = await this.#decide()
    this.#gateVersion = null
  }

  /**
   * @param account - as in CredentialRef
   * @returns copies, which the caller wipes.
   * @throws {@link SsoError} `SystemDisabled`, `ApplicationDisabled`, `ApplicationMissing`, `AccessDeniedLookUp`,
   * `MappingMissing`, `MappingDisabled`, `CredentialsNotSet`, `CredentialsDamaged`, `SecretUnavailable` (after a
   * {@link refresh} it may be there), `DatabaseBusy`, `DatabaseDamaged`
   */
  lookUp(account: string = this.#decision.own): Credentials {
    const gate = this.#passGate()
    const own = isOwn(this.#decision, account)
    if (!own && !this.#decision.isAdministrator) throw this.#refusal(account)
    const found = this.#find(gate, account)
    if (!own) this.#note(gate, account, found)
    return found
  }

  #passGate(): GateRow {
    const version = this.#context.reader.version()
    this.#context.cache.heed(version)
    if (this.#gate === null || version !== this.#gateVersion) {
      this.#gate = this.#readGate()
      this.#gateVersion = version
    }
    if (this.#gate.system_enabled === 0) throw SsoError.of('SystemDisabled', {})
    if (this.#gate.enabled === 0) throw SsoError.of('ApplicationDisabled', { application: this.#name })
    return this.#gate
  }

  #readGate(): GateRow {
    const gate = this.#context.reads.gate(this.#decision.application.id)
    if (gate === undefined) throw SsoError.of('ApplicationMissing', { application: this.#name })
    return gate
  }

  #find(gate: GateRow, account: string): Credentials {
    const { cache } = this.#context
    if (gate.disable_credential_cache === 1) return this.#read(account).credentials
    const key = `${this.#decision.application.id}/${account}`
    const now = performance.now()
    const known = cache.find(key, now)
    if (known !== undefined) return copy(known)
    const { credentials, mappingId } = this.#read(account)
    const copied = copy(credentials)
    const expiresAt = now + gate.credential_cache_timeout * MINUTE_MS
    cache.keep(key, {
      ...credentials,
      applicationId: this.#decision.application.id,
      mappingId,
      expiresAt,
    })
    return copied
  }

  #read(account: string): { readonly mappingId: number; readonly credentials: Credentials } {
    const row = this.#readRow(account)
    const { external_user: externalUser, id, msid, sealed, secret_id: secretId } = row
    const names = { application: this.#name, windowsAccount: row.windows_account }
    if (secretId === null || sealed === null) throw SsoError.of('CredentialsNotSet', names)
    const key = msid === null ? undefined : this.#context.keys.loaded(msid)
    if (key === undefined) throw SsoError.of('SecretUnavailable', { msid: msid ?? `number ${secretId}` })
    const values = openValues(sealed, id, secretId, key)
    if (values === null) throw SsoError.of('CredentialsDamaged', names)
    return { mappingId: id, credentials: { externalUser, values } }
  }

  #readRow(account: string): CredentialRow {
    const { application } = this.#decision
    const { byExternalUser, byWindowsAccount } = this.#context.reads
    const read = application.type === 'host-group' ? byExternalUser : byWindowsAccount
    const row = spellingsAsMapped(application, account)
      .map((spelling) => read(application.id, spelling))
      .find((found) => found !== undefined)
    const names = { application: application.name, account }
    if (row === undefined) throw SsoError.of('MappingMissing', names)
    if (row.enabled === 0) throw SsoError.of('MappingDisabled', names)
    return row
  }

  #note(gate: GateRow, account: string, { externalUser }: Credentials): void {
    const { application, caller } = this.#decision
    const note = {
      at: Date.now(),
      account: caller,
      application: application.name,
      windowsAccount: account,
      externalUser,
    }
    this.#context.notes.add(note, gate.audit_credential_lookups)
  }

  #refusal(account: string): SsoError {
    const { application, caller } = this.#decision
    const names = { account: caller, application: application.name, windowsAccount: account }
    return SsoError.of('AccessDeniedLookUp', names)
  }

  get #name(): string {
    return this.#decision.application.name
  }
}

function openValues(
  sealed: Uint8Array,
  mappingId: number,
  secretId: number,
  key: Uint8Array,
): readonly Uint8Array[] | null {
  const packed = openCredential(sealed, mappingId, secretId, key)
  const values = packed && unpackValues(packed)
  wipe(packed)
  return values
}

function copy({ externalUser, values }: Credentials): Credentials {
  return { externalUser, values: values.map((value) => value.slice()) }
}
