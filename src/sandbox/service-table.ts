import { createSession } from './services/create-session.ts';
import { echo } from './services/echo.ts';
import { s3 } from './services/s3.ts';
import type { SandboxService, ServiceContext } from './services/sandbox-service.ts';
import { sts } from './services/sts.ts';
import { translate } from './services/translate.ts';
import type { RequestSubject } from './signatures/request-subject.ts';
import type { WireHead } from './wire/wire-request.ts';

/**
 * Every service of a sandbox, in the order in which they are tried; the last takes the remaining requests. Throws a `UserError`
 * (`sandbox-certificate`).
 */
export function serviceTable(context: ServiceContext): readonly SandboxService[] {
  return [createSession(context), sts, s3(context), translate, echo];
}

/** The first row that serves a request. */
export function serviceFor(table: readonly SandboxService[], head: WireHead, subject: RequestSubject): SandboxService {
  return table.find((row) => row.serves(head, subject)) ?? echo;
}
