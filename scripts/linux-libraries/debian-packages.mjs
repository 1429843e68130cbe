/**
 * Debian's package for each library that one of the supported Electron versions loads.
 *
 * @type {Readonly<Record<string, string>>}
 */
const libraryPackages = {
  'libX11.so.6': 'libx11-6',
  'libXcomposite.so.1': 'libxcomposite1',
  'libXdamage.so.1': 'libxdamage1',
  'libXext.so.6': 'libxext6',
  'libXfixes.so.3': 'libxfixes3',
  'libXrandr.so.2': 'libxrandr2',
  'libXss.so.1': 'libxss1',
  'libXtst.so.6': 'libxtst6',
  'libasound.so.2': 'libasound2',
  'libatk-1.0.so.0': 'libatk1.0-0',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0',
  'libatspi.so.0': 'libatspi2.0-0',
  'libcairo.so.2': 'libcairo2',
  'libcups.so.2': 'libcups2',
  'libdbus-1.so.3': 'libdbus-1-3',
  'libdrm.so.2': 'libdrm2',
  'libexpat.so.1': 'libexpat1',
  'libgbm.so.1': 'libgbm1',
  'libgio-2.0.so.0': 'libglib2.0-0',
  'libglib-2.0.so.0': 'libglib2.0-0',
  'libgobject-2.0.so.0': 'libglib2.0-0',
  'libgtk-3.so.0': 'libgtk-3-0',
  'libnspr4.so': 'libnspr4',
  'libnss3.so': 'libnss3',
  'libnssutil3.so': 'libnss3',
  'libpango-1.0.so.0': 'libpango-1.0-0',
  'libsmime3.so': 'libnss3',
  'libudev.so.1': 'libudev1',
  'libxcb.so.1': 'libxcb1',
  'libxkbcommon.so.0': 'libxkbcommon0',
}

export const testCommands = {
  Xvfb: 'xvfb',
  'xvfb-run': 'xvfb',
  xauth: 'xauth',
  openbox: 'openbox',
  xdotool: 'xdotool',
  age: 'age',
  jq: 'jq',
  fish: 'fish',
  zsh: 'zsh',
  'dbus-run-session': 'dbus-daemon',
  'gnome-keyring-daemon': 'gnome-keyring',
}

/** @type {Readonly<Record<string, string>>} */
const packages = { ...libraryPackages, ...testCommands, fonts: 'fonts-liberation' }

/**
 * @param {readonly string[]} missing Libraries and commands.
 * @param {ReadonlySet<string>} known Every package name of this system.
 * @returns {{ packages: string[], unknown: string[] }} `unknown` are those no package is known for.
 */
export function debianPackages(missing, known) {
  const found = missing.flatMap((name) => packages[name] ?? [])
  return {
    packages: [...new Set(found.map((name) => presentName(name, known)))].sort(),
    unknown: missing.filter((name) => !(name in packages)),
  }
}

/**
 * Where time_t has grown to 64 bits, a package's old name is at best a virtual one that does not install.
 *
 * @param {string} name
 * @param {ReadonlySet<string>} known
 */
function presentName(name, known) {
  return known.has(`${name}t64`) ? `${name}t64` : name
}
