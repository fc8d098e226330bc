/**
 * Extensions of bodies that may be opened with the system's program for them: those that programs show or play. Files that a
 * system executes (.js), that a browser runs with the rights of a local file (.html, .svg, .xml) or that may be anything (.bin)
 * are not among them.
 */
const shownOutside: ReadonlySet<string> = new Set([
  '.png',
  '.jpg',
  '.gif',
  '.webp',
  '.bmp',
  '.avif',
  '.mp3',
  '.ogg',
  '.wav',
  '.mp4',
  '.webm',
  '.pdf',
  '.csv',
  '.json',
  '.jsonl',
  '.md',
  '.txt',
  '.yaml',
]);

/** Whether a file may be opened by a program of the system: its full name decides, as it does for the system. */
export function mayOpenOutside(path: string): boolean {
  const [extension] = /\.[^.\\/]*$/.exec(path) ?? [];
  return extension !== undefined && shownOutside.has(extension);
}
