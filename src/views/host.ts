/** What hosts say, as far as the pages listen. */

export type Json = Record<string, unknown>

/** An answer of a tool, as the host passes it on. */
export interface Answer extends Json {
  content?: { type: string; text?: string }[]
  structuredContent?: Json
  isError?: boolean
}

export interface HostContext extends Json {
  theme?: 'light' | 'dark'
  styles?: { variables?: Record<string, string | undefined> }
  displayMode?: 'inline' | 'fullscreen' | 'pip'
  availableDisplayModes?: string[]
  safeAreaInsets?: { top: number; right: number; bottom: number; left: number }
}

/** Takes over the host's colours and fonts; what it does not say is in `page.css`. */
export function applyContext({ theme, styles, displayMode, safeAreaInsets }: HostContext): void {
  const { style, dataset } = document.documentElement
  if (theme === 'light' || theme === 'dark') style.colorScheme = theme
  if (displayMode !== undefined) dataset.mode = displayMode
  for (const [name, value] of Object.entries(styles?.variables ?? {})) {
    if (name.startsWith('--') && typeof value === 'string') style.setProperty(name, value)
  }
  if (safeAreaInsets) {
    const { top, right, bottom, left } = safeAreaInsets
    style.setProperty('--safe-area', [top, right, bottom, left].map(side => `${side}px`).join(' '))
  }
}
