//! The exported client: one method per call, with the same name as in JavaScript.

use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::future_to_promise;

use super::{
    connection::{CallOptions, Connection},
    host::{self, Host},
    output,
    prepared::{Prepared, converted, single},
    shared::Client,
};
use crate::{
    api::{
        ApprovalRequest, DecideRequest, Decision, GetMe, GetOrder, GetRequest, Issue, Issues, ListOrders, ListRequests,
        Listing, Order, OrderId, Target,
    },
    policy::{BlastRadiusQuery, Change, Operation},
};

/// A client for one `CertCentral` account.
#[wasm_bindgen]
#[derive(Debug)]
pub struct CertCentral(Rc<Client>);

#[wasm_bindgen]
impl CertCentral {
    /// Validates the settings. `cautious`: an earlier instance of this client crashed, and its recent requests are unknown.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &JsValue, host: Host, cautious: bool) -> Result<CertCentral, JsValue> {
        let connection = Connection::new(settings, &host).map_err(|issues| output::invalid(&host, issues, None))?;
        Ok(Self(Rc::new(Client::new(connection, host, cautious))))
    }

    /// Revokes every certificate on an order.
    #[wasm_bindgen(js_name = revokeOrder)]
    pub fn revoke_order(&self, order_id: &JsValue, options: &JsValue, call: &JsValue, progress: JsValue) -> Promise {
        let target = OrderId::from_input("orderId", &self.0.input().value(order_id)).map(Target::Order);
        self.revoke(Operation::RevokeOrder, target, options, call, progress)
    }

    /// Revokes one certificate.
    #[wasm_bindgen(js_name = revokeCertificate)]
    pub fn revoke_certificate(&self, id: &JsValue, options: &JsValue, call: &JsValue, progress: JsValue) -> Promise {
        let target = Target::certificate_from_input("certificate", &self.0.input().value(id));
        self.revoke(Operation::RevokeCertificate, target, options, call, progress)
    }

    /// Reads an order.
    #[wasm_bindgen(js_name = getOrder)]
    pub fn get_order(&self, order_id: &JsValue, call: &JsValue, progress: JsValue) -> Promise {
        let get = GetOrder::from_input(&self.0.input().value(order_id));
        self.start(Operation::GetOrder, call, progress, get.map(|get| Prepared::read(get.order_id, single(get))))
    }

    /// Reads a page of orders.
    #[wasm_bindgen(js_name = listOrders)]
    pub fn list_orders(&self, filter: &JsValue, offset: Option<u32>, call: &JsValue, progress: JsValue) -> Promise {
        let filter = self.0.fields("filter", filter, Order::FIELDS);
        let list = filter.and_then(|filter| ListOrders::from_fields(&filter));
        let list = list.map(|list| Prepared::other(None, single(list.starting_at(offset))));
        self.start(Operation::ListOrders, call, progress, list)
    }

    /// Reads the certificates that the revocation of an order would revoke.
    pub fn certificates(&self, order_id: &JsValue, call: &JsValue, progress: JsValue) -> Promise {
        let get = GetOrder::from_input(&self.0.input().value(order_id));
        let plan = get.map(|get| Prepared::read(get.order_id, converted(BlastRadiusQuery::new(get.order_id))));
        self.start(Operation::Certificates, call, progress, plan)
    }

    /// Reads a request.
    #[wasm_bindgen(js_name = getRequest)]
    pub fn get_request(&self, request_id: &JsValue, call: &JsValue, progress: JsValue) -> Promise {
        let get = GetRequest::from_input(&self.0.input().value(request_id));
        self.start(Operation::GetRequest, call, progress, get.map(|get| Prepared::read(get.request_id, single(get))))
    }

    /// Reads a page of requests.
    #[wasm_bindgen(js_name = listRequests)]
    pub fn list_requests(&self, filter: &JsValue, offset: Option<u32>, call: &JsValue, progress: JsValue) -> Promise {
        let filter = self.0.fields("filter", filter, ApprovalRequest::FIELDS);
        let list = filter.and_then(|filter| ListRequests::from_fields(&filter));
        let list = list.map(|list| Prepared::other(None, single(list.starting_at(offset))));
        self.start(Operation::ListRequests, call, progress, list)
    }

    /// Approves a request.
    pub fn approve(&self, request_id: &JsValue, options: &JsValue, call: &JsValue, progress: JsValue) -> Promise {
        self.decide(Operation::Approve, Decision::Approved, request_id, options, call, progress)
    }

    /// Rejects a request.
    pub fn reject(&self, request_id: &JsValue, options: &JsValue, call: &JsValue, progress: JsValue) -> Promise {
        self.decide(Operation::Reject, Decision::Rejected, request_id, options, call, progress)
    }

    /// Waits for revocations.
    pub fn wait(&self, target: &JsValue, options: &JsValue, call: &JsValue, progress: JsValue) -> Promise {
        self.start(Operation::Wait, call, progress, self.0.wait(target, options))
    }

    /// Reads the user of the API key.
    pub fn me(&self, call: &JsValue, progress: JsValue) -> Promise {
        self.start(Operation::Me, call, progress, Ok(Prepared::other(None, single(GetMe))))
    }
}

impl CertCentral {
    fn revoke(
        &self,
        operation: Operation,
        target: Result<Target, Issue>,
        options: &JsValue,
        call: &JsValue,
        progress: JsValue,
    ) -> Promise {
        let settings = &self.0.connection.settings;
        let revoke = self.0.input().revoke(target, options, settings.comment_field).map(|mut revoke| {
            if settings.correlation_token {
                revoke.correlation_token = Some(format!("ccr-{}", host::random_id()));
            }
            Prepared::write((&revoke.target).into(), Change::new(revoke, self.0.connection.policy.retry))
        });
        self.start(operation, call, progress, revoke)
    }

    fn decide(
        &self,
        operation: Operation,
        decision: Decision,
        request_id: &JsValue,
        options: &JsValue,
        call: &JsValue,
        progress: JsValue,
    ) -> Promise {
        let request_id = self.0.input().value(request_id);
        let fields = self.0.fields("options", options, &DecideRequest::FIELDS);
        let decide = fields.and_then(|fields| DecideRequest::from_input(&request_id, decision, &fields));
        let decide = decide.map(|decide| {
            Prepared::write(decide.request_id.into(), Change::new(decide, self.0.connection.policy.retry))
        });
        self.start(operation, call, progress, decide)
    }

    /// Starts a call with validated input. All issues of input and call options reject together.
    fn start(
        &self,
        operation: Operation,
        call: &JsValue,
        progress: JsValue,
        prepared: Result<Prepared, Issues>,
    ) -> Promise {
        let client = Rc::clone(&self.0);
        let mut issues = Issues::default();
        let options = issues.collect_all(CallOptions::new(client.input(), call, client.connection.policy));
        let prepared = issues.collect_all(prepared);
        match issues.into_result(options.zip(prepared)) {
            Ok((options, prepared)) => future_to_promise(client.run(operation, options, prepared, progress)),
            Err(issues) => Promise::reject(&output::invalid(&client.host, issues, client.connection.key.as_ref())),
        }
    }
}
