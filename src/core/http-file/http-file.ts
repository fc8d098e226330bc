import type { errorCodes } from '../error-codes.ts';

/** Counted from 0, characters in UTF-16 units, as editors count; a byte order mark is not counted. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** From `start` up to, not including, `end`. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Part of a line as written, variables unresolved. */
export interface SourceText {
  readonly text: string;
  readonly range: Range;
}

/** The codes of {@link Problem}s; errors keep the request from being sent and become the codes of its failure. */
export type ProblemCode = (typeof errorCodes.file)[number];

/** Something that a person should know about a place of the file. Only an `error` keeps a request from being sent. */
export interface Problem {
  readonly code: ProblemCode;
  /** One sentence, or two if the second says what to do. */
  readonly message: string;
  readonly range: Range;
  readonly severity: 'error' | 'warning' | 'information';
  /** The text to write in place of the range, if known. */
  readonly replacement?: string;
}

/** `@name = value` */
export interface VariableDefinition {
  readonly name: string;
  /** As written; may refer to other variables. */
  readonly value: string;
  readonly range: Range;
  readonly nameRange: Range;
  readonly valueRange: Range;
}

/** `# @name value`, also written `// @name value` and `# @name = value`. */
export interface Directive {
  /** Without `@`: that of the row in the table of directives, or as written if there is none. */
  readonly name: string;
  /** Empty if none is written. */
  readonly value: string;
  readonly range: Range;
  /** Empty, at the end of the line, if no value is written. */
  readonly valueRange: Range;
}

/** `Name: value`; indented lines that continue it are part of the value, joined with one space. */
export interface HttpFileHeader {
  readonly name: string;
  readonly value: string;
  readonly range: Range;
  readonly valueRange: Range;
}

/** Whole, consecutive lines of body text. */
export interface TextBodyPart {
  readonly kind: 'text';
  /** Lines are separated by LF, whatever the file uses. */
  readonly text: string;
  readonly range: Range;
}

/** `< path`, `<@ path` or `<@encoding path` on a line of its own. */
export interface FileBodyPart {
  readonly kind: 'file';
  /** As written; may refer to variables. */
  readonly path: string;
  /** `<@`: the file is text and its variables are substituted. */
  readonly substitute: boolean;
  /** As written, for example `latin1`. */
  readonly encoding: string | undefined;
  readonly range: Range;
  readonly pathRange: Range;
}

export type BodyPart = TextBodyPart | FileBodyPart;

/** One request of a file, from its separator (or first line) to the next. Its parts may be lazy: a spread loses them, `withUrl` does not. */
export interface HttpFileRequest {
  /** From a `@name` directive, otherwise the title of the separator. */
  readonly name: string | undefined;
  /** The text after `###`. */
  readonly separatorTitle: string | undefined;
  /** The whole block, its separator included. */
  readonly range: Range;
  /** The request line, continuation lines included; the place for a lens. */
  readonly requestLineRange: Range;
  /** `curl` if the request is written as a curl command: its ranges then all cover that command. */
  readonly syntax: 'http' | 'curl';
  /** Upper case, or a variable as written: `{{method}}`. `GRAPHQL` is a method of the file, not of the wire. */
  readonly method: string;
  /** As written, continuation lines joined, without the HTTP version. */
  readonly url: string;
  /** The lines that `url` was joined from, at least one. */
  readonly urlLines: readonly SourceText[];
  /** For example `1.1` or `2`. */
  readonly httpVersion: string | undefined;
  readonly headers: readonly HttpFileHeader[];
  /** Each part is whole lines; a line end separates two parts. */
  readonly body: readonly BodyPart[];
  readonly directives: readonly Directive[];
  /** Those of this block. */
  readonly problems: readonly Problem[];
}

/** A parsed `.http` file. Its places are exact, nothing in it is evaluated. */
export interface HttpFile {
  /** In the order of the file; of two with the same name the later counts, everywhere in the file. */
  readonly variables: readonly VariableDefinition[];
  /** Directives in a block without a request before the first request: they apply to every request that does not say otherwise. */
  readonly directives: readonly Directive[];
  readonly requests: readonly HttpFileRequest[];
  /** Of the whole file, in its order. */
  readonly problems: readonly Problem[];
}
