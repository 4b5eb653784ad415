// The public names of the entry point, the same for every host.

export {
  buildDecision,
  buildRevokeCertificate,
  buildRevokeOrder,
  CertCentral,
  parseDecisionResponse,
  parseRevokeResponse,
} from "./client.js";
export { init } from "./core.js";
export {
  AbortedError,
  AccessDeniedError,
  CertCentralError,
  CoreCrashedError,
  CoreUnavailableError,
  InFlightError,
  InvalidInputError,
  NotConnectedError,
  NotFoundError,
  RateLimitedError,
  ReadFailedError,
  RefusedError,
  TimeoutError,
  UnknownOutcomeError,
} from "./errors.js";
