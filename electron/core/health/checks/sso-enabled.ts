import { amber, type Check, green } from './health-check.ts'

/** Credentials are given to those who ask for them. */
export const ssoEnabledCheck: Check = {
  id: 'sso-enabled',
  title: 'SSO system',
  fixWhenThrown: null,
  async find({ system }) {
    return system.enabled
      ? green('SSO is enabled.')
      : amber(
          'SSO is disabled: on every server, look-ups of credentials and tickets are refused.',
          'enable-sso',
        )
  },
}
