import { XMLParser } from 'fast-xml-parser';

/** One own property with the children under it, or with the text if its name starts with `#`; attributes are beside it. */
type Node = Readonly<Record<string, unknown>>;

/** The deepest nesting, and the longest result in characters: indenting can turn one into a hundred. */
const deepest = 100;
const longestResult = 10_000_000;

const parser = new XMLParser({
  maxNestedTags: deepest,
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  // Nothing is interpreted: text stays as it arrived.
  processEntities: false,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  commentPropName: '#comment',
  cdataPropName: '#cdata',
});

/**
 * Puts every element on a line of its own, indented by two spaces. Elements with text stay unchanged; only white space between
 * elements is removed.
 *
 * @returns undefined if it is not well formed or nests too much to be useful, and for a document type, whose entities would be
 * lost
 */
export function formatXml(text: string): string | undefined {
  try {
    if (/<!DOCTYPE/i.test(text)) return undefined;
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the package named in its place is this check once more
    const nodes = parser.parse(text, true) as Node[];
    const room = { left: longestResult };
    return nodes.flatMap((node) => lines(node, '', room)).join('\n');
  } catch {
    // Not well formed, or beyond the parser's limits or ours.
    return undefined;
  }
}

function lines(node: Node, indent: string, room: { left: number }): string[] {
  const { name, children } = read(node);
  room.left -= 2 * indent.length;
  if (room.left < 0) throw new RangeError('The result would be too long.');
  const isElement = !name.startsWith('#') && !name.startsWith('?');
  const isText = (child: Node): boolean => '#cdata' in child || ('#text' in child && String(child['#text']).trim() !== '');
  if (!isElement || children.some(isText) || children.every((child) => '#text' in child)) {
    const text = inline(node);
    return text.trim() === '' ? [] : [indent + text];
  }
  const inner = children.flatMap((child) => lines(child, `${indent}  `, room));
  return [`${indent}<${name}${attributes(node)}>`, ...inner, `${indent}</${name}>`];
}

/** A node unchanged. */
function inline(node: Node): string {
  const { name, children } = read(node);
  if (name === '#text') return String(node[name]);
  const content = children.map(inline).join('');
  if (name === '#comment') return `<!--${content}-->`;
  if (name === '#cdata') return `<![CDATA[${content}]]>`;
  if (name.startsWith('?')) return `<${name}${attributes(node)}?>`;
  return children.length === 0 ? `<${name}${attributes(node)}/>` : `<${name}${attributes(node)}>${content}</${name}>`;
}

function read(node: Node): { name: string; children: readonly Node[] } {
  const name = Object.keys(node).find((key) => key !== ':@') ?? '';
  const value = node[name];
  return { name, children: Array.isArray(value) ? (value as Node[]) : [] };
}

function attributes(node: Node): string {
  const written = Object.entries((node[':@'] ?? {}) as Record<string, string>);
  return written.map(([name, value]) => ` ${name}=${value.includes('"') ? `'${value}'` : `"${value}"`}`).join('');
}
