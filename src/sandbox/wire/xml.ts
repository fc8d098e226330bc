/** An element with text or with children. */
export type XmlElement = readonly [name: string, content: string | readonly XmlElement[]];

/** An XML document in UTF-8, its declaration first. Characters that XML cannot contain become `?`. */
export function xmlDocument([name, content]: XmlElement, namespace?: string): string {
  const attribute = namespace === undefined ? '' : ` xmlns="${escape(namespace)}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name}${attribute}>${inside(content)}</${name}>`;
}

function inside(content: string | readonly XmlElement[]): string {
  if (typeof content === 'string') return escape(content);
  return content.map(([name, children]) => `<${name}>${inside(children)}</${name}>`).join('');
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;')
    .replace(/[^\P{Cc}\t\n\r]/gu, '?');
}
