/** What stands for a secret where equal secrets have to be told from others: `«signature 1f2e3d4c»`. */
export function mark(what: string, fingerprint: string): string {
  return `«${what} ${fingerprint}»`;
}

/** What stands for the token of a session that is over, of which nothing is kept. @param session the number of that session */
export function forgottenTokenMark(session: number): string {
  return mark('token of an ended session', String(session));
}

/** Whether a text is a mark and no secret any more. */
export function isMark(text: string): boolean {
  return /^«[^«»]*»$/.test(text);
}
