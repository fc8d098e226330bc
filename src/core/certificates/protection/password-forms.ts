/** The bytes that a password may stand for, most likely first. */
export interface PasswordForms {
  /** For the PKCS#12 key derivation: UTF-16BE with a two-byte terminator (RFC 7292, B.1). */
  readonly terminated: readonly Buffer[];
  /** For PBKDF2, scrypt and PEM encryption: UTF-8 (RFC 8018; RFC 9579, 5). */
  readonly plain: readonly Buffer[];
}

/** UTF-16BE with terminator. */
export function terminatedUtf16(password: string): Buffer {
  return Buffer.from(`${password}\0`, 'utf16le').swap16();
}

/**
 * The forms of a typed password to try. Implementations disagree twice: an empty password is either two zero bytes or no bytes at
 * all, and older OpenSSL versions widened the single bytes of UTF-8 where the standard wants UTF-16, while NSS wrote UTF-16 where
 * it wants UTF-8.
 */
export function passwordForms(password: string | undefined): PasswordForms {
  if (password === undefined || password === '') {
    return { terminated: [Buffer.alloc(2), Buffer.alloc(0)], plain: [Buffer.alloc(0)] };
  }
  const utf8 = Buffer.from(password, 'utf8');
  const proper = terminatedUtf16(password);
  return utf8.length === password.length
    ? { terminated: [proper], plain: [utf8] }
    : { terminated: [proper, terminatedUtf16(utf8.toString('latin1'))], plain: [utf8, Buffer.from(password, 'latin1'), proper] };
}
