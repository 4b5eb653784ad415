// The facts of a hold: reason, owner, end and ticket.

import { Moment } from "../shared/moment";
import { Quote, UserText } from "../shared/user-text";
import type { Hold } from "./types";

export function HoldFacts({ hold: { reason, by, time, ends, ticket } }: { hold: Hold }) {
  return (
    <>
      <Quote>{reason}</Quote> by <UserText>{by}</UserText>, <Moment time={time} />.{" "}
      {ends === undefined ? (
        "No end date."
      ) : (
        <>
          Ends <Moment time={ends} />.
        </>
      )}
      {ticket !== undefined && (
        <>
          {" "}
          Ticket: <UserText>{ticket}</UserText>.
        </>
      )}
    </>
  );
}
