/**
 * The approval rules of a gateway, as pure functions: who needs a second person, who may decide, and what may not be sent. They
 * decide; the host stores the state and asks. No function waits, sends, stores or reads a clock. All times are in milliseconds since
 * 1970 (UTC).
 *
 * Read the stored state, call the rule and store the result without an `await` in between, right before the request is sent.
 *
 * Every function throws an {@link InvalidInputError} for input of another shape, for example with an unknown field. Nothing is
 * decided then.
 */
import type { CompiledModule } from "../index.js";
import type { Decision, OrderId, RevocationReason } from "../types.js";
import type {
  Agreed,
  ApprovalDemand,
  Demand,
  FiguresChange,
  Freeze,
  FreezeResult,
  GroupApprovals,
  Hold,
  HoldVerdict,
  LiftResult,
  LimitVerdict,
  Person,
  PlanAge,
  ProposalDecision,
  ProposalStatus,
  Quorum,
  ReleaseResult,
  RequestDecision,
  SetHoldResult,
  UnixMs,
} from "./types.js";

export {
  CertCentralError,
  CoreCrashedError,
  CoreUnavailableError,
  InvalidInputError,
} from "../index.js";
export type * from "./types.js";
export type { Decision, OrderId, RevocationReason };

/** Returns whether two identities are the same person. */
export function samePerson(one: Person, other: Person): boolean;

/**
 * Returns the canonical form of an e-mail address: letters in lower case. `undefined` if it is not an address in printable ASCII.
 * Refuse such an identity: other characters can look like ASCII, or be invisible.
 * @param options `stripTags`: `+tag` before the `@` is removed. Default: false.
 */
export function normalizeAddress(
  address: string,
  options?: { stripTags?: boolean | undefined },
): string | undefined;

/** The settings of two-person approval. */
export interface TwoPersonPolicy {
  /** The maximum number of certificates that one person revokes within the window, and that all persons revoke of one order. */
  certificates: number;
  /** The length of the rolling window. Default: 1440, 24 hours. */
  windowMinutes?: number | undefined;
  /** Reasons that always require approval. Default: none. */
  always?: readonly RevocationReason[] | undefined;
  /** The number of approvers besides the proposer, from 1 to 255. Default: 1. */
  approvals?: number | undefined;
  /** The number of approvers of each group. If these are more than `approvals`, all of them are required. Default: none. */
  groups?: readonly GroupApprovals[] | undefined;
  /** The time limit of a proposal. Default: 60. */
  expiresMinutes?: number | undefined;
  /** How long a plan may be started or proposed. Default: 30. */
  planMinutes?: number | undefined;
}

/**
 * A change that was sent, or is about to be sent: store it before. {@link approvalDemand} and {@link checkRevocationLimit} use the
 * same entries. Keep them for the window, and at least for an hour. A change that CertCentral refused with effect `none` is given
 * back: delete its entry, or set `refundedOrders`. Never give back one with effect `unknown`.
 */
export interface SentChange {
  /** Who sent it. */
  person: Person;
  /** The target, for example `order 123`. The same subject of the same person counts once, with the larger count. */
  subject: string;
  /** The order. `null` if it is unknown, or one of several. */
  orderId: OrderId | null;
  /** The number of orders; 1 for a certificate. */
  orders: number;
  /** The number of certificates. `null` if they were not counted: the total is then unknown, and requires a second person. */
  certificates: number | null;
  /** When it was sent. */
  sentUnixMs: UnixMs;
  /**
   * Whether another person approved it. It then consumes neither the allowance of its proposer nor that of its orders, but counts
   * for the revocation limit per hour.
   */
  isApproved: boolean;
  /** Of the orders: those that CertCentral refused with effect `none`. If these are all, the entry has no effect. Default: 0. */
  refundedOrders?: number | undefined;
}

