/** The mark in place of a secret that shows which secrets are equal: `«signature 1f2e3d4c»`. */
export function mark(what: string, fingerprint: string): string {
  return `«${what} ${fingerprint}»`;
}

/** The mark in place of the token of an ended session, of which nothing is kept. @param session the number of that session */
export function forgottenTokenMark(session: number): string {
  return mark('token of an ended session', String(session));
}

/** Whether a text is a mark instead of a secret. */
export function isMark(text: string): boolean {
  return /^«[^«»]*»$/.test(text);
}
