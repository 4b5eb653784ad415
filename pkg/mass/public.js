// The public names of bulk revocation, the same for every host.

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
} from "../errors.js";
export { MassRevocation } from "./client.js";
export { init } from "./core.js";
export { InvalidListError, JournalError, PlanRefusedError } from "./errors.js";
export { readJournal } from "./journal.js";
export { indexedDbJournal } from "./journals/indexed-db.js";
export { memoryJournal } from "./journals/memory.js";
export { readList } from "./list.js";
export { planFrom, planOrders } from "./plan.js";
