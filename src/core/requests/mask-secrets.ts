/** What stands in place of a secret. */
export const mask = '••••••••';

/** Shorter texts are no secrets of AWS, and masking them would eat ordinary words. */
const shortest = 8;

/**
 * Hides secrets in a text that others wrote: AWS's refusals quote the canonical request with the session token, as text, as URL-encoded
 * text, within XML and JSON, and as a list of hex bytes.
 */
export function maskSecrets(text: string, secrets: readonly (string | undefined)[]): string {
  return secrets
    .filter((secret) => secret !== undefined && secret.length >= shortest)
    .flatMap((secret) => forms(secret ?? ''))
    .reduce((masked, form) => masked.replaceAll(form, mask), text);
}

function forms(secret: string): string[] {
  const hex = Buffer.from(secret).toString('hex');
  const bytes = hex.replace(/..(?=.)/g, '$& ');
  const xml = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    ...new Set([secret, encodeURIComponent(secret), xml, json, json.replaceAll('/', '\\/'), bytes, bytes.toUpperCase(), hex]),
  ];
}
