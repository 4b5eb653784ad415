// Holds, as the gateway returns them. All times are UTC milliseconds.

export interface Hold {
  orderId: string;
  reason: string;
  /** The owner. */
  by: string;
  time: number;
  /** Absent: until it is lifted. */
  ends?: number;
  ticket?: string;
}

/** A change of a hold in the past. */
export interface HoldEvent {
  n: number;
  event: "set" | "replaced" | "lifted" | "ended";
  /** Absent if the hold ended by itself. */
  by?: string;
  time: number;
  /** Why it was lifted. */
  note?: string;
  /** The hold after it was set, or before it was lifted. */
  hold: Hold;
}
