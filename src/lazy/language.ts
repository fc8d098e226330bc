/** What the editor knows about .http files beyond lenses, as a bundle of its own: it is loaded when the first one is shown. */
export { completionsAt, directiveTexts } from '../core/language/completions.ts';
export { copyTexts } from '../core/language/copy-as.ts';
export { environmentEntry } from '../core/language/environment-entry.ts';
export { findFindings } from '../core/language/findings.ts';
export { foldsOf } from '../core/language/folds.ts';
export { literalKeysOf, moveKeysEdits } from '../core/language/literal-keys.ts';
export { fileLinksOf, outlineOf } from '../core/language/outline.ts';
export { inferFromRequest, requestHost } from '../core/language/request-address.ts';
export { definedAt, occurrences, symbolAt, variableNameProblem } from '../core/language/symbol-at.ts';
export { requestTemplates, templateText } from '../core/language/templates.ts';
export { knownVariables } from '../core/language/variable-names.ts';
export { valueHover } from '../core/language/value-hover.ts';
export { variableValue } from '../core/language/variable-value.ts';
export { environmentFileProblem } from '../core/variables/environment-file-problem.ts';
export { promptsOf } from '../core/variables/prompt-variables.ts';
