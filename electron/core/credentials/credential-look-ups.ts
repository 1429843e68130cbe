import { openCredential, unpackValues } from '../crypto/credential-box.ts'
import { wipe } from '../crypto/wipe.ts'
import type { DatabaseReader } from '../database/database-reader.ts'
import { accountKey } from '../database/unique-keys.ts'
import { SsoError } from '../errors/sso-error.ts'
import { mappingKey, spellingsAsStored } from '../records/mapping-accounts.ts'
import type { CredentialReads, CredentialRow, GateRow } from './credential.repository.ts'
import type { Credentials } from './credential.ts'
import type { CredentialCache } from './credential-cache.ts'
import type { CredentialKeys } from './credential-keys.ts'
import { isOwn, type LookUpDecision } from './look-up-decision.ts'
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
 * Looks up credentials in one application for one caller: for applications that do so many thousand times a second.
 * What the caller may do is decided when this is opened and at each {@link refresh}; everything else is heeded at once
 * (a change by another process within 20 ms).
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
   * What has been looked up before and may be answered without asking the database, without a promise.
   *
   * @param account - as in CredentialRef
   * @returns copies, which the caller wipes; `null` where {@link lookUp} is to be asked.
   * @throws {@link SsoError} `DatabaseBusy`, `DatabaseDamaged`
   */
  cached(account: string = this.#decision.own): Credentials | null {
    const version = this.#heedChanges()
    const gate = this.#gate
    if (gate === null || version !== this.#gateVersion || !isOpen(gate)) return null
    const own = isOwn(this.#decision, account)
    if ((!own && !this.#decision.isAdministrator) || gate.disable_credential_cache === 1) return null
    const known = this.#context.cache.find(this.#keyOf(account), performance.now())
    if (known === undefined) return null
    if (!own) this.#note(gate, account, known)
    return copy(known)
  }

  /**
   * @param account - as in CredentialRef
   * @returns copies, which the caller wipes.
   * @throws {@link SsoError} `SystemDisabled`, `ApplicationDisabled`, `ApplicationMissing`, `AccessDeniedLookUp`,
   * `MappingMissing`, `MappingDisabled`, `CredentialsNotSet`, `CredentialsDamaged`, `SecretUnavailable` (after a
   * {@link refresh} it may be there), `DatabaseBusy`, `DatabaseDamaged`
   */
  async lookUp(account: string = this.#decision.own): Promise<Credentials> {
    const known = this.cached(account)
    if (known !== null) return known
    const version = this.#heedChanges()
    const gate = await this.#passGate(version)
    const own = isOwn(this.#decision, account)
    if (!own && !this.#decision.isAdministrator) throw this.#refusal(account)
    const { credentials, mappingId } = await this.#read(account)
    // What was read before others changed the database is answered, but not kept.
    if (gate.disable_credential_cache === 0 && this.#heedChanges() === version)
      this.#keep(gate, account, mappingId, credentials)
    if (!own) this.#note(gate, account, credentials)
    return credentials
  }

  /** @returns the database's version; what was cached of an older one is gone. */
  #heedChanges(): number {
    const version = this.#context.reader.version()
    this.#context.cache.heed(version)
    return version
  }

  async #passGate(version: number): Promise<GateRow> {
    const gate = version === this.#gateVersion && this.#gate !== null ? this.#gate : await this.#readGate()
    this.#gate = gate
    this.#gateVersion = version
    if (gate.system_enabled === 0) throw SsoError.of('SystemDisabled', {})
    if (gate.enabled === 0) throw SsoError.of('ApplicationDisabled', { application: this.#name })
    return gate
  }

  async #readGate(): Promise<GateRow> {
    const gate = await this.#context.reads.gate(this.#decision.application.id)
    if (gate === undefined) throw SsoError.of('ApplicationMissing', { application: this.#name })
    return gate
  }

  #keep(gate: GateRow, account: string, mappingId: number, credentials: Credentials): void {
    this.#context.cache.keep(this.#keyOf(account), {
      ...copy(credentials),
      applicationId: this.#decision.application.id,
      mappingId,
      expiresAt: performance.now() + gate.credential_cache_timeout * MINUTE_MS,
    })
  }

  #keyOf(account: string): string {
    return `${this.#decision.application.id}/${account}`
  }

  async #read(account: string): Promise<{ readonly mappingId: number; readonly credentials: Credentials }> {
    const row = await this.#readRow(account)
    const { external_user: externalUser, id, msid, sealed, secret_id: secretId } = row
    const names = { application: this.#name, windowsAccount: row.windows_account }
    if (secretId === null || sealed === null) throw SsoError.of('CredentialsNotSet', names)
    const key = msid === null ? undefined : this.#context.keys.loaded(msid)
    if (key === undefined) throw SsoError.of('SecretUnavailable', { msid: msid ?? `number ${secretId}` })
    const values = openValues(sealed, id, secretId, key)
    if (values === null) throw SsoError.of('CredentialsDamaged', names)
    return { mappingId: id, credentials: { externalUser, values } }
  }

  async #readRow(account: string): Promise<CredentialRow> {
    const { application } = this.#decision
    const names = { application: application.name, account }
    const row = await this.#findRow(account)
    if (row === undefined) throw SsoError.of('MappingMissing', names)
    if (row.enabled === 0) throw SsoError.of('MappingDisabled', names)
    return row
  }

  async #findRow(account: string): Promise<CredentialRow | undefined> {
    const { application } = this.#decision
    const { byExternalUser, byWindowsAccount } = this.#context.reads
    const read = mappingKey(application) === 'external_key' ? byExternalUser : byWindowsAccount
    for (const spelling of spellingsAsStored(application, account)) {
      const row = await read(application.id, accountKey(spelling))
      if (row !== undefined) return row
    }
    return undefined
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

function isOpen({ enabled, system_enabled }: GateRow): boolean {
  return enabled === 1 && system_enabled === 1
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
