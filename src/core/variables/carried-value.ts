/** Something in a request that does not stand in its file: a file's content, a value of a file of variables, or of the editor's environment. */
export type CarriedValue =
  | { readonly kind: 'body-file'; /** Absolute. */ readonly path: string }
  | { readonly kind: 'variable-file'; /** Absolute. */ readonly path: string; /** Without braces. */ readonly expression: string }
  | { readonly kind: 'process-environment'; /** Without braces, for example `$processEnv HOME`. */ readonly expression: string };
