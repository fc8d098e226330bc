/** The name of a body file: the last part of the path, without its extension. */
export function bodyName(target: string): string {
  const last =
    target
      .replace(/[?#].*$/s, '')
      .split('/')
      .findLast((part) => part !== '') ?? 'response';
  try {
    return decodeURIComponent(last).replace(/\.[^.]{1,5}$/, '');
  } catch {
    return 'response';
  }
}
