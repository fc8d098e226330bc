import type { Header } from '../http/message.ts';
import { maskBody } from './mask-body.ts';
import { type Hide, mask, maskHeader, maskTarget } from './mask-by-name.ts';
import { secretPattern, wholeSecretPattern } from './secret-pattern.ts';

/**
 * Hides the values of secret variables in the parts of a request, and values whose names suggest secrets. A long value is hidden
 * anywhere, in any encoding; a short one only if it is a whole value, because it may occur in ordinary words. The public parts of
 * a signature, scope and host, are kept.
 */
export interface RequestMask {
  /** Any text: long values only. */
  readonly text: (text: string) => string;
  /** A path and query. */
  readonly target: (target: string) => string;
  readonly header: (header: Header) => Header;
  /** @param type the value of `Content-Type`; empty if there is none */
  readonly body: (text: string, type: string) => string;
}

/** @param secrets values of variables @param hide gives their replacement, and keeps its own earlier replacements */
export function requestMask(secrets: readonly string[], hide: Hide = () => mask): RequestMask {
  const wanted = secrets.filter((each) => each.trim() !== '');
  const [anywhere, whole] = [secretPattern(wanted), wholeSecretPattern(wanted)];
  const text = (source: string): string => source.replace(anywhere, hide);
  const known = (value: string): string | undefined => (whole.test(value) ? hide(value) : undefined);
  const piecewise = (source: string, separators: RegExp): string =>
    text(source)
      .split(separators)
      .map((piece) => known(piece) ?? piece)
      .join('');
  /** In a credential the key id may be hidden; date, region and service are in every signature. */
  const besideScope = (source: string, change: (text: string) => string): string =>
    source
      .split(/((?<=Credential=)[^,&\s]+)/)
      .map((part, index) => (index % 2 === 0 ? change(part) : part.replace(/^[^/%]+/, (id) => known(id) ?? text(id))))
      .join('');
  // Known secrets come first: masking by name hides one value, and a secret may extend beyond its end.
  const target = (source: string): string =>
    maskTarget(
      besideScope(source, (part) => piecewise(part, /([/?&=])/)),
      hide,
    );
  return {
    text,
    target,
    header: ([name, value]) => {
      if (/^host$/i.test(name)) return [name, value];
      const signed = /^authorization$/i.test(name) && value.startsWith('AWS4-');
      return maskHeader([name, signed ? besideScope(value, text) : (known(value) ?? piecewise(value, /(, *)/))], hide);
    },
    body: (source, type) => {
      const found = known(source.trim());
      if (found !== undefined) return found;
      if (/x-www-form-urlencoded/i.test(type)) return target(`?${source}`).slice(1);
      return maskBody(text(source), type, hide, known);
    },
  };
}

/** The text itself if it is not percent-encoded UTF-8 text. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
