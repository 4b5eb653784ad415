// A list of orders as the gateway tells of it. What stands in a plan, a snapshot and a report, the package says; nothing of it
// is worked out here.

import type {
  Figures,
  ListSummary,
  ReportHead,
  RevocationReason,
  Snapshot,
  SurveyProgress,
} from "certcentral-revoke/mass";

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

export interface JobSummary {
  id: string;
  name: string;
  by: string;
  /** UTC milliseconds, like every time here. */
  created: number;
  state: JobState;
  /** How many orders the list has, each once. */
  orders: number;
  snapshot?: Snapshot;
}

export interface Job extends JobSummary, Omit<ListSummary, "orders"> {
  settings?: JobSettings;
  /** While the orders are read for the plan. */
  survey?: SurveyProgress;
  plan?: JobPlan;
  rehearsal?: ReportHead;
  /** The id of the two-person approval that it waits for. */
  proposal?: string;
  /** Why the last thing that was asked of it did not come about. */
  problem?: { code: string; message: string };
  report?: ReportHead;
}

export interface JobPlan extends Figures {
  /** SHA-256 of what people agree to. */
  digest: string;
}

export interface JobSettings {
  revocationReason?: RevocationReason;
  comment?: string;
  skipApproval?: boolean;
  /** `null`: there is none. */
  deadline?: number | null;
  onlyReplaced?: boolean;
}
