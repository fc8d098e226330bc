/** Eight bytes a line, which fits into half a window: offset, hex, printable characters. */
export function hexView(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let offset = 0; offset < bytes.length; offset += 8) {
    const row = Buffer.from(bytes.subarray(offset, offset + 8));
    const hex = row.toString('hex').replace(/(..)(?=.)/g, '$1 ');
    const ascii = row.toString('latin1').replace(/[^\x20-\x7e]/g, '.');
    lines.push(`${offset.toString(16).padStart(8, '0')}  ${hex.padEnd(23)}  ${ascii}`);
  }
  return lines.join('\n');
}
