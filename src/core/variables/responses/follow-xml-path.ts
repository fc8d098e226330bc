import { type Attr, DOMParser, type Element, type Node } from '@xmldom/xmldom';
import { parse } from 'xpath';

/** The value at a path in an XML document, or why there is none. */
export type XmlPathResult =
  | { readonly value: string }
  | { readonly problem: 'xml-malformed' | 'xml-too-large' | 'path-malformed' | 'path-missing' | 'search-too-long' };

/** The longest document that is searched, in characters: a page of S3's lists is shorter. */
const longest = 2 * 1024 * 1024;
/** The deepest nesting. Searching takes time proportional to the square of the depth, and recursion has limits. */
const deepest = 200;

/**
 * Evaluates an XPath 1.0 expression (https://www.w3.org/TR/1999/REC-xpath-19991116/): the first node in the order of the
 * document, or the text, number or boolean. A node gives its text; an element with child elements gives the XML inside it, as in
 * REST Client.
 *
 * AWS declares a namespace for whole documents, so a name without a prefix is an element of any namespace; prefixes are those
 * that the document declares. Entities of a DTD are neither expanded nor fetched: a document that refers to one is malformed.
 */
export function followXmlPath(xml: string, path: string): XmlPathResult {
  if (xml.length > longest) return { problem: 'xml-too-large' };
  let root: Node;
  try {
    root = new DOMParser({ locator: false, onError: stopAtError }).parseFromString(xml, 'text/xml');
  } catch {
    return { problem: 'xml-malformed' };
  }
  const namespaces = survey(root);
  if (namespaces === undefined) return { problem: 'xml-too-large' };
  try {
    const options = { node: root, namespaces: (prefix: string) => namespaces.get(prefix), allowAnyNamespaceForNoPrefix: true };
    const result = parse(path).evaluate(options);
    if (result.first === undefined) return { value: result.stringValue() };
    const node = result.first();
    return node === null ? { problem: 'path-missing' } : { value: textOf(node) };
  } catch {
    return { problem: 'path-malformed' };
  }
}

function stopAtError(level: string, message: string): void {
  if (level !== 'warning') throw new Error(message);
}

/**
 * Walks over a document once and gives the namespaces by prefix, of two declarations the first; undefined if it is too deep.
 * Afterwards every node knows its place in the document; the parser's own method visits all siblings, so that sorting nodes takes
 * seconds.
 */
function survey(root: Node): Map<string, string> | undefined {
  const namespaces = new Map<string, string>();
  const order = new WeakMap<object, number>();
  const place = function (this: Node, other: Node): number {
    // https://dom.spec.whatwg.org/#dom-node-comparedocumentposition: 2 for “precedes”, 4 for “follows”
    return (order.get(other) ?? 0) < (order.get(this) ?? 0) ? 2 : 4;
  };
  let count = 0;
  const put = (node: Node): void => {
    order.set(node, count++);
    node.compareDocumentPosition = place;
  };
  let depth = 0;
  for (let node: Node | null = root; node !== null;) {
    put(node);
    for (const attribute of attributesOf(node)) {
      put(attribute);
      const [, prefix] = /^xmlns:(.+)$/.exec(attribute.name) ?? [];
      if (prefix !== undefined && !namespaces.has(prefix)) namespaces.set(prefix, attribute.value);
    }
    if (node.firstChild !== null) {
      if (++depth > deepest) return undefined;
      node = node.firstChild;
      continue;
    }
    while (node !== null && node.nextSibling === null) {
      node = node.parentNode;
      depth--;
    }
    node = node?.nextSibling ?? null;
  }
  return namespaces;
}

function attributesOf(node: Node): Attr[] {
  return isElement(node) ? Array.from(node.attributes) : [];
}

function isElement(node: Node): node is Element {
  return node.nodeType === node.ELEMENT_NODE;
}

function textOf(node: Node): string {
  if (!isElement(node) && node.nodeType !== node.DOCUMENT_NODE) return node.nodeValue ?? '';
  const children = Array.from(node.childNodes);
  return children.some(isElement) ? children.map(String).join('') : (node.textContent ?? '');
}