/** What a person wants to revoke. */
export interface ProposedChange {
  /** The person. */
  person: Person;
  /** The kind of the target. */
  kind: "order" | "certificate" | "job";
  /** The target, as in {@link SentChange}. */
  subject: string;
  /** Every reason that it would send. Without one, DigiCert records `unspecified`. */
  reasons: readonly RevocationReason[];
  /** The minimum number of certificates. `null` if they could not be counted. */
  certificates: number | null;
  /** Whether there are no more certificates than these. */
  isWhole: boolean;
  /**
   * The orders that it affects, as far as known, each with the number of its certificates (`null`: not counted). Empty for a
   * certificate of an unknown order. For a job, the orders that the history contains are sufficient.
   */
  orders: ReadonlyArray<{ orderId: OrderId; certificates: number | null }>;
  /** Whether the person wants to pass the revocation limit with a second person. It then always requires approval. Default: false. */
  isBreakGlass?: boolean | undefined;
}

/** What {@link approvalDemand} depends on. */
export interface ApprovalCheck {
  /** The settings. `null` if two-person approval is off. */
  policy: TwoPersonPolicy | null;
  /** The change. */
  change: ProposedChange;
  /** What was sent, at least in the window by the person and of the orders. */
  history: readonly SentChange[];
  /** The current time. */
  nowUnixMs: UnixMs;
}

/**
 * Returns whether a change needs a second person. The certificates of one person count over the window, however they are cut into
 * certificates, orders and lists; those of one order count over all persons. The approval of a CertCentral request whose submitter is unknown is a change of
 * the approver.
 *
 * @example
 * ```js
 * import { approvalDemand } from "certcentral-revoke/guard";
 *
 * const { demand, quorum } = approvalDemand({
 *   policy: { certificates: 25 },
 *   change: {
 *     person: { kind: "person", address: "ada@example.com" },
 *     kind: "certificate",
 *     subject: "certificate 1001",
 *     reasons: ["superseded"],
 *     certificates: 1,
 *     isWhole: true,
 *     orders: [],
 *   },
 *   history: [],
 *   nowUnixMs: Date.now(),
 * });
 * ```
 */
export function approvalDemand(check: ApprovalCheck): ApprovalDemand;

/** Returns the approvals of a proposal that has no demand, for example to lift a hold. Without a policy: one. */
export function quorumOf(policy: TwoPersonPolicy | null): Quorum;

/** A proposal, as far as the decision on it depends on it. */
export interface Proposal {
  /** The status. */
  status: ProposalStatus;
  /** Who proposed it. */
  proposer: Person;
  /** The result of {@link hashBinding}. */
  hash: string;
  /** The time limit. */
  expiresUnixMs: UnixMs;
  /** The approvals that it requires. */
  quorum: Quorum;
  /** Who approved it so far, with their groups at that time. */
  approvals: readonly Person[];
  /** The hash of the rules when it was proposed. */
  rulesHash: string;
}

/** The rules at the time of a decision. */
export interface DecisionRules {
  /** The hash of the rules. */
  rulesHash: string;
  /** The addresses and `sub`s of people that lost their rights: their approvals do not count. Default: none. */
  revokedIds?: readonly string[] | undefined;
  /** Whether the proposer lost the right to propose this, for another reason. Default: false. */
  proposerLostRight?: boolean | undefined;
  /** Whether service tokens may decide. Default: false. */
  servicesDecide?: boolean | undefined;
}

/** What {@link decideProposal} depends on. */
export interface DecisionCheck {
  /** The proposal. */
  proposal: Proposal;
  /** The decision. A rejection by the proposer withdraws the proposal. */
  decision: Decision;
  /** Who decides. */
  by: Person;
  /** The hash of what the person saw. `null` if they did not send one. */
  seenHash: string | null;
  /** The rules now. */
  rules: DecisionRules;
  /** The current time. */
  nowUnixMs: UnixMs;
}

/**
 * Returns what a decision on a proposal does. Before an approval, build the binding again and compare its hash: the proposal is void if
 * it differs. After `approved-partially`, add `by` to the approvals; after `approved`, execute the proposal.
 */
export function decideProposal(check: DecisionCheck): ProposalDecision;

/** What {@link decideRequest} depends on. */
export interface RequestCheck {
  /** The decision. */
  decision: Decision;
  /** Who decides. */
  by: Person;
  /** The type of the request. `null` if it could not be read. */
  requestType: string | null;
  /** Everyone who took part in its submission through the gateway. Empty if it is unknown. */
  submittedBy: readonly Person[];
  /** Whether the person who decides could have skipped the approval. */
  mayRevokeAlone: boolean;
  /** The demand of what the request revokes, for the submitter, or for `by` if the submitter is unknown. */
  demand: Demand;
  /** The types of request that may be decided. Default: `["revoke"]`. */
  types?: readonly string[] | undefined;
  /** Whether service tokens may decide. Default: false. */
  servicesDecide?: boolean | undefined;
  /** Whether a person who may not skip the approval may approve their own request nevertheless. Default: false. */
  approvesOwn?: boolean | undefined;
}

