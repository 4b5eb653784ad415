//! What JavaScript can call: JSON text in, JSON text out. Nothing here throws.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

use super::{
    calls::{self, AnyPlan, Running, single, told},
    connection::Connection,
    given::{field, fields, given},
    settled::{at_once, invalid},
};
use crate::{
    api::{
        BuiltRevoke, CommentField, DecideRequest, Decision, Endpoint, Fields, GetMe, GetOrder, GetRequest, Given,
        HttpResponse, Issue, Issues, Json, ListOrders, ListRequests, OrderId, Revoke, Rule, Settings, Target,
    },
    policy::{BlastRadiusOf, Call, Change, Wait},
};

/// What is known without sending anything: whether settings are right, what a revoke would send, what an answer to one
/// means. `body`: the bytes of that answer.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn know(arguments: &str, body: Vec<u8>) -> String {
    let arguments = &read(arguments);
    match kind(arguments) {
        "settings" => at_once(Connection::new(arguments, &[]).map(|_| ()).map_err(invalid)),
        "parse" => {
            // Which order it was plays no part in the meaning of the answer.
            let any_order = OrderId::from_given("orderId", &Given::Number(1.0)).map(Target::Order);
            let both = both(revoke_of(any_order, arguments), response_of(arguments, body));
            at_once(both.map_err(invalid).and_then(|(call, response)| call.parse(&response)))
        }
        _ => {
            let built = revoke_of(target(arguments), arguments);
            let built = built.map(|call| BuiltRevoke { request: call.request(), warnings: call.warnings() });
            at_once(built.map_err(invalid))
        }
    }
}

/// Begins a call; its steps are asked for under the number that comes back.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn begin(arguments: &str) -> usize {
    let arguments = read(arguments);
    let connection = Connection::new(&arguments, &[]);
    let plan = plan(&arguments, connection.as_ref().ok());
    let begun = both(plan, connection).map_err(invalid);
    calls::begin(begun.map(|(plan, Connection { settings, policy })| Running {
        call: Call::new(plan, policy),
        base_url: settings.base_url,
        max_bytes: settings.max_response_bytes,
    }))
}

/// The next step of a call, after what has happened.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn step(call: usize, event: &str, body: Vec<u8>) -> String {
    calls::step(call, &read(event), body)
}

/// Our own JavaScript wrote it; what cannot be read is nothing, and refused as such.
fn read(text: &str) -> Json {
    Json::parse(text).unwrap_or(Json::Null)
}

fn kind(arguments: &Json) -> &str {
    arguments.field("kind").as_text().unwrap_or_default()
}

fn plan(arguments: &Json, connection: Option<&Connection>) -> Result<AnyPlan, Issues> {
    let retry = connection.and_then(|connection| connection.policy.retry);
    let id = || given(arguments.field("id"));
    let options = || named("options", arguments.field("options"));
    let filter = || named("filter", arguments.field("id"));
    let decide = |decision| {
        let decide = options().and_then(|options| DecideRequest::from_given(&id(), decision, &options));
        decide.map(|decide| told(Change::new(decide, retry)))
    };
    match kind(arguments) {
        "revokeOrder" | "revokeCertificate" => {
            let settings = connection.map(|connection| &connection.settings);
            let comment_field = settings.map(|settings| settings.comment_field).unwrap_or_default();
            let marked = settings.is_some_and(|settings| settings.correlation_token);
            let revoke = options()
                .and_then(|options| Revoke::from_given(target(arguments), &options, comment_field))
                .map(|revoke| Revoke { correlation_token: marked.then(|| token(arguments)), ..revoke });
            revoke.map(|revoke| told(Change::new(revoke, retry)))
        }
        "approve" => decide(Decision::Approved),
        "reject" => decide(Decision::Rejected),
        "order" => GetOrder::from_given(&id()).map(single),
        "orders" => filter().and_then(|filter| ListOrders::from_fields(&filter)).map(single),
        "certificates" => GetOrder::from_given(&id()).map(|get| told(BlastRadiusOf::new(get.order_id))),
        "request" => GetRequest::from_given(&id()).map(single),
        "requests" => filter().and_then(|filter| ListRequests::from_fields(&filter)).map(single),
        "wait" => wait(arguments.field("id"), options()),
        _ => Ok(single(GetMe)),
    }
}

fn wait(target: &Json, options: Result<Fields, Issues>) -> Result<AnyPlan, Issues> {
    let ids = field(target, "orderIds").and_then(|ids| ids.field("list").as_list());
    let ids = ids.map(|ids| ids.iter().map(given).collect());
    let (target, options) = both(named("target", target), options)?;
    Wait::from_given(&target, ids, &options).map(told)
}

/// No secret, only a name that nobody else will have chosen.
fn token(arguments: &Json) -> String {
    let chance = if let Json::Integer(chance) = arguments.field("chance") { *chance } else { 0 };
    format!("ccr-{chance}")
}

fn target(arguments: &Json) -> Result<Target, Issue> {
    let id = given(arguments.field("id"));
    if kind(arguments) == "revokeCertificate" {
        Target::certificate_from_given("certificate", &id)
    } else {
        OrderId::from_given("orderId", &id).map(Target::Order)
    }
}

fn named(name: &str, json: &Json) -> Result<Fields, Issues> {
    fields(name, json).map_err(|issue| Issues(vec![issue]))
}

fn both<A, B>(a: Result<A, Issues>, b: Result<B, Issues>) -> Result<(A, B), Issues> {
    let mut issues = Issues::default();
    let (a, b) = (issues.gather(a), issues.gather(b));
    issues.none_or(a.zip(b))
}

/// A revoke for whoever sends it himself: of the settings only what plays a part in it is taken.
fn revoke_of(target: Result<Target, Issue>, arguments: &Json) -> Result<Revoke, Issues> {
    let mut issues = Issues::default();
    let settings = issues.take(fields("settings", arguments.field("settings"))).unwrap_or_default();
    issues.gather(settings.only(&["commentField", "maxResponseBytes"]));
    let comment_field = issues.take(CommentField::from_fields(&settings)).unwrap_or_default();
    let options = issues.take(fields("options", arguments.field("options"))).unwrap_or_default();
    let call = issues.gather(Revoke::from_given(target, &options, comment_field));
    issues.none_or(call)
}

fn response_of(arguments: &Json, body: Vec<u8>) -> Result<HttpResponse, Issues> {
    let mut issues = Issues::default();
    let settings = fields("settings", arguments.field("settings")).unwrap_or_default();
    let most = issues.take(Settings::max_response_bytes(&settings)).unwrap_or_default();
    let response = issues.take(fields("response", arguments.field("response"))).unwrap_or_default();
    let status = issues.take(response.whole("status", 0, 999)).flatten();
    if status.is_none() && issues.0.is_empty() {
        issues.0.push(Issue::new("status", Rule::Required, "response.status is required"));
    }
    if !matches!(response.get("body"), Given::Missing | Given::Null | Given::Other("bytes")) {
        let message = "response.body must be text, a Uint8Array, or null";
        issues.0.push(Issue::new("body", Rule::Type, message));
    }
    let status = status.and_then(|status| u16::try_from(status).ok());
    issues.none_or(status.map(|status| {
        if body.len() > most as usize { HttpResponse::too_large(status) } else { HttpResponse::new(status, body) }
    }))
}
