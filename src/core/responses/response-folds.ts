/** Lines (from 0) that fold together; the first stays visible. */
export interface Fold {
  readonly start: number;
  readonly end: number;
}

/** Remarks and headers of a response under its status line, and in its body the lines indented under another. */
export function responseFolds(text: string, bodyLine: number): Fold[] {
  const folds: Fold[] = bodyLine > 2 ? [{ start: 0, end: bodyLine - 2 }] : [];
  const open: { readonly indent: number; readonly line: number }[] = [];
  let last = bodyLine;
  const close = (indent: number): void => {
    for (let top = open.at(-1); top !== undefined && top.indent >= indent; top = open.at(-1)) {
      open.pop();
      if (last > top.line) folds.push({ start: top.line, end: last });
    }
  };
  text.split('\n').forEach((line, at) => {
    if (at < bodyLine || line.trim() === '') return;
    const indent = line.length - line.trimStart().length;
    close(indent);
    open.push({ indent, line: at });
    last = at;
  });
  close(0);
  return folds.sort((a, b) => a.start - b.start);
}
