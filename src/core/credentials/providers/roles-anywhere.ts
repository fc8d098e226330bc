import type { SessionProvider } from './provider.ts';

/** Sessions of a certificate, opened with its stored password. @throws {UserError} as `obtainSession` */
export const rolesAnywhereSessions: SessionProvider<'rolesAnywhere'> = {
  obtainSession: async ({ profile }, secret, { certificates, ...options }) => {
    const { obtainSession } = await certificates();
    return obtainSession(profile, { ...options, password: secret?.password });
  },
};
