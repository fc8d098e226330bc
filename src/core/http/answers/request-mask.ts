import type { Header } from '../message.ts';
import { maskBody } from './mask-body.ts';
import { forms, type Hide, mask, maskHeader, maskTarget, shortest } from './mask-secrets.ts';

/**
 * Hides the values of secret variables in the parts of a request, and what has a name that says secret. A long value is hidden wherever it
 * stands, in any encoding; a short one where it is a whole value, as it would tear ordinary words to pieces. What the signature says in the
 * open, scope and host, stays.
 */
export interface RequestMask {
  /** Any text: long values alone. */
  readonly text: (text: string) => string;
  /** A path and query. */
  readonly target: (target: string) => string;
  readonly header: (header: Header) => Header;
  /** @param type the value of `Content-Type`; empty where there is none */
  readonly body: (text: string, type: string) => string;
}

/** @param secrets values of variables @param hide gives what stands in their place */
export function requestMask(secrets: readonly string[], hide: Hide = () => mask): RequestMask {
  const whole = new Map<string, string>();
  for (const secret of secrets.filter((each) => each.trim() !== '')) {
    for (const form of forms(secret)) if (form !== '') whole.set(form, secret);
  }
  const long = [...whole]
    .filter(([form, secret]) => secret.length >= shortest && form.length >= shortest)
    .sort(([one], [other]) => other.length - one.length);
  const text = (source: string): string =>
    long.reduce((masked, [form, secret]) => masked.replaceAll(form, () => hide(secret)), source);
  const known = (value: string): string | undefined => {
    const secret = whole.get(value) ?? whole.get(percentDecoded(value)) ?? whole.get(percentDecoded(value.replaceAll('+', ' ')));
    return secret === undefined ? undefined : hide(secret);
  };
  const value = (source: string): string => known(source) ?? text(source);
  /** Of a credential the key id may be hidden; date, region and service are in every signature. */
  const besideScope = (source: string, change: (text: string) => string): string =>
    source
      .split(/((?<=Credential=)[^,&\s]+)/)
      .map((part, index) => (index % 2 === 0 ? change(part) : part.replace(/^[^/%]+/, value)))
      .join('');
  const target = (source: string): string =>
    besideScope(maskTarget(source, hide), (part) =>
      text(
        part
          .split(/([/?&=])/)
          .map((piece) => known(piece) ?? piece)
          .join(''),
      ),
    );
  return {
    text,
    target,
    header: (header) => {
      const [name, shown] = maskHeader(header, hide);
      if (/^host$/i.test(name)) return header;
      if (/^authorization$/i.test(name) && shown.startsWith('AWS4-')) return [name, besideScope(shown, text)];
      return [name, shown === header[1] ? value(shown) : shown];
    },
    body: (source, type) => {
      const found = known(source.trim());
      if (found !== undefined) return found;
      if (/x-www-form-urlencoded/i.test(type)) return target(`?${source}`).slice(1);
      return text(maskBody(source, type, hide, known));
    },
  };
}

/** The text itself where it is not percent-encoded text in UTF-8. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
