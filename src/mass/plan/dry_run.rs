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
use crate::mass::{
    Item, Line, State, SurveyFinding, SurveyResult,
    canonical::{Canonical, CanonicalOrder, NOT_REPLACED},
};

/// The plan of a run. It does not change once it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    orders: Vec<Planned>,
    figures: PlanFigures,
    terms: Terms,
    pace: PaceEstimate,
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
        Self { orders, figures, terms, pace, now_unix_ms }
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

    /// Returns why a run that starts at this time cannot meet the deadline.
    pub(super) fn shortfall_at(&self, now_unix_ms: u64) -> Option<Shortfall> {
        // A clock that was set back does not make a plan younger.
        let now_unix_ms = now_unix_ms.max(self.now_unix_ms);
        let of = |deadline| Shortfall::of(deadline, self.figures.totals.send, &self.pace, now_unix_ms);
        self.figures.deadline_unix_ms.and_then(of)
    }

    /// Returns the state of each order before anything is sent: the report of a dry run, and the start of a run.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        let line = |planned: &Planned| {
            let state = match &planned.disposition {
                Disposition::Send => return Line::new(planned.item.clone()),
                Disposition::Skip(skip) => State::Skipped(*skip),
                Disposition::Hold { reason } => State::Held { reason: reason.clone() },
                Disposition::NotReplaced => State::Held { reason: NOT_REPLACED.to_owned() },
            };
            Line { state, known_unix_ms: Some(self.now_unix_ms), ..Line::new(planned.item.clone()) }
        };
        self.orders.iter().map(line).collect()
    }

    /// Returns the options that apply to the whole list.
    pub(in crate::mass) fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Returns the canonical text that people approve: the options, and every order with its reason and comment or why it is
    /// left out, sorted by order id. It does not depend on the order of the list or on the survey; any other difference
    /// changes it.
    #[must_use]
    pub fn canonical(&self) -> String {
        self.as_canonical().text()
    }

    /// Returns the SHA-256 digest of the canonical text. It identifies the plan in two-person approval and in the journal.
    #[must_use]
    pub fn digest(&self) -> String {
        self.as_canonical().digest()
    }

    fn as_canonical(&self) -> Canonical<'_> {
        let Terms { reason, comment, skip_approval, deadline_unix_ms, only_replaced, holds } = &self.terms;
        let items = self.orders.iter().map(|planned| &planned.item);
        Canonical {
            deadline_unix_ms: *deadline_unix_ms,
            skip_approval: *skip_approval,
            reason: *reason,
            comment: comment.as_deref(),
            orders: items
                .map(|item| CanonicalOrder::new(item, holds.get(&item.order_id).map(String::as_str), *only_replaced))
                .collect(),
        }
    }
}
