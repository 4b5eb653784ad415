//! A survey: few calls, no order lost between pages, and nothing claimed that was not read.

use super::id;
use certcentral_revoke::{
    api::{Cause, HttpResponse, OrderId, Problem},
    mass::{Finding, Standing, Survey, Surveyed},
    policy::{Next, Plan},
};
use proptest::prelude::*;

/// An account that answers as DigiCert documents it, and what may be odd about it.
struct Account {
    orders: Vec<(u64, &'static str)>,
    /// No page has more rows.
    most_rows: usize,
    /// No answer has more rows, or it is too large.
    fit: usize,
    tells_total: bool,
    knows_offset: bool,
    asked: Vec<String>,
}

impl Account {
    fn of(orders: Vec<(u64, &'static str)>) -> Self {
        Self { orders, most_rows: 1000, fit: 1000, tells_total: true, knows_offset: true, asked: Vec::new() }
    }

    fn issued(ids: std::ops::RangeInclusive<u64>) -> Self {
        Self::of(ids.map(|id| (id, "issued")).collect())
    }

    fn answer(&mut self, path: &str) -> HttpResponse {
        self.asked.push(path.to_owned());
        let row = |(id, status): &(u64, &str)| {
            format!(
                r#"{{"id":{id},"status":"{status}","product":{{"type":"ssl_certificate"}},"has_duplicates":{}}}"#,
                id % 2 == 0
            )
        };
        if let Some(id) = path.strip_prefix("/order/certificate/") {
            return match self.orders.iter().find(|(known, _)| known.to_string() == id) {
                Some(order) => HttpResponse::new(200, row(order)),
                None => HttpResponse::new(404, r#"{"errors":[{"code":"not_found|order","message":"no"}]}"#),
            };
        }
        let (offset, limit) = path.strip_prefix("/order/certificate?offset=").unwrap().split_once("&limit=").unwrap();
        let (offset, limit): (usize, usize) = (offset.parse().unwrap(), limit.parse().unwrap());
        let offset = if self.knows_offset { offset } else { 0 };
        let rows: Vec<_> = self.orders.iter().skip(offset).take(limit.min(self.most_rows)).map(row).collect();
        if rows.len() > self.fit {
            return HttpResponse::too_large(200);
        }
        // As in DigiCert's example, `limit` says nothing.
        let page =
            if self.tells_total { format!(r#"{{"total":{},"limit":0}}"#, self.orders.len()) } else { "{}".into() };
        let body = format!(r#"{{"orders":[{}],"page":{page}}}"#, rows.join(","));
        HttpResponse::new(200, body)
    }
}

fn survey(account: &mut Account, wanted: impl IntoIterator<Item = u64>) -> Result<Surveyed, Cause> {
    played(wanted, |path| account.answer(path))
}

fn played(
    wanted: impl IntoIterator<Item = u64>,
    mut answer: impl FnMut(&str) -> HttpResponse,
) -> Result<Surveyed, Cause> {
    let mut survey = Survey::new(wanted.into_iter().map(id));
    for _ in 0..10_000 {
        let request = match survey.next(0) {
            Next::Ask(request) => request,
            Next::Pause(_) => panic!("a survey never pauses"),
            Next::End(end) => return end,
        };
        if let Err(cause) = survey.take(&answer(&request.path)) {
            survey.failed(cause)?;
        }
    }
    panic!("it does not end")
}

fn status(surveyed: &Surveyed, order_id: OrderId) -> &str {
    match surveyed.of(order_id) {
        Some(Finding::Found(Standing { status, .. })) => status,
        Some(Finding::NotFound) => "not found",
        Some(Finding::Unread) => "unread",
        None => "not asked for",
    }
}

#[test]
fn a_list_is_read_by_pages_and_not_by_orders() {
    let mut account = Account::issued(1..=83_267);
    let surveyed = survey(&mut account, 1..=83_267).unwrap();
    assert_eq!(surveyed.calls, 84);
    assert!((1..=83_267).all(|order| status(&surveyed, id(order)) == "issued"));
    let standing = Standing { status: "issued".into(), is_tls: Some(true), has_duplicates: Some(true) };
    assert_eq!(surveyed.of(id(2)), Some(&Finding::Found(standing)));
    assert_eq!(surveyed.of(id(83_268)), None);
}

#[test]
fn a_short_list_of_a_large_account_is_read_order_by_order() {
    let mut account = Account::issued(1..=100_000);
    let surveyed = survey(&mut account, [5, 99_000, 7_000_000]).unwrap();
    // The first page tells that a hundred would follow.
    assert_eq!(account.asked[0], "/order/certificate?offset=0&limit=1000");
    assert_eq!(account.asked[1..], ["/order/certificate/99000", "/order/certificate/7000000"]);
    assert_eq!((status(&surveyed, id(5)), status(&surveyed, id(99_000))), ("issued", "issued"));
    assert_eq!(surveyed.of(id(7_000_000)), Some(&Finding::NotFound));

    let mut account = Account::issued(1..=100_000);
    assert_eq!(survey(&mut account, [5]).unwrap().calls, 1, "one order is one call");
    assert_eq!(survey(&mut account, []).unwrap().calls, 0);
}

#[test]
fn reading_ends_as_soon_as_every_order_was_met() {
    let mut account = Account::issued(1..=10_000);
    assert_eq!(survey(&mut account, 1..=1500).unwrap().calls, 2);
}

#[test]
fn a_page_that_is_too_large_is_asked_for_in_parts() {
    let mut account = Account { fit: 300, ..Account::issued(1..=2000) };
    let surveyed = survey(&mut account, 1..=2000).unwrap();
    assert_eq!(account.asked[..3], [1000, 500, 250].map(|limit| format!("/order/certificate?offset=0&limit={limit}")));
    assert_eq!(surveyed.calls, 2 + 8);
    // Not even one row fits, and no order: that is no list.
    // Not for longer than it spares reads, and never by less than an order.
    let limits_of = |wanted: u64| {
        let mut limits = Vec::new();
        let end = played(1..=wanted, |path| {
            limits.push(path.split_once("limit=").map_or("alone".to_owned(), |(_, limit)| limit.to_owned()));
            HttpResponse::too_large(200)
        });
        assert!(end.is_err());
        limits.join(" ")
    };
    assert_eq!(limits_of(3), "1000 500 alone alone");
    assert_eq!(limits_of(600), "1000 500 250 125 62 31 15 7 3 1");
    let end = played([1, 2, 3], |_| HttpResponse::too_large(200));
    assert!(matches!(end, Err(Cause::Unclear { problem: Problem::BodyTooLarge, .. })), "{end:?}");
}

#[test]
fn a_server_that_gives_fewer_rows_or_no_total_or_knows_no_offset_is_read_to_the_end_and_no_further() {
    let mut account = Account { most_rows: 40, ..Account::issued(1..=1000) };
    assert_eq!(survey(&mut account, 1..=1000).unwrap().calls, 25);
    let mut account = Account { tells_total: false, ..Account::issued(1..=2500) };
    // The last page has no rows, and the order that was on none is read alone.
    let surveyed = survey(&mut account, (1..=2500).chain([9_999, 10_000])).unwrap();
    assert_eq!((surveyed.calls, status(&surveyed, id(9_999))), (4 + 2, "not found"));
    let mut account = Account { tells_total: false, knows_offset: false, ..Account::issued(1..=1500) };
    let surveyed = survey(&mut account, [1, 2, 1498, 1499, 1500]).unwrap();
    assert_eq!((surveyed.calls, status(&surveyed, id(1500))), (2 + 3, "issued"));
}

#[test]
fn a_row_that_cannot_be_read_hides_no_order() {
    let surveyed = played([1, 2], |path| match path {
        "/order/certificate/2" => HttpResponse::new(200, r#"{"id":2,"status":"revoked"}"#),
        _ => HttpResponse::new(
            200,
            r#"{"orders":[{"id":"OID-2","status":"issued"},{"id":1,"status":"issued"}],"page":{"total":2}}"#,
        ),
    })
    .unwrap();
    let standing = Standing { status: "revoked".into(), is_tls: None, has_duplicates: None };
    assert_eq!(surveyed.of(id(2)), Some(&Finding::Found(standing)));
    assert_eq!((status(&surveyed, id(1)), surveyed.calls), ("issued", 2));
}

#[test]
fn what_a_later_page_says_is_the_later_truth() {
    let surveyed = played([1, 2, 3], |path| {
        let row = if path.contains("offset=0") {
            r#"{"id":1,"status":"issued"}"#
        } else {
            r#"{"id":1,"status":"revoked"},{"id":2,"status":"issued"},{"id":3,"status":"issued"}"#
        };
        HttpResponse::new(200, format!(r#"{{"orders":[{row}]}}"#))
    });
    // The second page begins like the first: it is taken in, and the list is left.
    assert_eq!(status(&surveyed.unwrap(), id(1)), "revoked");
}

#[test]
fn only_digicerts_own_word_means_not_found() {
    let refuses = |status, code: &str| {
        let body = format!(r#"{{"errors":[{{"code":"{code}","message":"no"}}]}}"#);
        played([1], move |_| HttpResponse::new(status, body.clone()))
    };
    assert_eq!(refuses(404, "not_found|order").unwrap().of(id(1)), Some(&Finding::NotFound));
    for (status, code) in [(404, "not_found|route"), (404, "not_found"), (403, "access_denied|missing_permission")] {
        assert!(matches!(refuses(status, code), Err(Cause::Refused { .. })), "{code}");
    }
    let bare = played([1], |_| HttpResponse::new(404, ""));
    assert_eq!(bare.unwrap().of(id(1)), Some(&Finding::Unread), "a 404 of somebody else says nothing");
}

#[test]
fn one_order_that_cannot_be_read_hides_no_other_and_two_in_a_row_end_it() {
    let mut account = Account::issued(1..=100_000);
    let mut broken = |broken: &[u64]| {
        played([50_001, 50_002, 50_003], |path| {
            let is_broken = broken.iter().any(|order| path.ends_with(&format!("/{order}")));
            if is_broken { HttpResponse::new(500, "") } else { account.answer(path) }
        })
    };
    let surveyed = broken(&[50_001, 50_003]).unwrap();
    let all = [50_001, 50_002, 50_003].map(|order| status(&surveyed, id(order)));
    assert_eq!(all, ["unread", "issued", "unread"]);
    assert!(matches!(broken(&[50_001, 50_002]), Err(Cause::Unclear { .. })));
    // A page is for many: without it there is no survey.
    assert!(played([1, 2], |_| HttpResponse::new(500, "")).is_err());
}

#[test]
fn it_tells_how_far_it_is() {
    let mut account = Account::issued(1..=2500);
    let mut survey = Survey::new((1..=2500).map(id));
    let mut seen = Vec::new();
    while let Next::Ask(request) = survey.next(0) {
        let progress = survey.progress();
        seen.push((progress.calls, progress.calls_left, progress.orders));
        survey.take(&account.answer(&request.path)).unwrap();
    }
    assert_eq!(seen, [(0, 1, 0), (1, 2, 1000), (2, 1, 2000)]);
}

proptest! {
    /// Orders come and go at any place of the list while it is read: each wanted order has its right answer all the same.
    #[test]
    fn no_order_is_lost_between_moving_pages(
        there in prop::collection::btree_set(1_u64..400, 0..200),
        wanted in prop::collection::btree_set(1_u64..400, 0..200),
        most_rows in 1_usize..60,
        tells_total in any::<bool>(),
        moves in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 1..20),
    ) {
        let mut account = Account {
            most_rows, tells_total, ..Account::of(there.iter().map(|id| (*id, "issued")).collect())
        };
        let mut moves = moves.into_iter().cycle();
        let mut stranger = 1_000;
        let surveyed = played(wanted.iter().copied(), |path| {
            let answer = account.answer(path);
            let (place, comes) = moves.next().unwrap();
            let at = place.index(account.orders.len() + 1);
            stranger += 1;
            // What goes is only ever a stranger: wanted orders do not vanish from an account.
            if comes {
                account.orders.insert(at, (stranger, "pending"));
            } else if let Some(gone) = account.orders.iter().skip(at).position(|(id, _)| *id > 1_000) {
                account.orders.remove(at + gone);
            }
            answer
        });
        let surveyed = surveyed.unwrap();
        for order in &wanted {
            let expected = if there.contains(order) { "issued" } else { "not found" };
            prop_assert_eq!(status(&surveyed, id(*order)), expected);
        }
    }
}
