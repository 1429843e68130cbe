/** Where the pointer asked for a menu, in CSS pixels, or `null` when the keyboard did. */
export type MenuPointer = { readonly x: number; readonly y: number } | null

/** Fluent's own handling of arrow keys, switched off where ours takes its place. */
export const noFluentArrowKeys = { 'data-tabster': '{}' }

/** What a context menu is placed by: the pointer or, when the keyboard asked for it, the line it is of. */
export function menuTarget(
  pointer: MenuPointer,
  line: Element,
): { readonly getBoundingClientRect: () => DOMRect } {
  return pointer === null ? line : { getBoundingClientRect: () => new DOMRect(pointer.x, pointer.y, 0, 0) }
}
