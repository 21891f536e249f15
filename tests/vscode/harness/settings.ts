/** VS Code's user settings, as in settings.json. */
export type Settings = Readonly<Record<string, unknown>>;

/** A quiet window: nothing opens, asks, updates or saves by itself. */
export const quietSettings: Settings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Default Dark Modern',
  'window.autoDetectColorScheme': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'editor.accessibilitySupport': 'off',
  'git.enabled': false,
};

/** The themes that a view has to look right in: what the picker calls them, and the class of a window that shows one. */
export const themes = {
  dark: { label: 'Dark Modern', kind: 'vs-dark' },
  light: { label: 'Light Modern', kind: 'vs' },
  highContrast: { label: 'Dark High Contrast', kind: 'hc-black' },
  highContrastLight: { label: 'Light High Contrast', kind: 'hc-light' },
} as const;

export type Theme = keyof typeof themes;
