// The public names, the same in every entry.

export {
  buildRevokeCertificate,
  buildRevokeOrder,
  CertCentral,
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
