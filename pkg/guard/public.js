// The public names for the approval rules, the same in every entry.

export {
  CertCentralError,
  CoreCrashedError,
  CoreUnavailableError,
  InvalidInputError,
} from "../errors.js";
export {
  approvalDemand,
  canonicalBinding,
  checkHolds,
  checkPlanAge,
  checkRevocationLimit,
  compareFigures,
  decideProposal,
  decideRequest,
  freeze,
  hashBinding,
  init,
  isHeld,
  liftHold,
  normalizeAddress,
  quorumOf,
  releaseFreeze,
  samePerson,
  setHold,
} from "./rules.js";
