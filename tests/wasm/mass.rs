//! The module for bulk revocation, called like from JavaScript: by the names of its exports, with JavaScript values.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{
    client::MassRevocation, host::MassHost, journal::Journal, list::ListReader, plan::Plan, resume::JournalReader,
};

/// A host, a CertCentral that logs the requests, and a journal that takes a while.
const WORLD: &str = r#"(() => {
    const log = [];
    const errorOf = ({ code, message, issues }) => Object.assign(new Error(message), { code, issues });
    const host = {
        inBrowser: false,
        inNode: false,
        errorOf,
        withoutKey: (bytes) => bytes,
        notify: (hook, what) => { try { hook(what); } catch {} },
        rateLimiter: { acquire: async () => {}, onRejected: (ms) => log.push(`refused ${ms}`) },
        watch: () => {},
        invalidList: (message, rows, more) => Object.assign(new Error(message), { rows, more }),
        planRefused: (message, shortfall) => Object.assign(new Error(message), { shortfall }),
        journalError: (message) => new Error(message),
    };
    const lines = [];
    const journal = {
        signal: new AbortController().signal,
        stalled: () => log.push("stalled"),
        append: (more) => {
            const names = more.map((line) => Object.keys(JSON.parse(line))[0]);
            if (more.length > 0) log.push(`append ${names}`);
            return new Promise((resolve) => setTimeout(() => {
                lines.push(...more);
                if (names.includes("sending")) log.push("durable");
                resolve();
            }, 2));
        },
    };
    const text = (value) => new TextEncoder().encode(JSON.stringify(value));
    const settings = {
        apiKey: "canary-key-Zq81xT5",
        maxInFlight: 1,
        confirmRounds: 0,
        send: async ({ request: { method, path } }) => {
            if (method === "PUT") {
                log.push("send");
                return { event: "response", status: 204 };
            }
            const id = /\/order\/certificate\/(\d+)/.exec(path)?.[1];
            const order = { id: Number(id), status: "issued", requests: [] };
            return { event: "response", status: 200, body: text(id ? order : { orders: [], page: { total: 0 } }) };
        },
    };
    return { log, host, lines, journal, settings };
})()"#;

struct World(JsValue);

impl World {
    fn new() -> Self {
        Self(js_sys::eval(WORLD).unwrap())
    }

    fn get(&self, name: &str) -> JsValue {
        get(&self.0, name)
    }

    fn host(&self) -> MassHost {
        self.get("host").unchecked_into()
    }

    fn texts(&self, name: &str) -> Vec<String> {
        let list: Array = self.get(name).unchecked_into();
        list.iter().map(|text| text.as_string().unwrap()).collect()
    }

    fn client(&self) -> JsValue {
        MassRevocation::new(&self.get("settings"), self.host()).unwrap().into()
    }

    fn list(&self, text: &str) -> JsValue {
        let mut reader = ListReader::new(&JsValue::UNDEFINED, self.host()).unwrap();
        reader.push(text.as_bytes());
        reader.finish().unwrap()
    }

    /// Returns a plan as `{ text, digest }`.
    async fn plan(&self, client: &JsValue, ids: &str, options: &JsValue) -> JsValue {
        let making = call(client, "plan", &[&self.list(ids), options, &JsValue::UNDEFINED]).unwrap();
        let reply = awaited(call(&making, "tick", &[&JsValue::UNDEFINED])).await.unwrap();
        let plan = get(&reply, "plan");
        object(&[("text", get(&plan, "text")), ("digest", get(&plan, "digest"))])
    }

    async fn start(&self, client: &JsValue, plan: &JsValue, confirm: f64) -> JsValue {
        let journal = object(&[("open", noop()), ("append", noop()), ("read", noop()), ("close", noop())]);
        let options = object(&[("journal", journal), ("confirm", confirm.into())]);
        let new_run = call(client, "start", &[plan, &options]).unwrap();
        awaited(call(&new_run, "write", &[&self.get("journal")])).await.unwrap()
    }
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap()
}

fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &(*name).into(), value).unwrap();
    }
    object.into()
}

