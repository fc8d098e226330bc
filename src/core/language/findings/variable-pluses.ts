import { beginsField } from '../../requests/building/join-form.ts';
import { FormFields } from '../../variables/encoding/form-fields.ts';
import type { HttpFile, HttpFileRequest, VariableDefinition } from '../../http-file/http-file.ts';
import { sourceOf } from '../../http-file/moved-request.ts';
import { findReferences } from '../../http-file/references.ts';
import { fileDefinitions, type StaticVariables, staticVariables } from '../../variables/static-variables.ts';
import { holdsForm, plusFinding } from './field-findings.ts';
import type { Finding } from './finding.ts';

/** How deep variables within variables are followed. */
const deepest = 5;
/** How many definitions are followed for one request. */
const mostFollowed = 100;

/** Whether the text read so far ends within fields. */
interface Reading {
  readonly fields: FormFields;
  readonly where: 'a query' | 'a form';
  followed: number;
}

/**
 * Pluses in the file's variables that are inserted into a query or a form unchanged, as whole addresses (`@u = https://…?a=b+c`)
 * and further fields are: AWS reads each as a space. The value of one field is encoded, and so is its plus.
 */
export class VariablePluses {
  readonly #file: Pick<HttpFile, 'variables'>;
  /** Variables with known values, the environment's included. */
  readonly #variables: StaticVariables;
  readonly #definitions: ReadonlyMap<string, VariableDefinition>;
  /** If several requests use one, the first is enough. */
  readonly #told = new Set<VariableDefinition>();
  readonly #holdsPlus: boolean;

  constructor(file: Pick<HttpFile, 'variables'>, variables: StaticVariables) {
    this.#file = file;
    this.#variables = variables;
    this.#holdsPlus = file.variables.some(({ value }) => value.includes('+'));
    this.#definitions = fileDefinitions(file);
  }

  findings(request: HttpFileRequest): Finding[] {
    const { syntax, url, body } = sourceOf(request);
    if (!this.#holdsPlus || syntax === 'curl') return [];
    const findings: Finding[] = [];
    if (url.includes('{{')) {
      this.#read(url, { fields: new FormFields('url'), where: 'a query', followed: 0 }, findings);
    }
    const refers = body.some((part) => part.kind === 'text' && part.text.includes('{{'));
    if (!refers || !holdsForm(request, this.#variables)) return findings;
    const form: Reading = { fields: new FormFields('form'), where: 'a form', followed: 0 };
    for (const part of body) {
      for (const line of part.kind === 'text' ? part.text.split('\n') : []) {
        if (beginsField(line.trim())) form.fields.read('&');
        this.#read(line, form, findings);
      }
    }
    return findings;
  }

  /** @param definition the variable whose value the text is */
  #read(text: string, reading: Reading, findings: Finding[], depth = deepest, definition?: VariableDefinition): void {
    const { fields, where } = reading;
    const pluses: number[] = [];
    const pass = (from: number, to: number): void => {
      const piece = text.slice(from, to);
      const start = definition === undefined ? undefined : fields.startIn(piece);
      if (start !== undefined) {
        for (const { index } of piece.slice(start).matchAll(/\+/g)) pluses.push(from + start + index);
      }
      fields.read(piece);
    };
    let from = 0;
    for (const { expression, percentEncode, start, end } of findReferences(text)) {
      pass(from, start);
      from = end;
      const inner = percentEncode ? undefined : this.#definitions.get(expression);
      const value = inner === undefined ? '' : staticVariables(this.#file).resolve(inner.value);
      if (inner === undefined || fields.encodingOf(value, inner.value) !== 'as-is') {
        // Encoded or unknown text is only part of a value.
        fields.read('x');
      } else if (depth === 0 || reading.followed++ >= mostFollowed) fields.read(value);
      else this.#read(inner.value, reading, findings, depth - 1, inner);
    }
    pass(from, text.length);
    const [first, last] = [pluses[0], pluses.at(-1)];
    if (definition === undefined || first === undefined || last === undefined || this.#told.has(definition)) return;
    this.#told.add(definition);
    const { start, end } = definition.valueRange;
    if (start.line !== end.line) return;
    const at = (index: number) => ({ line: start.line, character: start.character + index });
    const places = pluses.map((index) => ({ start: at(index), end: at(index + 1) }));
    findings.push(plusFinding(places, { start: at(first), end: at(last + 1) }, where));
  }
}
