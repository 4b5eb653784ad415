// What the gateway tells of a list of orders and its run. All of it is reckoned there; nothing is worked out from it here.

import type { Proof, RevocationReason } from "certcentral-revoke";

export type JobState =
  | "draft"
  | "planning"
  | "planned"
  | "rehearsing"
  | "rehearsed"
  | "proposed"
  | "running"
  | "paused"
  | "stopped"
  | "finished"
  | "cancelled";

/** Times are UTC milliseconds, here and below. */
export interface JobSummary {
  id: string;
  name: string;
  by: string;
  created: number;
  state: JobState;
  /** How many orders the list has, each once. */
  orders: number;
  snapshot?: Snapshot;
}

export interface Job extends JobSummary {
  /** Rows about an order that had come before, and agreed with it. */
  merged: number;
  /** Columns that mean nothing here. */
  ignored: readonly string[];
  settings?: JobSettings;
  /** While the orders are read for the plan. */
  survey?: SurveyProgress;
  plan?: JobPlan;
  rehearsal?: ReportHead;
  /** Why the last thing that was asked of it did not come about. */
  problem?: { code: string; message: string };
  /** The id of the two-person approval that it waits for. */
  proposal?: string;
  report?: ReportHead;
}

export interface JobSettings {
  revocationReason?: RevocationReason;
  comment?: string;
  skipApproval?: boolean;
  /** `null`: there is none. */
  deadline?: number | null;
  onlyReplaced?: boolean;
}

export interface RowIssue {
  line: number;
  column?: number;
  field: string;
  /** What is wrong and what would be right. */
  message: string;
}

export interface SurveyProgress {
  calls: number;
  callsLeft: number;
  orders: number;
}

export interface JobPlan {
  totals: Totals;
  calls: number;
  sentUnixMs: number;
  confirmedUnixMs: number;
  deadlineUnixMs: number | null;
  /** `null`: it can be done in time. */
  shortfall: Shortfall | null;
  /** Orders on hold that are not on the list. */
  holdsElsewhere: readonly string[];
  /** SHA-256 of what people agree to. */
  digest: string;
}

export interface Totals {
  orders: number;
  send: number;
  held: number;
  notReplaced: number;
  alreadyRevoked: number;
  notIssued: number;
  notFound: number;
  ended: number;
  certificatesAtLeast: number;
  withDuplicates: number;
  reasonIgnored: number;
  reissuePending: number;
  unknownStatus: number;
  unread: number;
  byReason: Readonly<Record<string, number>>;
  byPriority: Readonly<Record<string, number>>;
}

export interface Shortfall {
  deadlineUnixMs: number;
  neededUnixMs: number;
  ordersInTime: number;
  /** Calls in so many milliseconds, each; `null`: no limits would do. */
  limits: ReadonlyArray<readonly [calls: number, ms: number]> | null;
}

export type StateName =
  | "waiting"
  | "sending"
  | "revoked"
  | "requested"
  | "refused"
  | "unknown"
  | "held"
  | "skipped";

export type Counts = Record<Exclude<StateName, "revoked">, number> & {
  revoked: Record<Proof, number>;
};

export type Status =
  | { is: "running" }
  | { is: "paused"; why: "asked" | "unknowns" | "deadline" }
  | { is: "stopped"; code: string; message: string }
  | { is: "cancelled" }
  | { is: "over"; cancelled: boolean };

export interface Snapshot {
  total: number;
  /** Together they are `total`. */
  counts: Counts;
  status: Status;
  inFlight: number;
  calls: { revokes: number; reads: number; limited: number; unanswered: number };
  callsPerMinute: number;
  windows: ReadonlyArray<WindowUse>;
  etaUnixMs?: number;
  slowest: "limits" | "answers";
  pausedUntilUnixMs?: number;
  deadlineUnixMs?: number;
}

/** How far a window of the key's limit is used: of `calls` in `ms`, `used` now. */
export interface WindowUse {
  calls: number;
  ms: number;
  used: number;
}

export interface JobOrder {
  orderId: string;
  state: StateName;
  proof?: Proof;
  requestId?: string;
  skipped?: "alreadyRevoked" | "notIssued" | "notFound" | "ended";
  code?: string;
  why?: string;
  reason?: RevocationReason;
  priority: number;
  sends: number;
  sentUnixMs?: number;
  knownUnixMs?: number;
}

export interface OrdersPage {
  total: number;
  rows: readonly JobOrder[];
}

export interface ReportHead {
  summary: {
    orders: number;
    counts: Counts;
    skipped: { alreadyRevoked: number; notIssued: number; notFound: number; ended: number };
    deadline: { none: number; met: number; missed: number; open: number; unknown: number };
    ccadb: {
      revoked: number;
      notYetRevoked: number;
      endedBefore: number;
      nothingToRevoke: number;
      doneUnixMs?: number;
    };
  };
  name: string;
  digest: string;
  rehearsal: boolean;
  atUnixMs: number;
  deadlineUnixMs?: number;
  doneUnixMs?: number;
}
