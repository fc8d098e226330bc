import type { atEndpoint } from '../../core/destinations/at-endpoint.ts';
import type { signatureEdits } from '../../core/requests/editing/signature-edits.ts';
import type { prepareRequest } from '../../core/requests/prepare-request.ts';
import type { sendDirectives } from '../../core/requests/send-directives.ts';
import type { sigv4a } from '../../core/signing/algorithms/sigv4a.ts';
import type { HttpDocuments } from '../documents/http-documents.ts';
import type { Services } from '../kit/services.ts';
import type { SignatureHistory } from '../signatures/signature-history.ts';
import type { RequestVariables } from './request-variables.ts';

/** The code that turns a request of a file into a signed one. */
export interface RequestPreparation {
  readonly atEndpoint: typeof atEndpoint;
  readonly prepareRequest: typeof prepareRequest;
  readonly sendDirectives: typeof sendDirectives;
  readonly signatureEdits: typeof signatureEdits;
}

/** Signing for a set of regions. */
export interface MultiRegionSigning {
  readonly sigv4a: typeof sigv4a;
}

/** The services that the features of .http files share, besides those of the window. */
export interface RequestServices extends Services {
  readonly documents: HttpDocuments;
  readonly variables: RequestVariables;
  /** The signatures made in this window. */
  readonly signatures: SignatureHistory;
  /** Loaded with the first request that is signed. */
  readonly preparation: () => Promise<RequestPreparation>;
  /** Loaded with the first request for a set of regions. */
  readonly multiRegion: () => Promise<MultiRegionSigning>;
}
