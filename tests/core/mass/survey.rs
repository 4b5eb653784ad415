//! The survey: few calls, no order lost between pages, and no result without a read.

use super::id;
use certcentral_revoke::{
    api::{Cause, HttpResponse, OrderId, Problem},
    mass::{Survey, SurveyFinding, SurveyResult, SurveyedOrder},
    policy::{Procedure, ProcedureStep},
};
use proptest::prelude::*;

/// An account that responds as DigiCert documents it, with optional deviations.
struct Account {
    orders: Vec<(u64, &'static str)>,
    /// The maximum number of rows of a page.
    max_rows: usize,
    /// A response with more rows is too large.
    max_fitting_rows: usize,
    has_total: bool,
    honors_offset: bool,
    requests: Vec<String>,
}

impl Account {
    fn of(orders: Vec<(u64, &'static str)>) -> Self {
        Self {
            orders,
            max_rows: 1000,
            max_fitting_rows: 1000,
            has_total: true,
            honors_offset: true,
            requests: Vec::new(),
        }
    }

    fn issued(ids: std::ops::RangeInclusive<u64>) -> Self {
        Self::of(ids.map(|id| (id, "issued")).collect())
    }

    fn answer(&mut self, path: &str) -> HttpResponse {
        self.requests.push(path.to_owned());
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
        let offset = if self.honors_offset { offset } else { 0 };
        let rows: Vec<_> = self.orders.iter().skip(offset).take(limit.min(self.max_rows)).map(row).collect();
        if rows.len() > self.max_fitting_rows {
            return HttpResponse::too_large(200);
        }
        // As in DigiCert's example, `limit` has no meaning.
        let page = if self.has_total { format!(r#"{{"total":{},"limit":0}}"#, self.orders.len()) } else { "{}".into() };
        let body = format!(r#"{{"orders":[{}],"page":{page}}}"#, rows.join(","));
        HttpResponse::new(200, body)
    }
}

fn survey(account: &mut Account, wanted: impl IntoIterator<Item = u64>) -> Result<SurveyResult, Cause> {
    run_survey(wanted, |path| account.answer(path))
}

fn run_survey(
    wanted: impl IntoIterator<Item = u64>,
    mut answer: impl FnMut(&str) -> HttpResponse,
) -> Result<SurveyResult, Cause> {
    let mut survey = Survey::new(wanted.into_iter().map(id));
    for _ in 0..10_000 {
        let request = match survey.next(0) {
            ProcedureStep::Send(request) => request,
            ProcedureStep::Pause(_) => panic!("a survey never pauses"),
            ProcedureStep::End(end) => return end,
        };
        if let Err(cause) = survey.handle_response(&answer(&request.path)) {
            survey.handle_failure(cause)?;
        }
    }
    panic!("the survey does not end")
}

fn status(surveyed: &SurveyResult, order_id: OrderId) -> &str {
    match surveyed.of(order_id) {
        Some(SurveyFinding::Found(SurveyedOrder { status, .. })) => status,
        Some(SurveyFinding::NotFound) => "not found",
        Some(SurveyFinding::Unread) => "unread",
        None => "not surveyed",
    }
}

#[test]
fn survey_reads_a_long_list_by_pages() {
    let mut account = Account::issued(1..=83_267);
    let surveyed = survey(&mut account, 1..=83_267).unwrap();
    assert_eq!(surveyed.calls, 84);
    assert!((1..=83_267).all(|order| status(&surveyed, id(order)) == "issued"));
    let standing = SurveyedOrder { status: "issued".into(), is_tls: Some(true), has_duplicates: Some(true) };
    assert_eq!(surveyed.of(id(2)), Some(&SurveyFinding::Found(standing)));
    assert_eq!(surveyed.of(id(83_268)), None);
}

#[test]
fn survey_reads_a_short_list_order_by_order() {
    let mut account = Account::issued(1..=100_000);
    let surveyed = survey(&mut account, [5, 99_000, 7_000_000]).unwrap();
    // The first page shows that a hundred pages follow.
    assert_eq!(account.requests[0], "/order/certificate?offset=0&limit=1000");
    assert_eq!(account.requests[1..], ["/order/certificate/99000", "/order/certificate/7000000"]);
    assert_eq!((status(&surveyed, id(5)), status(&surveyed, id(99_000))), ("issued", "issued"));
    assert_eq!(surveyed.of(id(7_000_000)), Some(&SurveyFinding::NotFound));

    let mut account = Account::issued(1..=100_000);
    assert_eq!(survey(&mut account, [5]).unwrap().calls, 1, "one order is one call");
    assert_eq!(survey(&mut account, []).unwrap().calls, 0);
}

#[test]
fn survey_stops_after_the_last_listed_order() {
    let mut account = Account::issued(1..=10_000);
    assert_eq!(survey(&mut account, 1..=1500).unwrap().calls, 2);
}

#[test]
fn survey_halves_a_page_that_is_too_large() {
    let mut account = Account { max_fitting_rows: 300, ..Account::issued(1..=2000) };
    let surveyed = survey(&mut account, 1..=2000).unwrap();
    assert_eq!(
        account.requests[..3],
        [1000, 500, 250].map(|limit| format!("/order/certificate?offset=0&limit={limit}"))
    );
    assert_eq!(surveyed.calls, 2 + 8);
    // The survey fails if not even one row or one order fits.
    // It halves only while pages save reads, down to one row.
    let limits_of = |wanted: u64| {
        let mut limits = Vec::new();
        let end = run_survey(1..=wanted, |path| {
            limits.push(path.split_once("limit=").map_or("alone".to_owned(), |(_, limit)| limit.to_owned()));
            HttpResponse::too_large(200)
        });
        assert!(end.is_err());
        limits.join(" ")
    };
    assert_eq!(limits_of(3), "1000 500 alone alone");
    assert_eq!(limits_of(600), "1000 500 250 125 62 31 15 7 3 1");
    let end = run_survey([1, 2, 3], |_| HttpResponse::too_large(200));
    assert!(matches!(end, Err(Cause::Unclear { problem: Problem::BodyTooLarge, .. })), "{end:?}");
}

#[test]
fn survey_stops_when_server_ignores_offset() {
    let mut account = Account { max_rows: 40, ..Account::issued(1..=1000) };
    assert_eq!(survey(&mut account, 1..=1000).unwrap().calls, 25);
    let mut account = Account { has_total: false, ..Account::issued(1..=2500) };
    // The last page is empty. The order that was on no page is read alone.
    let surveyed = survey(&mut account, (1..=2500).chain([9_999, 10_000])).unwrap();
    assert_eq!((surveyed.calls, status(&surveyed, id(9_999))), (4 + 2, "not found"));
    let mut account = Account { has_total: false, honors_offset: false, ..Account::issued(1..=1500) };
    let surveyed = survey(&mut account, [1, 2, 1498, 1499, 1500]).unwrap();
    assert_eq!((surveyed.calls, status(&surveyed, id(1500))), (2 + 3, "issued"));
}

#[test]
fn survey_reads_the_order_of_an_unreadable_row() {
    let surveyed = run_survey([1, 2], |path| match path {
        "/order/certificate/2" => HttpResponse::new(200, r#"{"id":2,"status":"revoked"}"#),
        _ => HttpResponse::new(
            200,
            r#"{"orders":[{"id":"OID-2","status":"issued"},{"id":1,"status":"issued"}],"page":{"total":2}}"#,
        ),
    })
    .unwrap();
    let standing = SurveyedOrder { status: "revoked".into(), is_tls: None, has_duplicates: None };
    assert_eq!(surveyed.of(id(2)), Some(&SurveyFinding::Found(standing)));
    assert_eq!((status(&surveyed, id(1)), surveyed.calls), ("issued", 2));
}

#[test]
fn survey_prefers_the_later_page() {
    let surveyed = run_survey([1, 2, 3], |path| {
        let row = if path.contains("offset=0") {
            r#"{"id":1,"status":"issued"}"#
        } else {
            r#"{"id":1,"status":"revoked"},{"id":2,"status":"issued"},{"id":3,"status":"issued"}"#
        };
        HttpResponse::new(200, format!(r#"{{"orders":[{row}]}}"#))
    });
    // The second page starts like the first. It is used, and paging ends.
    assert_eq!(status(&surveyed.unwrap(), id(1)), "revoked");
}

#[test]
fn not_found_requires_digicerts_error_code() {
    let rejects = |status, code: &str| {
        let body = format!(r#"{{"errors":[{{"code":"{code}","message":"no"}}]}}"#);
        run_survey([1], move |_| HttpResponse::new(status, body.clone()))
    };
    assert_eq!(rejects(404, "not_found|order").unwrap().of(id(1)), Some(&SurveyFinding::NotFound));
    for (status, code) in [(404, "not_found|route"), (404, "not_found"), (403, "access_denied|missing_permission")] {
        assert!(matches!(rejects(status, code), Err(Cause::Refused { .. })), "{code}");
    }
    let bare = run_survey([1], |_| HttpResponse::new(404, ""));
    assert_eq!(
        bare.unwrap().of(id(1)),
        Some(&SurveyFinding::Unread),
        "a 404 without DigiCert's error body proves nothing"
    );
}

#[test]
fn survey_ends_after_two_unreadable_orders() {
    let mut account = Account::issued(1..=100_000);
    let mut broken = |broken: &[u64]| {
        run_survey([50_001, 50_002, 50_003], |path| {
            let is_broken = broken.iter().any(|order| path.ends_with(&format!("/{order}")));
            if is_broken { HttpResponse::new(500, "") } else { account.answer(path) }
        })
    };
    let surveyed = broken(&[50_001, 50_003]).unwrap();
    let all = [50_001, 50_002, 50_003].map(|order| status(&surveyed, id(order)));
    assert_eq!(all, ["unread", "issued", "unread"]);
    assert!(matches!(broken(&[50_001, 50_002]), Err(Cause::Unclear { .. })));
    // Without a page there is no survey.
    assert!(run_survey([1, 2], |_| HttpResponse::new(500, "")).is_err());
}

#[test]
fn survey_reports_its_progress() {
    let mut account = Account::issued(1..=2500);
    let mut survey = Survey::new((1..=2500).map(id));
    let mut progress_log = Vec::new();
    while let ProcedureStep::Send(request) = survey.next(0) {
        let progress = survey.progress();
        progress_log.push((progress.calls, progress.calls_left, progress.orders));
        survey.handle_response(&account.answer(&request.path)).unwrap();
    }
    assert_eq!(progress_log, [(0, 1, 0), (1, 2, 1000), (2, 1, 2000)]);
}

proptest! {
    /// Orders appear and disappear anywhere in the list while it is read. Every listed order still has its correct result.
    #[test]
    fn survey_loses_no_order_between_shifting_pages(
        there in prop::collection::btree_set(1_u64..400, 0..200),
        wanted in prop::collection::btree_set(1_u64..400, 0..200),
        max_rows in 1_usize..60,
        has_total in any::<bool>(),
        moves in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 1..20),
    ) {
        let mut account = Account {
            max_rows, has_total, ..Account::of(there.iter().map(|id| (*id, "issued")).collect())
        };
        let mut moves = moves.into_iter().cycle();
        let mut other_id = 1_000;
        let surveyed = run_survey(wanted.iter().copied(), |path| {
            let answer = account.answer(path);
            let (place, appears) = moves.next().unwrap();
            let at = place.index(account.orders.len() + 1);
            other_id += 1;
            // Only other orders disappear: listed orders do not leave an account.
            if appears {
                account.orders.insert(at, (other_id, "pending"));
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
