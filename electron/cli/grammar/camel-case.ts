/** How an option's name is spelled in code, as commander does it: `data-dir` as `dataDir`. */
export function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}
