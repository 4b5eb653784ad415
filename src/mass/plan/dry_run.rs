//! The plan of a run: what happens to each order, the number of calls, the estimated end, and whether it meets the
//! deadline. A plan sends nothing.

use std::collections::BTreeSet;

use super::{
    disposition::{Disposition, Planned, disposition},
    eta::PaceEstimate,
    figures::PlanFigures,
    pace_settings::PaceSettings,
    shortfall::Shortfall,
    terms::Terms,
    totals::PlanTotals,
};
use crate::{
    api::RevocationReason,
    json::json_text,
    mass::{Item, Line, State, SurveyFinding, SurveyResult},
};

/// The plan of a run. It does not change once it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    orders: Vec<Planned>,
    figures: PlanFigures,
    terms: Terms,
    now_unix_ms: u64,
}

impl Plan {
    /// Plans a run that starts now.
    #[must_use]
    pub fn new(items: Vec<Item>, surveyed: &SurveyResult, terms: Terms, pace: &PaceSettings, now_unix_ms: u64) -> Self {
        let mut totals = PlanTotals::default();
        let mut unmatched_holds: Vec<_> = terms.holds.keys().copied().collect();
        let orders = items.into_iter().map(|item| {
            let finding = surveyed.of(item.order_id).unwrap_or(&SurveyFinding::Unread);
            let planned = Planned { disposition: disposition(&item, finding, &terms), item };
            totals.count(&planned, finding, terms.reason);
            planned
        });
        let orders: Vec<_> = orders.collect();
        if !unmatched_holds.is_empty() {
            let listed: BTreeSet<_> = orders.iter().map(|planned| planned.item.order_id).collect();
            unmatched_holds.retain(|order_id| !listed.contains(order_id));
        }
        let calls = totals.send + if totals.send > 0 { surveyed.calls } else { 0 };
        let deadline_unix_ms = terms.deadline_unix_ms;
        let pace = PaceEstimate::of(pace);
        let figures = PlanFigures {
            calls,
            sent_unix_ms: now_unix_ms.saturating_add(pace.ms(totals.send)),
            confirmed_unix_ms: now_unix_ms.saturating_add(pace.ms(calls)),
            deadline_unix_ms,
            shortfall: deadline_unix_ms.and_then(|deadline| Shortfall::of(deadline, totals.send, &pace, now_unix_ms)),
            unmatched_holds,
            totals,
        };
        Self { orders, figures, terms, now_unix_ms }
    }

    /// Returns the orders, in the order of the list.
    #[must_use]
    pub fn orders(&self) -> &[Planned] {
        &self.orders
    }

    /// Returns the figures.
    #[must_use]
    pub fn figures(&self) -> &PlanFigures {
        &self.figures
    }

    /// Returns the terms.
    pub(super) fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Returns the state of each order before anything is sent: the report of a dry run, and the start of a run.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        let line = |planned: &Planned| {
            let state = match &planned.disposition {
                Disposition::Send => return Line::new(planned.item.clone()),
                Disposition::Skip(skip) => State::Skipped(*skip),
                Disposition::Hold { reason } => State::Held { reason: reason.clone() },
                Disposition::NotReplaced => State::Held { reason: "not replaced yet".to_owned() },
            };
            Line { state, known_unix_ms: Some(self.now_unix_ms), ..Line::new(planned.item.clone()) }
        };
        self.orders.iter().map(line).collect()
    }

    /// Returns the canonical text that people approve: the terms, and every order with its reason and comment or why it is
    /// left out, sorted by order id. It does not depend on the order of the list or on the survey; any other difference
    /// changes it. Its SHA-256 digest identifies the plan in two-person approval and in the journal.
    #[must_use]
    pub fn canonical(&self) -> String {
        let deadline = self.figures.deadline_unix_ms.map_or("none".to_owned(), |ms| ms.to_string());
        let approval = if self.terms.skip_approval { "skipped" } else { "required" };
        let mut text =
            format!("certcentral-revoke bulk revocation, version 2\ndeadline {deadline}\napproval {approval}\n");
        let mut items: Vec<_> = self.orders.iter().map(|planned| &planned.item).collect();
        items.sort_unstable_by_key(|item| item.order_id);
        for item in items {
            text.push_str(&item.order_id.to_string());
            if self.terms.holds.contains_key(&item.order_id) {
                text.push_str(" held\n");
            } else if self.terms.only_replaced && item.replaced != Some(true) {
                text.push_str(" not-replaced\n");
            } else {
                let reason = item.reason.or(self.terms.reason).map_or("no reason", RevocationReason::as_str);
                let comment = item.comment.as_deref().or(self.terms.comment.as_deref());
                text.push(' ');
                text.push_str(reason);
                if let Some(comment) = comment {
                    text.push(' ');
                    text.push_str(&json_text(&comment));
                }
                text.push('\n');
            }
        }
        text
    }
}
