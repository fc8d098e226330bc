import { type Block, report } from './block.ts';

/** A line of a URL without what follows the URL. */
export interface UrlEnd {
  readonly text: string;
  /** For example `1.1`. */
  readonly httpVersion: string | undefined;
}

/** How many characters at the end of a line may be the version. */
const longestEnd = 60;

/** A URL followed by the version only. */
const ordinary = /^(\S+)[ \t]HTTP\/(\d(?:\.\d)?)$/;

/** A text that was meant as the HTTP version but is not. */
const almostVersion =
  /\s+["'(<[]?(?:[HTPS]{3,6}(?=\/\d)|[Hh][Tt][Tt][Pp][Ss]?)(?:\/\d\S*|[-\s]?v?\d[\d.]*[^\w\s]*|\/?[^\w\s/]*)$/;

/**
 * Cuts off what follows the URL on the block's current line: the HTTP version, also one followed by a full stop or a semicolon, and
 * a comment. Spaces before them are not part of the URL; spaces within it are. Reports ambiguous endings.
 * @param start the column where the text begins
 * @param inQuery whether a line above has begun the query
 */
export function cutUrlEnd(block: Block, text: string, start: number, { inQuery }: { readonly inQuery: boolean }): UrlEnd {
  const hash = text.indexOf('#');
  // Most URLs are followed by nothing.
  if (hash === -1 && !/\s/.test(text) && !/^HTTP\//i.test(text)) return { text, httpVersion: undefined };
  const [, url, version] = (hash === -1 ? ordinary.exec(text) : null) ?? [];
  if (url !== undefined) return { text: url, httpVersion: version };
  // `{{…}}` may contain spaces and such characters.
  const plain = text.includes('{{') ? text.replace(/\{\{[^{}]*\}\}/g, (each) => 'x'.repeat(each.length)) : text;
  const { length: toldBefore } = block.problems;
  const tellEnd = (from: number, to: number, message: string): void =>
    report(block, 'error', 'url-end', block.lines.range(block.at, start + from, start + to), message);

  const comment = /(?:^|\s)\/\/(?:\s|$)/.exec(plain);
  const sign = plain.indexOf('#');
  let end = text.length;
  if (comment !== null && (sign === -1 || comment.index < sign)) {
    if (!inQuery && !plain.slice(0, comment.index).includes('?')) end = comment.index;
    else {
      const from = comment.index;
      tellEnd(from, end, commentOr('query'));
    }
  } else if (sign !== -1) {
    const isQuery = inQuery || plain.slice(0, sign).includes('?');
    const isComment = /(?:^|\s)$/.test(plain.slice(0, sign)) && /^#+(?:\s|$)/.test(plain.slice(sign));
    const { text: unversioned, httpVersion } = cutVersion(plain);
    const fragmentEnd = httpVersion === undefined ? end : unversioned.length;
    if (isComment && !isQuery) end = sign;
    else {
      block.problems.push({
        code: 'url-fragment',
        message: 'What follows “#” is never sent. Write “%23” to send the character itself.',
        range: block.lines.range(block.at, start + sign, start + fragmentEnd),
        severity: 'warning',
        replacement: `%23${text.slice(sign + 1, fragmentEnd)}`,
      });
      // The version may follow the fragment, with a space before it.
      const before = text.slice(0, sign);
      const kept = before === before.trimEnd() ? text.slice(0, fragmentEnd) : before.trimEnd();
      return { text: kept, httpVersion };
    }
  }
  const cut = cutVersion(plain.slice(0, end).trimEnd());
  const kept = text.slice(0, cut.text.length);
  const word = cut.httpVersion === undefined ? almostVersion.exec(cut.text.slice(-longestEnd)) : null;
  const again = cutVersion(cut.text);
  const remark = block.problems.length > toldBefore ? -1 : startOfRemark(cut.text);
  if (remark !== -1) {
    const isQuery = inQuery || cut.text.slice(0, remark).includes('?');
    tellEnd(remark, cut.text.length, commentOr(isQuery ? 'query' : 'path'));
  } else if (word !== null) {
    const message = `“${word[0].trim()}” is not a version of HTTP. Remove it, write “HTTP/1.1”, or write “%20” for the space before it.`;
    tellEnd(cut.text.length - word[0].length, cut.text.length, message);
  } else if (cut.httpVersion !== undefined && again.httpVersion !== undefined) {
    tellEnd(again.text.length, cut.text.length, 'The version of HTTP is written twice. Remove one of them.');
  }
  return { text: kept, httpVersion: cut.httpVersion };
}

function commentOr(part: 'path' | 'query'): string {
  return `A comment, or part of the ${part}? Put it on a line of its own, or write “%20” for the space.`;
}

/** Where a comment of another kind begins after a space: one whose text touches its marker, or of C or HTML; -1 without one. */
function startOfRemark(text: string): number {
  if (text.endsWith('*/')) return text.search(/\s\/\*/);
  if (text.endsWith('-->')) return text.search(/\s<!--/);
  return text.search(/\s\/\/(?=\S)/);
}

function cutVersion(text: string): UrlEnd {
  const match = /(?:^|\s)HTTP\/(\d+(?:\.\d+)?)[\s.,;]*$/i.exec(text.slice(-longestEnd));
  if (match === null) return { text, httpVersion: undefined };
  return { text: text.slice(0, text.length - match[0].length).trimEnd(), httpVersion: match[1] };
}
