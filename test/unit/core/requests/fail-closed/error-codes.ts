import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A code that an error may have, and where it is written. */
export interface WrittenCode {
  /** With `*` for a part that is only known at run time: `profile-*`. */
  readonly code: string;
  /** File and line, from the repository. */
  readonly place: string;
}

const repository = join(import.meta.dirname, '../../../../..');
/** Reads the codes of AWS's answers, and has none of its own. */
const isAboutAnswers = /[/\\]signing[/\\]refusals[/\\]/;

/**
 * Every code of an error, or of a problem of a file, that the sources in these folders write: the property `code` of any object, what is
 * passed to a function for it, and the members of `ProblemCode`. Throws where it cannot tell what a code is.
 */
export function writtenCodes(folders: readonly string[]): WrittenCode[] {
  return globSync(
    folders.map((folder) => `${folder}/**/*.ts`),
    { cwd: repository },
  )
    .sort()
    .filter((file) => !isAboutAnswers.test(file))
    .flatMap((file) => codesOf(file, readFileSync(join(repository, file), 'utf8')));
}

/** The codes of one source text. */
export function codesOf(file: string, text: string): WrittenCode[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  const nodes = descendants(source);
  const destructured = new Set(nodes.filter(ts.isBindingElement).map(({ name }) => name.getText()));
  const place = (node: ts.Node): string => `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;

  /** What an expression may give; nothing for the code of another error or problem, which is read where that one is made. */
  const read = (node: ts.Expression): string[] => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
    if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap(read);
    if (ts.isIdentifier(node)) {
      const passed = passedFor(node);
      if (passed !== undefined) return passed.flatMap(read);
      if (destructured.has(node.text)) return [];
    }
    if (ts.isTemplateExpression(node)) {
      return node.templateSpans.reduce(
        (starts, { expression, literal }) =>
          starts.flatMap((start) => (tryRead(expression) ?? ['*']).map((part) => start + part + literal.text)),
        [node.head.text],
      );
    }
    // A field of a schema is no error's.
    if (ts.isPropertyAccessExpression(node) || node.getText().startsWith('v.')) return [];
    throw new Error(`${place(node)}: what is the code “${node.getText()}”?`);
  };

  const tryRead = (node: ts.Expression): string[] | undefined => {
    if (ts.isIdentifier(node) && passedFor(node) === undefined) return undefined;
    return ts.isPropertyAccessExpression(node) ? undefined : read(node);
  };

  /** What a parameter gets at every call of its function in this file; undefined for what is no parameter. */
  const passedFor = (name: ts.Identifier): ts.Expression[] | undefined => {
    for (let scope: ts.Node = name; !ts.isSourceFile(scope); scope = scope.parent) {
      if (!ts.isFunctionLike(scope)) continue;
      const index = scope.parameters.findIndex((parameter) => parameter.name.getText() === name.text);
      if (index === -1) continue;
      const called = scope.name?.getText() ?? (ts.isVariableDeclaration(scope.parent) ? scope.parent.name.getText() : '');
      return nodes
        .filter(ts.isCallExpression)
        .filter(({ expression }) => expression.getText().replace(/^this\./, '') === called)
        .flatMap((call) => call.arguments[index] ?? []);
    }
    return undefined;
  };

  return nodes.flatMap((node) => {
    const codes =
      ts.isPropertyAssignment(node) && node.name.getText() === 'code'
        ? read(node.initializer)
        : ts.isShorthandPropertyAssignment(node) && node.name.text === 'code'
          ? read(node.name)
          : ts.isTypeAliasDeclaration(node) && node.name.text === 'ProblemCode'
            ? descendants(node.type)
                .filter(ts.isStringLiteral)
                .map((member) => member.text)
            : [];
    return codes.map((code) => ({ code, place: place(node) }));
  });
}

function descendants(node: ts.Node): ts.Node[] {
  const all: ts.Node[] = [];
  const visit = (each: ts.Node): void => {
    all.push(each);
    ts.forEachChild(each, visit);
  };
  visit(node);
  return all;
}
