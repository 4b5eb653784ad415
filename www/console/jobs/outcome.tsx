// What became of the orders, in numbers that add up; the failures first.

import type { Counts, ReportHead } from "certcentral-revoke/mass";
import { number } from "../shared/labels";
import { countOf, ORDER_STATES, PROOFS, SKIPS } from "./labels";

interface OutcomeProps {
  counts: Counts;
  total: number;
  /** Why those that were skipped were, where that is told. */
  skipped?: ReportHead["summary"]["skipped"];
}

export function OutcomeRows({ counts, total, skipped }: OutcomeProps) {
  return (
    <table class="counts" data-outcome>
      <caption class="unseen">Orders by what became of them</caption>
      <tbody>
        {ORDER_STATES.map(({ state, label, meaning }) => {
          const count = countOf(counts, state);
          if (count === 0) return null;
          return (
            <tr key={state} data-count={state}>
              <th scope="row">
                {label}
                <span class="hint">{meaning}</span>
                {state === "revoked" &&
                  PROOFS.filter(({ proof }) => counts.revoked[proof] > 0).map((one) => (
                    <span class="hint" key={one.proof}>
                      {number(counts.revoked[one.proof])} {one.label.toLowerCase()}: {one.meaning}
                    </span>
                  ))}
                {state === "skipped" &&
                  skipped &&
                  Object.entries(SKIPS).map(([skip, words]) => {
                    const these = skipped[skip as keyof typeof SKIPS];
                    return these > 0 ? (
                      <span class="hint" key={skip}>
                        {number(these)} {words}
                      </span>
                    ) : null;
                  })}
              </th>
              <td>{number(count)}</td>
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">All orders of the list</th>
          <td>{number(total)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
