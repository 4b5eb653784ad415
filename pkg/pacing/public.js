// The public names for pacing, the same in every entry.

export {
  CertCentralError,
  CoreCrashedError,
  CoreUnavailableError,
  InvalidInputError,
} from "../errors.js";
export { init, RateLimiter } from "./rate-limiter.js";
