import type { SignedTexts } from '../../signing/signed-request.ts';
import { unescapedLevels } from './unescaped-levels.ts';

/** The words before AWS's canonical request in a message. */
const announcement = 'The Canonical String for this request should have been';

/** Header values may contain quotes, so each text ends only where the words go on, and the second after its four lines. */
const quoted = /^\s*'([\s\S]*?)'\s*The String-to-Sign should have been\s*'(AWS4-[^\n]+\n[^\n]*\n[^\n]*\n[0-9A-Za-z…]+)/;

/** Whether a text says what AWS would have signed, even if it is damaged. */
export function announcesTexts(text: string): boolean {
  return text.includes(announcement) || /<CanonicalRequest(?:Bytes)?>/.test(text);
}

/** The texts that AWS computed from the request that reached it, if its response quotes them: as S3's elements or inside the message. */
export function expectedTexts(message: string, details: ReadonlyMap<string, string>): SignedTexts | undefined {
  return fromBytes(details) ?? fromElements(details) ?? quotedTexts(message)?.texts;
}

/** The quoted texts, and the whole text unescaped as far as necessary. */
export function quotedTexts(text: string): { readonly texts: SignedTexts; readonly plain: string } | undefined {
  if (!text.includes(announcement)) return undefined;
  for (const level of unescapedLevels(text)) {
    const plain = level.replaceAll('\r\n', '\n');
    const start = plain.indexOf(announcement) + announcement.length;
    const [, canonicalRequest, stringToSign] = quoted.exec(plain.slice(start)) ?? [];
    if (canonicalRequest !== undefined && stringToSign !== undefined) {
      return { texts: { canonicalRequest, stringToSign }, plain };
    }
  }
  return undefined;
}

/** S3 also gives the texts as hex bytes, which are safe from line ends and escapes. */
function fromBytes(details: ReadonlyMap<string, string>): SignedTexts | undefined {
  const [canonicalRequest, stringToSign] = ['CanonicalRequestBytes', 'StringToSignBytes'].map((name) => {
    const hex = details.get(name)?.replaceAll(/\s/g, '');
    return hex !== undefined && /^(?:[0-9a-f]{2})+$/i.test(hex) ? Buffer.from(hex, 'hex').toString('utf8') : undefined;
  });
  return canonicalRequest === undefined || stringToSign === undefined ? undefined : { canonicalRequest, stringToSign };
}

function fromElements(details: ReadonlyMap<string, string>): SignedTexts | undefined {
  const canonicalRequest = details.get('CanonicalRequest')?.replaceAll('\r\n', '\n');
  const stringToSign = details.get('StringToSign')?.replaceAll('\r\n', '\n');
  return canonicalRequest === undefined || stringToSign === undefined ? undefined : { canonicalRequest, stringToSign };
}