/** Returns whether the decision on an approval request of CertCentral may be sent. */
export function decideRequest(check: RequestCheck): RequestDecision;

/** The maximum numbers of orders. */
export interface RevocationLimit {
  /** In an hour, by all persons. */
  perHour: number;
  /** With one action. */
  perAction: number;
  /** In an hour, by one person. Default: `perHour`. */
  perPerson?: number | undefined;
}

/** What {@link checkRevocationLimit} depends on. */
export interface LimitCheck {
  /** The limit. */
  limit: RevocationLimit;
  /** The change: who sends it, its target, the number of orders, and how another person agreed to it (`null`: not at all). */
  change: { person: Person; subject: string; orders: number; agreed: Agreed | null };
  /** What was sent, at least in the last hour. */
  history: readonly SentChange[];
  /** The current time. */
  nowUnixMs: UnixMs;
}

/**
 * Returns whether the revocation limit allows a change. What another person agreed to passes, and still counts for all persons.
 * Entries of the same subject do not count, so that the approval of what was counted needs no further place.
 */
export function checkRevocationLimit(check: LimitCheck): LimitVerdict;

/** Returns whether a hold is in force. */
export function isHeld(hold: Hold, nowUnixMs: UnixMs): boolean;

/** What is about to be revoked or approved. */
export interface HoldTarget {
  /** The kind. */
  kind: "order" | "certificate" | "request";
  /** The id, or the serial number of a certificate. */
  id: string;
  /** The order of a certificate or of a request. `null` or missing if it is unknown, for a request: if it could not be read. */
  orderId?: OrderId | null | undefined;
}

/** The certificates of an order on hold. */
export interface HoldCoverage {
  /** The order. */
  orderId: OrderId;
  /** The certificates of the order and of both lists. `null` if the order could not be read, a 404 included. */
  rows: ReadonlyArray<{ id: string | null; serialNumber: string | null }> | null;
  /** Whether DigiCert returned the lists of duplicates and reissues. */
  areListsRead: boolean;
}

/** What {@link checkHolds} depends on. */
export interface HoldCheck {
  /** What is about to be revoked or approved. */
  target: HoldTarget;
  /** The holds. */
  holds: readonly Hold[];
  /** The certificates of the orders on hold, if the target is a certificate of an unknown order. */
  coverage: readonly HoldCoverage[];
  /** The current time. */
  nowUnixMs: UnixMs;
}

/** Returns whether a target is on hold. What could not be read may be on hold: the result is `unknown`, and must not be sent. */
export function checkHolds(check: HoldCheck): HoldVerdict;

/** What {@link setHold} depends on. */
export interface HoldSetting {
  /** The stored hold of the order. One that has ended counts as none. */
  existing: Hold | null;
  /** The new hold. */
  next: { orderId: OrderId; reason: string; endsUnixMs: UnixMs | null; ticket: string | null };
  /** Who sets it. */
  by: Person;
  /** Whether the person saw the existing hold and wants to replace it. */
  replace: boolean;
  /** The result of reading the order. */
  order: "found" | "not-found" | "not-read";
  /** The current time. */
  nowUnixMs: UnixMs;
}

/**
 * Sets or replaces a hold. A replacement keeps the owner of the existing hold, and by another person it cannot end earlier:
 * otherwise a replacement would lift it.
 */
export function setHold(setting: HoldSetting): SetHoldResult;

/** Returns whether a person may lift a hold alone. If not, propose it: the kind is `hold-lift`, the quorum that of {@link quorumOf}. */
export function liftHold(lift: { hold: Hold | null; by: Person; nowUnixMs: UnixMs }): LiftResult;