fn noop() -> JsValue {
    js_sys::eval("() => {}").unwrap()
}

fn call(object: &JsValue, name: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = get(object, name).unchecked_into();
    let list = Array::new();
    for argument in arguments {
        list.push(argument);
    }
    Reflect::apply(&function, object, &list)
}

async fn awaited(promise: Result<JsValue, JsValue>) -> Result<JsValue, JsValue> {
    JsFuture::from(js_sys::Promise::resolve(&promise?)).await
}

fn message(error: &JsValue) -> String {
    get(error, "message").as_string().unwrap()
}

#[wasm_bindgen_test]
fn list_is_read_or_rejected_with_every_bad_row() {
    let world = World::new();
    let list = world.list("7\n8\n7\n");
    assert_eq!(get(&list, "orders").as_f64(), Some(2.0));
    assert_eq!(get(&list, "mergedRows").as_f64(), Some(1.0));
    assert_eq!(get(&list, "items").as_string().as_deref(), Some(r#"[{"orderId":"7"},{"orderId":"8"}]"#));
    let mut reader = ListReader::new(&object(&[("format", "csv".into())]), world.host()).unwrap();
    reader.push(b"order_id\n1e3\n8\n");
    let rejected = reader.finish().unwrap_err();
    assert!(message(&rejected).starts_with("the list is rejected: line 2, column 1"));
    let rows: Array = get(&rejected, "rows").unchecked_into();
    assert_eq!(get(&rows.get(0), "line").as_f64(), Some(2.0));
    let unknown = ListReader::new(&object(&[("format", "xml".into())]), world.host()).unwrap_err();
    assert!(message(&unknown).contains("known are csv, json-lines, ids"));
}

#[wasm_bindgen_test]
fn bulk_settings_report_every_issue() {
    let world = World::new();
    let settings = js_sys::eval(
        "({ apiKey: 'canary-key-Zq81xT5', limits: { windows: [], gaurdMs: 1 }, maxInFlight: 0, afterDeadline: 'stop', \
           onRequest() {}, retry: false, rateLimiter() {}, lookMs: 1 })",
    );
    let error = MassRevocation::new(&settings.unwrap(), world.host()).unwrap_err();
    for part in [
        "limits.windows must be a list",
        "did you mean guardMs",
        "maxInFlight must be a whole number from 1",
        "known are continue, pause",
        "onRequest does not apply to runs",
        "retry cannot be false",
        "rateLimiter must be an object with acquire and onRejected",
        "lookMs is not a known field; did you mean confirmIntervalMs?",
    ] {
        assert!(message(&error).contains(part), "{part}: {}", message(&error));
    }
}

#[wasm_bindgen_test]
async fn plan_is_restored_from_its_text() {
    let world = World::new();
    let options =
        js_sys::eval("({ holds: new Map([['9', 'court']]), comment: 'c', deadline: '2099-12-01T12:00:00Z' })").unwrap();
    let plan = world.plan(&world.client(), "7\n8\n9\n", &options).await;
    let read = Plan::from_text(&get(&plan, "text"), &world.host()).unwrap();
    assert!(read.canonical().ends_with("approval required\n7 no reason \"c\"\n8 no reason \"c\"\n9 held \"court\"\n"));
    let totals = get(&read.figures(), "totals");
    assert_eq!((get(&totals, "send").as_f64(), get(&totals, "held").as_f64()), (Some(2.0), Some(1.0)));
    assert_eq!(get(&get(&totals, "byPriority"), "0").as_f64(), Some(2.0));
    assert!(get(&read.figures(), "shortfall").is_null());
    let wrong = Plan::from_text(&"{}".into(), &world.host()).unwrap_err();
    assert!(message(&wrong).contains("plan must be the result of plan()"));
}

#[wasm_bindgen_test]
async fn request_is_sent_after_its_intent_is_durable() {
    let world = World::new();
    let client = world.client();
    let plan = world.plan(&client, "7\n8\n9\n", &JsValue::UNDEFINED).await;
    let run = world.start(&client, &plan, 3.0).await;
    awaited(call(&run, "drive", &[&world.get("journal")])).await.unwrap();
    let log = world.texts("log");
    let order: Vec<_> = log.iter().map(String::as_str).filter(|entry| ["durable", "send"].contains(entry)).collect();
    assert_eq!(order, ["durable", "send"].repeat(3), "{log:?}");
    let first = log.iter().position(|entry| entry == "append sending").unwrap();
    assert!(first < log.iter().position(|entry| entry == "durable").unwrap());
    assert_eq!(world.texts("lines").iter().filter(|line| line.starts_with("{\"sending\"")).count(), 3);
}

#[wasm_bindgen_test]
async fn unsent_request_is_dropped_after_a_pause() {
    let world = World::new();
    let client = world.client();
    let plan = world.plan(&client, "7\n8\n", &JsValue::UNDEFINED).await;
    let run = world.start(&client, &plan, 2.0).await;
    let driven = call(&run, "drive", &[&world.get("journal")]);
    // The first intent is not durable yet.
    JsFuture::from(js_sys::Promise::resolve(&JsValue::UNDEFINED)).await.unwrap();
    awaited(call(&run, "pause", &[&world.get("journal")])).await.unwrap();
    let left = awaited(driven).await.unwrap();
    assert_eq!(get(&left, "finished").as_bool(), Some(false));
    let log = world.texts("log");
    assert!(!log.iter().any(|entry| entry == "send"), "{log:?}");
    if log.iter().any(|entry| entry == "durable") {
        assert!(log.iter().any(|entry| entry.contains("returned")), "{log:?}");
    }
}

#[wasm_bindgen_test]
async fn journal_restores_the_run_unless_it_is_incomplete() {
    let world = World::new();
    let client = world.client();
    let options = js_sys::eval("({ holds: { 9: 'court' } })").unwrap();
    let plan = world.plan(&client, "7\n9\n", &options).await;
    let run = world.start(&client, &plan, 1.0).await;
    let lines = world.texts("lines");
    for end in 0..lines.len() {
        let mut reader = JournalReader::new(world.host());
        reader.push(&lines[..end].join("\n"));
        assert!(message(&reader.view().unwrap_err()).contains("before the end of the plan"), "{end}");
    }
    let mut reader = JournalReader::new(world.host());
    reader.push(&lines.join("\n"));
    let view = reader.view().unwrap();
    let states = js_sys::eval("({ states: ['held'], limit: 1 })").unwrap();
    let held = view.orders(&states).unwrap();
    assert_eq!(get(&held, "total").as_f64(), Some(1.0));
    let csv = view.report_csv(&JsValue::UNDEFINED).unwrap().next().unwrap();
    assert!(csv.contains("\r\n9,held,,court,"), "{csv}");
    let resumed = call(&run, "release", &[&7.into(), &world.get("journal")]);
    assert!(message(&awaited(resumed).await.unwrap_err()).contains("check its state"));
    let mut reader = JournalReader::new(world.host());
    reader.push("{}\n");
    assert!(message(&reader.view().unwrap_err()).starts_with("line 1 of the journal"));
}

#[wasm_bindgen_test]
async fn rehearsal_completes_the_run_without_requests() {
    let world = World::new();
    let client = world.client();
    let options = js_sys::eval("({ skipApproval: true })").unwrap();
    let plan = world.plan(&client, "7\n8\n", &options).await;
    let rehearsal = awaited(call(&client, "rehearse", &[&plan, &JsValue::UNDEFINED])).await.unwrap();
    let snapshot = call(&rehearsal, "snapshot", &[]).unwrap();
    assert_eq!(get(&get(&snapshot, "status"), "state").as_string().as_deref(), Some("finished"));
    assert_eq!(get(&get(&get(&snapshot, "counts"), "revoked"), "accepted").as_f64(), Some(2.0));
    assert!(!world.texts("log").iter().any(|entry| entry == "send"));
}

#[wasm_bindgen_test]
fn journal_option_is_the_callers_object() {
    let world = World::new();
    let journal: Journal = world.get("journal").unchecked_into();
    assert!(get(&journal, "append").is_function());
}
