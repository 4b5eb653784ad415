// A list, as the gateway returns it. The package defines the types of plans, snapshots and reports.

import type { CertificateFigures } from "certcentral-revoke/guard";
import type {
  ListSummary,
  PlanFigures,
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
  /** The certificates are counted again before the run starts. */
  | "starting"
  | "running"
  | "paused"
  | "stopped"
  | "finished"
  | "canceled";

export interface JobSummary {
  id: string;
  name: string;
  by: string;
  /** UTC milliseconds. */
  created: number;
  state: JobState;
  /** The number of distinct orders. */
  orders: number;
  snapshot?: Snapshot;
}

export interface Job extends JobSummary, Omit<ListSummary, "orders"> {
  settings?: JobSettings;
  /** The progress of the reads, while the plan is created. */
  survey?: SurveyProgress;
  plan?: JobPlan;
  /** When it was planned, and until when the plan can be started. UTC milliseconds. */
  plannedAt?: number;
  planExpires?: number;
  /** The certificates that the plan revokes. */
  figures?: CertificateFigures;
  /** Whether they were counted one by one. */
  isCounted?: boolean;
  rehearsal?: ReportHead;
  /** The id of the pending two-person approval. */
  proposal?: string;
  /** Why the last action failed. */
  problem?: { code: string; message: string };
  report?: ReportHead;
}

export interface JobPlan extends PlanFigures {
  /** SHA-256 of the plan that is approved. */
  digest: string;
}

export interface JobSettings {
  revocationReason?: RevocationReason;
  comment?: string;
  skipApproval?: boolean;
  /** UTC milliseconds. `null`: no deadline. */
  deadline?: number | null;
  onlyReplaced?: boolean;
  breaker?: number;
}
