/** Every setting but the profiles (ProfileStore reads those), with its default; package.json says the same, which a test verifies. */
export interface Settings {
  'codeLens.mode': 'auto' | 'always' | 'never';
  'environment.overridesFile': boolean;
  /** Seconds. */
  'request.timeout': number;
  /** Minutes. */
  'session.renewBefore': number;
  /** Minutes. */
  'session.warnBefore': number;
  'sandbox.autoStart': boolean;
  'history.enabled': boolean;
}

export const settingDefaults: Settings = {
  'codeLens.mode': 'auto',
  'environment.overridesFile': false,
  'request.timeout': 30,
  'session.renewBefore': 5,
  'session.warnBefore': 10,
  'sandbox.autoStart': false,
  'history.enabled': false,
};

/** The values that the manifest allows, which a test verifies; the editor only underlines others. */
export const settingBounds: {
  readonly [Key in keyof Settings]?: { readonly min: number; readonly max: number } | readonly string[];
} = {
  'codeLens.mode': ['auto', 'always', 'never'],
  'request.timeout': { min: 1, max: 900 },
  'session.renewBefore': { min: 0, max: 60 },
  'session.warnBefore': { min: 0, max: 120 },
};

/** Whether the manifest allows a value for a setting. */
export function isAllowed<Key extends keyof Settings>(key: Key, value: unknown): value is Settings[Key] {
  const bounds = settingBounds[key];
  if (typeof value !== typeof settingDefaults[key]) return false;
  if (bounds === undefined) return true;
  return 'min' in bounds ? Number(value) >= bounds.min && Number(value) <= bounds.max : bounds.includes(String(value));
}
