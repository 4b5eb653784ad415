// The numbers of orders by state, failures first, with their sum.

import type { Counts, ReportHead } from "certcentral-revoke/mass";
import { formatNumber } from "../shared/format";
import { countOf, ORDER_STATES, PROOFS, SKIP_COUNTS, SKIPS } from "./labels";

interface CountsTableProps {
  counts: Counts;
  total: number;
  /** The numbers of skipped orders by reason, if known. */
  skipped?: ReportHead["summary"]["skipped"];
}

export function CountsTable({ counts, total, skipped }: CountsTableProps) {
  return (
    <table class="counts" data-counts>
      <caption class="visually-hidden">Orders by state</caption>
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
                  PROOFS.filter(({ proof }) => counts.revoked[proof] > 0).map((item) => (
                    <span class="hint" key={item.proof}>
                      {formatNumber(counts.revoked[item.proof])} {item.label.toLowerCase()}:{" "}
                      {item.meaning}
                    </span>
                  ))}
                {state === "skipped" &&
                  skipped &&
                  SKIP_COUNTS.map(([skip, name]) => {
                    const [count, text] = [skipped[name], SKIPS[skip]];
                    return count > 0 ? (
                      <span class="hint" key={skip}>
                        {formatNumber(count)} {text}
                      </span>
                    ) : null;
                  })}
              </th>
              <td>{formatNumber(count)}</td>
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">All orders on the list</th>
          <td>{formatNumber(total)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
