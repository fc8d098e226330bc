import forge from 'node-forge';

/** One parsed ASN.1 value. forge keeps contents as strings with one character per byte. */
export type Element = forge.asn1.Asn1;

const { Class, Type } = forge.asn1;

// The published types know only the boolean form of the second parameter.
const parseBer = forge.asn1.fromDer as unknown as (
  bytes: forge.util.ByteBuffer,
  options: { strict: boolean; parseAllBytes: boolean; decodeBitStrings: boolean },
) => Element;

/**
 * Parses the first BER or DER value of `bytes`, indefinite lengths included; bytes after it are left alone.
 * `length` is how many bytes the value takes. Throws when the value is cut short or malformed.
 */
export function decodeFirst(bytes: Uint8Array): { element: Element; length: number } {
  const buffer = forge.util.createBuffer(Buffer.from(bytes).toString('latin1'));
  // Never lenient: with strict off, a file cut in half loses its integrity check and opens as if it were whole.
  const element = parseBer(buffer, { strict: true, parseAllBytes: false, decodeBitStrings: false });
  return { element, length: bytes.length - buffer.length() };
}

/** As `decodeFirst`, without the length. */
export function decode(bytes: Uint8Array): Element {
  return decodeFirst(bytes).element;
}

/** DER of an element; strings that BER split into chunks become whole. */
export function encode(element: Element): Buffer {
  return Buffer.from(forge.asn1.toDer(withoutChunks(element)).getBytes(), 'latin1');
}

function withoutChunks(element: Element): Element {
  if (!Array.isArray(element.value)) {
    return element;
  }
  if (isUniversal(element, Type.OCTETSTRING)) {
    return octetString(octets(element));
  }
  return forge.asn1.create(element.tagClass, element.type, true, element.value.map(withoutChunks));
}

function isUniversal(element: Element | undefined, type: forge.asn1.Type): boolean {
  return element?.tagClass === Class.UNIVERSAL && element.type === type;
}

export const isSequence = (element: Element | undefined): boolean => isUniversal(element, Type.SEQUENCE);
export const isInteger = (element: Element | undefined): boolean => isUniversal(element, Type.INTEGER);
export const isOid = (element: Element | undefined): boolean => isUniversal(element, Type.OID);
export const isOctetString = (element: Element | undefined): boolean => isUniversal(element, Type.OCTETSTRING);
export const isBitString = (element: Element | undefined): boolean => isUniversal(element, Type.BITSTRING);

/** Whether the element carries the context-specific tag `[tag]`. */
export function isContext(element: Element | undefined, tag: number): boolean {
  return element?.tagClass === Class.CONTEXT_SPECIFIC && (element.type as number) === tag;
}

/** The parts of a constructed element. Throws for anything else. */
export function children(element: Element | undefined): readonly Element[] {
  if (element === undefined || !Array.isArray(element.value)) {
    throw new Error('ASN.1: a constructed value was expected');
  }
  return element.value;
}

/** The child at `index`. Throws when there is none. */
export function child(element: Element | undefined, index: number): Element {
  const found = children(element)[index];
  if (found === undefined) {
    throw new Error(`ASN.1: part ${index} is missing`);
  }
  return found;
}

/** Content bytes of a string or primitive value; chunks of a constructed string are joined. */
export function octets(element: Element): Buffer {
  return typeof element.value === 'string'
    ? Buffer.from(element.value, 'latin1')
    : Buffer.concat(element.value.map((part) => octets(part)));
}

/** Text of a BMPString (forge decodes it while parsing) or of a UTF-8, printable or IA5 string. */
export function text(element: Element): string {
  return isUniversal(element, Type.BMPSTRING) && typeof element.value === 'string'
    ? element.value
    : octets(element).toString('utf8');
}

/** Dotted form. Throws when the element is no OBJECT IDENTIFIER. */
export function oid(element: Element | undefined): string {
  if (element === undefined || !isOid(element) || typeof element.value !== 'string') {
    throw new Error('ASN.1: an object identifier was expected');
  }
  return forge.asn1.derToOid(element.value);
}

/** A non-negative INTEGER. Throws for negative ones and those beyond 2^48. */
export function count(element: Element | undefined): number {
  if (element === undefined || !isInteger(element)) {
    throw new Error('ASN.1: an integer was expected');
  }
  const bytes = octets(element);
  const significant = bytes[0] === 0 ? bytes.subarray(1) : bytes;
  if (bytes.length === 0 || (bytes[0] ?? 0) >= 0x80 || significant.length > 6) {
    throw new Error('ASN.1: the integer is out of range');
  }
  return significant.length === 0 ? 0 : significant.readUIntBE(0, significant.length);
}

/** Bytes of a BIT STRING whose length is a whole number of bytes. */
export function bitStringBytes(element: Element): Buffer {
  return octets(element).subarray(1);
}

const create = (type: forge.asn1.Type, value: Uint8Array | string): Element =>
  forge.asn1.create(Class.UNIVERSAL, type, false, typeof value === 'string' ? value : Buffer.from(value).toString('latin1'));

export const sequence = (...parts: Element[]): Element => forge.asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, parts);
/** SET OF, in the order that DER prescribes. */
export const set = (...parts: Element[]): Element =>
  forge.asn1.create(
    Class.UNIVERSAL,
    Type.SET,
    true,
    parts.toSorted((a, b) => Buffer.compare(encode(a), encode(b))),
  );
/** `[0] EXPLICIT`. */
export const explicitZero = (part: Element): Element => forge.asn1.create(Class.CONTEXT_SPECIFIC, Type.NONE, true, [part]);
/** `[0] IMPLICIT OCTET STRING`. */
export const implicitZeroOctets = (bytes: Uint8Array): Element =>
  forge.asn1.create(Class.CONTEXT_SPECIFIC, Type.NONE, false, Buffer.from(bytes).toString('latin1'));
export const octetString = (bytes: Uint8Array): Element => create(Type.OCTETSTRING, bytes);
export const bmpString = (value: string): Element => create(Type.BMPSTRING, value);
export const objectIdentifier = (dotted: string): Element => create(Type.OID, forge.asn1.oidToDer(dotted).getBytes());
export const integer = (value: number): Element => create(Type.INTEGER, forge.asn1.integerToDer(value).getBytes());
export const nullValue = (): Element => create(Type.NULL, '');
