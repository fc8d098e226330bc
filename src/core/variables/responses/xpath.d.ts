// The part of “xpath” that is used here. Its own declarations lack `parse` and add browser types to every file.
import type { Node } from '@xmldom/xmldom';

interface EvaluationOptions {
  readonly node: Node;
  readonly namespaces: (prefix: string) => string | undefined;
  /** Whether a name without a prefix stands for elements of any namespace. */
  readonly allowAnyNamespaceForNoPrefix: boolean;
}

interface Result {
  stringValue(): string;
  /** For node sets only: the first in document order. */
  first?(): Node | null;
}

/** @throws Error for an invalid expression; evaluating throws for unknown functions, prefixes and variables. */
export function parse(expression: string): { evaluate(options: EvaluationOptions): Result };
