import { UserError } from '../../errors.ts';

/** A format of private keys that is not used with certificates. */
interface ForeignForm {
  /** With its article. */
  readonly form: string;
  /** How to convert it into a supported format. */
  readonly remedy: string;
}

const pem: Readonly<Record<string, ForeignForm>> = {
  'OPENSSH PRIVATE KEY': {
    form: 'OpenSSH’s own format',
    remedy: 'Copy the key’s block into a file of its own and convert that in place: ssh-keygen -p -m PKCS8 -f <key file>',
  },
  'PGP PRIVATE KEY BLOCK': {
    form: 'PGP format, which is for mail and not for certificates',
    remedy: 'Choose the key that was made together with the certificate.',
  },
  'TSS2 PRIVATE KEY': {
    form: 'a format that only the TPM of the machine where it was made can open',
    remedy: 'Use AWS’s credential helper for it, or have a certificate issued for a key in a file.',
  },
};

const texts: readonly (ForeignForm & { readonly begins: RegExp })[] = [
  {
    begins: /^PuTTY-User-Key-File-\d/m,
    form: 'PuTTY’s format',
    remedy: 'Convert it first: puttygen <key file> -O private-openssh -o <new file>',
  },
  {
    begins: /^---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----/m,
    form: 'SSH2 format',
    remedy: 'Convert it first: ssh-keygen -i -m SSH2 -f <key file> > <new file>, then ssh-keygen -p -m PKCS8 -f <new file>',
  },
  {
    begins: /^\s*\{(?=[^}]*"kty")(?=[^}]*"d")/,
    form: 'JSON Web Key format',
    remedy:
      "Convert it first: node -e \"console.log(crypto.createPrivateKey({key:JSON.parse(fs.readFileSync(process.argv[1])),format:'jwk'}).export({type:'pkcs8',format:'pem'}))\" <key file>",
  },
];

/** The error for a block of a PEM file that holds a key in a foreign format; undefined for other blocks. */
export function foreignBlock(label: string, name: string): UserError | undefined {
  const found = pem[label];
  return found && foreignKey(name, found);
}

/** {@link foreignBlock} for a whole text, or for the text between its blocks. */
export function foreignText(text: string, name: string): UserError | undefined {
  const found = texts.find(({ begins }) => begins.test(text.slice(0, 100_000)));
  return found && foreignKey(name, found);
}

function foreignKey(name: string, { form, remedy }: ForeignForm): UserError {
  return new UserError({
    code: 'key-form-unsupported',
    message: `${name} holds its private key in ${form}, which cannot be read here.`,
    remedy,
    place: { file: name },
  });
}
