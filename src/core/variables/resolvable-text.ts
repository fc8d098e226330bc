import type { ErrorCode } from '../error-codes.ts';
import type { SourceText, Problem, Range } from '../http-file/http-file.ts';
import type { VariableReference } from '../http-file/references.ts';
import type { FormFields } from './encoding/form-fields.ts';

/** A text that is to be resolved. */
export interface ResolvableText extends SourceText {
  /** The file that it was read from, where it does not stand in the file of the request. */
  readonly file?: string | undefined;
  /** Whether the text does not stand at its range letter by letter: then the whole range is the place of each reference. */
  readonly inexact?: boolean;
  /** Where the text is one of fields: values of variables within those of fields are percent-encoded. */
  readonly fields?: FormFields | undefined;
}

/** What could not be resolved; its range is in `file` where there is one. */
export interface ResolvingProblem extends Omit<Problem, 'code' | 'severity' | 'replacement'> {
  readonly code: ErrorCode;
  readonly severity: 'error';
  readonly file: string | undefined;
  /** Whether `range` is that of the reference itself. */
  readonly exact: boolean;
  readonly reference: VariableReference;
  /** Expressions that are known and written nearly so, the closest first. */
  readonly similar: readonly string[];
  /** Whether a variable of the file could be called so, and would be what is missing. */
  readonly definable: boolean;
  /** The name of the request whose answer is the value, where that one has not been sent. */
  readonly unsentRequest?: string | undefined;
}

/** A value within a field's that went in as it is, as somebody had encoded it. */
export type EncodedValue = Pick<ResolvingProblem, 'range' | 'file' | 'exact' | 'reference'>;
/** Turns offsets in a text of the file into places; they have to be asked for in ascending order. */
export function placesIn({ text, range }: SourceText): (start: number, end: number) => Range {
  const first = range.start;
  let line = first.line;
  let lineStart = -first.character;
  let searched = 0;
  return (start, end) => {
    for (let at = text.indexOf('\n', searched); at !== -1 && at < start; at = text.indexOf('\n', searched)) {
      line++;
      lineStart = at + 1;
      searched = at + 1;
    }
    return { start: { line, character: start - lineStart }, end: { line, character: end - lineStart } };
  };
}
