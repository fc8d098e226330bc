/**
 * Extensions of bodies that may be handed to whatever program the system has for them: those that its programs show and play. What a system
 * executes (.js), what a browser runs with the rights of a local file (.html, .svg, .xml) and what may be anything (.bin) is not among them.
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

/** Whether a file may be opened by a program of the system: its whole name decides, as it does for the system. */
export function mayOpenOutside(path: string): boolean {
  const [extension] = /\.[^.\\/]*$/.exec(path) ?? [];
  return extension !== undefined && shownOutside.has(extension);
}
