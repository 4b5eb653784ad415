//! What a call goes with: the settings of its client and its own, checked as a whole.
//! Not here: the key and `fetch` themselves, which never leave JavaScript; only what kind of thing they are.

use super::given::{A_KEY, NO_KEY, ODD_KEY, field, fields};
use crate::{
    api::{Fields, Given, Issue, Issues, Json, Rule, Settings, wrong_type},
    policy::{Policy, Retry},
};

/// Where to, and how patiently.
pub(super) struct Connection {
    pub(super) settings: Settings,
    pub(super) policy: Policy,
}

impl Connection {
    /// Checks what the client was set up with and what this call adds. `arguments` names `settings`, `call`, and what
    /// kind of host this is: `inBrowser`, `hasFetch`. `others`: settings that are checked elsewhere.
    pub(super) fn new(arguments: &Json, others: &[&str]) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        let holds = |name| arguments.field(name).as_truth() == Some(true);
        let (settings, call) = (arguments.field("settings"), arguments.field("call"));
        let mut of_client = issues.take(fields("settings", settings)).unwrap_or_default();
        of_client.0.retain(|(name, _)| !others.contains(&name.as_str()));
        let has_key = issues.take(key(of_client.get("apiKey"))).unwrap_or(true);
        issues.take(fetch(of_client.get("fetch"), holds("hasFetch")));
        let checked = issues.gather(Settings::from_fields(&of_client, has_key, holds("inBrowser")));
        for hook in ["onRequest", "onResponse", "onRetry"] {
            issues.take(is_missing_or(&of_client, hook, "a function"));
        }
        let of_call = issues.take(fields("call", call)).unwrap_or_default();
        issues.gather(of_call.only(&["signal", "timeoutMs", "deadlineMs"]));
        issues.take(is_missing_or(&of_call, "signal", "an AbortSignal"));
        let retry = match field(settings, "retry") {
            Some(retry) => issues.gather(retry_of(retry)).unwrap_or_default(),
            None => Some(Retry::default()),
        };
        let policy = issues.gather(Policy { retry, ..Policy::default() }.with(&of_client)).unwrap_or_default();
        let policy = issues.gather(policy.with(&of_call)).unwrap_or_default();
        issues.none_or(checked.map(|settings| Self { settings, policy }))
    }
}

/// Whether there is a key. What is wrong with it is said without a word of it.
fn key(key: &Given) -> Result<bool, Issue> {
    let wrong = |rule, message: &str| Err(Issue::new("apiKey", rule, format!("apiKey {message}")));
    match key {
        Given::Missing => Ok(false),
        Given::Other(A_KEY) => Ok(true),
        Given::Other(NO_KEY) => wrong(Rule::Required, "is empty; is the secret set?"),
        Given::Other(ODD_KEY) => {
            wrong(Rule::Format, "has a blank, a line break or another character that cannot stand in a header")
        }
        _ => wrong(Rule::Type, "must be a string"),
    }
}

fn fetch(own: &Given, global: bool) -> Result<(), Issue> {
    let message = match own {
        Given::Other("a function") => return Ok(()),
        Given::Missing if global => return Ok(()),
        Given::Missing => "there is no global fetch here; pass one as fetch",
        _ => "fetch must be a function",
    };
    Err(Issue::new("fetch", Rule::Type, message))
}

fn is_missing_or(fields: &Fields, name: &str, wanted: &str) -> Result<(), Issue> {
    match fields.get(name) {
        Given::Missing => Ok(()),
        Given::Other(kind) if *kind == wanted => Ok(()),
        other => Err(wrong_type(name, wanted, other)),
    }
}

/// `false`: nothing is retried; an object: how.
fn retry_of(json: &Json) -> Result<Option<Retry>, Issues> {
    if let Json::Bool(false) = json {
        return Ok(None);
    }
    let fields = fields("retry", json).map_err(|issue| Issues(vec![issue]))?;
    Retry::from_fields(&fields).map(Some)
}
