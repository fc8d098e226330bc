/** `812 B`, `3.4 KB`, `1.2 MB`, `1.5 GB`; decimal units. */
export function byteSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} KB`;
  return bytes < 1_000_000_000 ? `${(bytes / 1_000_000).toFixed(1)} MB` : `${(bytes / 1_000_000_000).toFixed(2)} GB`;
}

/** `43 ms`, `1.20 s`; `<1 ms` for shorter durations. */
export function milliseconds(duration: number): string {
  if (duration < 1) return '<1 ms';
  return duration < 1000 ? `${Math.round(duration)} ms` : `${(duration / 1000).toFixed(2)} s`;
}