/** Everything that an approval agrees to. Show all of it to the approver. The order and repetition of ids is insignificant. */
export interface Binding {
  /** The kind of the proposal. */
  kind: "order" | "certificate" | "job" | "hold-lift";
  /** Every order. Empty for a certificate whose order is unknown. */
  orders: readonly OrderId[];
  /** The certificates, by id or serial number. `null` if they are not part of the approval. */
  certificates: readonly string[] | null;
  /** Whether there are no more certificates than these. */
  isWhole: boolean;
  /** The number of orders for each reason. */
  byReason: Partial<Record<RevocationReason, number>>;
  /** Whether DigiCert's approval step is skipped. */
  skipApproval: boolean;
  /** The comment; for a list, that of the rows without one. */
  comment: string | null;
  /** The number of rows of a list with a comment of their own, and the SHA-256 of these comments. `null` if there are none. */
  comments: { count: number; digest: string } | null;
  /** The orders of a list that are not sent, with the cause. */
  exclusions: ReadonlyArray<{ orderId: OrderId; cause: string }>;
  /** The circuit breaker of a job. */
  breaker: number | null;
  /** The deadline of a job. */
  deadlineUnixMs: UnixMs | null;
  /** The job, with its plan. */
  job: { id: string; digest: string; plannedUnixMs: UnixMs; figures: CertificateFigures } | null;
  /** The hold that is lifted. */
  hold: Hold | null;
  /** Whether it passes the revocation limit. */
  isBreakGlass: boolean;
  /** The hash of the rules. */
  rulesHash: string;
  /** The approvals that are required. */
  quorum: Quorum;
  /** The time limit of the approval. */
  expiresUnixMs: UnixMs;
}

/** Returns the canonical JSON of a binding. */
export function canonicalBinding(binding: Binding): string;

/** Returns the SHA-256 of the canonical JSON of a binding, in 64 hexadecimal digits. */
export function hashBinding(binding: Binding): Promise<string>;

/** The certificates of the orders that a plan revokes, as in the totals of the plan. */
export interface CertificateFigures {
  /** The number of orders: `send` in the totals. */
  orders: number;
  /** The minimum number of certificates. */
  minCertificates: number;
  /** The orders with duplicates. */
  withDuplicates: number;
  /** The orders that could not be read. */
  unread: number;
}

/** What {@link checkPlanAge} depends on. */
export interface PlanAgeCheck {
  /** When the plan was made. */
  plannedUnixMs: UnixMs;
  /** How long it is valid, in minutes. */
  planMinutes: number;
  /** The current time. */
  nowUnixMs: UnixMs;
}

/** Returns the age of a plan. After the clock was set back, the plan is `old`. */
export function checkPlanAge(check: PlanAgeCheck): PlanAge;

/** Compares the figures of a plan with a recount (`null`: it failed). Start the plan only after `same` or `shrunk`. */
export function compareFigures(
  planned: CertificateFigures,
  recounted: CertificateFigures | null,
): FiguresChange;

/** What {@link freeze} depends on. */
export interface Freezing {
  /** The stored state. `null` if it is not frozen. */
  freeze: Freeze | null;
  /** Who freezes. */
  by: Person;
  /** Why. */
  reason: string;
  /** The current time. */
  nowUnixMs: UnixMs;
}

/** Freezes all runs and writes. While a freeze is in force nothing is sent, not even what was approved. */
export function freeze(freezing: Freezing): FreezeResult;

/** What {@link releaseFreeze} depends on. */
export interface Releasing {
  /** The stored state. `null` if it is not frozen. */
  freeze: Freeze | null;
  /** Who releases it. */
  by: Person;
  /** How many minutes the first release waits for the second one, a whole number. Default: 60. */
  releaseMinutes?: number | undefined;
  /** Whether service tokens may release it. Default: false. */
  servicesDecide?: boolean | undefined;
  /** The current time. */
  nowUnixMs: UnixMs;
}

/** Releases a freeze, after two different people did. */
export function releaseFreeze(releasing: Releasing): ReleaseResult;

/**
 * Loads the WebAssembly core in advance, or from another place. A browser has to await it before the first rule; elsewhere it is
 * optional.
 * @param source A compiled module, the bytes, or a URL. Default: the module of this package.
 */
export function init(
  source?: URL | string | ArrayBuffer | ArrayBufferView | CompiledModule,
): Promise<void>;
