import type { CarriedValue } from './carried-value.ts';

/** Where variables come from besides the file: environments, system variables, answers of earlier requests. */
export interface VariableSource {
  /**
   * @param expression what stands between the braces, trimmed, for example `host`, `$randomInt 1 10` or `login.response.body.$.token`
   * @returns undefined when this source does not know the name. Throws UserError when it knows the name but cannot give a value; the
   * place of the reference is added to one without a place.
   */
  find(expression: string): FoundVariable | undefined | Promise<FoundVariable | undefined>;
  /** What it knows that is written nearly so: asked of an expression that no source knows. */
  similar?(expression: string): SimilarVariables | undefined | Promise<SimilarVariables | undefined>;
}

export interface SimilarVariables {
  /** What is missing, as a clause: `there is no request “lgoin”`. Undefined for a variable of that name. */
  readonly missing?: string;
  /** Whole expressions, the closest first. */
  readonly expressions: readonly string[];
}

export interface FoundVariable {
  readonly value: string;
  /** Whether `value` may refer to variables itself. */
  readonly template?: boolean;
  /** Whether it stands where secrets are kept. */
  readonly secret?: boolean;
  /** What it brings along from outside of the request's file. */
  readonly carries?: readonly CarriedValue[];
}

export async function ask(sources: readonly VariableSource[], expression: string): Promise<FoundVariable | undefined> {
  for (const source of sources) {
    const found = await source.find(expression);
    if (found !== undefined) return found;
  }
  return undefined;
}
