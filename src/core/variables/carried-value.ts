/** A part of a request from outside its file: a file's content, a value from a file of variables, or from the editor's environment. */
export type CarriedValue =
  | { readonly kind: 'body-file'; /** Absolute. */ readonly path: string }
  | { readonly kind: 'variable-file'; /** Absolute. */ readonly path: string; /** Without braces. */ readonly expression: string }
  | { readonly kind: 'process-environment'; /** Without braces, for example `$processEnv HOME`. */ readonly expression: string };
