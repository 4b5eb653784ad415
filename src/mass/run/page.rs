//! Pages of the orders of a run.

use serde::Serialize;

use super::machine::Run;
use crate::{
    api::{OrderId, Proof, RequestId, RevocationReason},
    mass::{
        safe_integer,
        state::{Line, SkipReason, State, StateName},
    },
};

/// One order of a run and its state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct RunOrder<'a> {
    /// The order id.
    pub order_id: OrderId,
    /// The state of the order.
    pub state: StateName,
    /// The evidence for the revocation, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
    /// The id of the pending request, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<&'a RequestId>,
    /// The reason why the order was skipped, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skip_reason: Option<SkipReason>,
    /// DigiCert's error code, if the order was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'a str>,
    /// DigiCert's error message, the problem of an unknown outcome, or the reason of a hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<&'a str>,
    /// The revocation reason of the row, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revocation_reason: Option<RevocationReason>,
    /// The priority, from 0 to 9. Orders with a higher priority are sent first.
    pub priority: u8,
    /// The number of revocations that were sent and are not proven to be unprocessed.
    pub sends: u32,
    /// The time of the first revocation, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "safe_integer::serialize_option")]
    #[cfg_attr(test, ts(as = "Option<f64>"))]
    pub sent_unix_ms: Option<u64>,
    /// The time at which the state became known, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "safe_integer::serialize_option")]
    #[cfg_attr(test, ts(as = "Option<f64>"))]
    pub known_unix_ms: Option<u64>,
}

/// A page of the orders of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RunOrders<'a> {
    /// The number of orders in the requested states.
    pub total: usize,
    /// The orders of this page, sorted by the requested states and the order of the list.
    pub rows: Vec<RunOrder<'a>>,
}

impl<'a> From<&'a Line> for RunOrder<'a> {
    fn from(line: &'a Line) -> Self {
        let (mut request_id, mut skip_reason, mut code, mut detail) = (None, None, None, None);
        match &line.state {
            State::Waiting | State::Sending | State::Revoked { .. } => {}
            State::Requested { request_id: request } => request_id = Some(request),
            State::Refused { code: refusal, message } => {
                (code, detail) = (Some(refusal.as_str()), Some(message.as_str()));
            }
            State::Unknown { problem } => detail = Some(problem.as_str()),
            State::Held { reason: hold } => detail = Some(hold.as_str()),
            State::Skipped(skip) => skip_reason = Some(*skip),
        }
        Self {
            order_id: line.item.order_id,
            state: line.state.name(),
            proof: line.state.proof(),
            request_id,
            skip_reason,
            code,
            detail,
            revocation_reason: line.item.reason,
            priority: line.item.priority,
            sends: line.sends,
            sent_unix_ms: line.sent_unix_ms,
            known_unix_ms: line.known_unix_ms,
        }
    }
}

impl Run {
    /// Returns a page of the orders, sorted by the given states and the order of the list. Without states: all orders in the
    /// order of the list.
    #[must_use]
    pub fn orders(&self, states: &[StateName], offset: usize, limit: usize) -> RunOrders<'_> {
        let of_state = |state: &StateName| {
            let state = *state;
            self.lines().iter().filter(move |line| line.state.name() == state)
        };
        let lines: Vec<_> =
            if states.is_empty() { self.lines().iter().collect() } else { states.iter().flat_map(of_state).collect() };
        let rows = lines.iter().skip(offset).take(limit).map(|line| RunOrder::from(*line)).collect();
        RunOrders { total: lines.len(), rows }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        mass::{Item, Job},
        policy::Moment,
    };

    #[test]
    fn orders_are_sorted_by_requested_states() {
        let lines: Vec<Line> = (1..=4).map(|id| Line::new(Item::new(id.to_string().parse().unwrap()))).collect();
        let (mut run, _) = Run::begin(Job::new("July"), &lines, 0).unwrap();
        let moment = Moment { elapsed_ms: 0, unix_ms: 5, paused_until_ms: 0, random: 0.5 };
        let id = |id: &str| id.parse::<OrderId>().unwrap();
        let _ = run.hold(id("4"), "court", &moment).unwrap();
        let _ = run.skip(id("1"), SkipReason::NotFound, &moment).unwrap();
        let ids = |page: &RunOrders<'_>| page.rows.iter().map(|row| row.order_id.to_string()).collect::<Vec<_>>();
        let page = run.orders(&[StateName::Held, StateName::Skipped], 0, 10);
        assert_eq!((page.total, ids(&page)), (2, vec!["4".to_owned(), "1".to_owned()]));
        assert_eq!((page.rows[0].detail, page.rows[1].skip_reason), (Some("court"), Some(SkipReason::NotFound)));
        let second = run.orders(&[StateName::Held, StateName::Skipped], 1, 1);
        assert_eq!((second.total, ids(&second)), (2, vec!["1".to_owned()]));
        assert_eq!(ids(&run.orders(&[], 1, 2)), ["2", "3"]);
    }
}
