//! A model of CertCentral with its true state: orders, requests, and the rolling windows of the key, in which rejected calls
//! count. Its responses can be lost, late or unclear. It is written from DigiCert's documentation and uses no code of the core.

use std::{collections::VecDeque, fmt::Write as _};

use certcentral_revoke::api::{HttpRequest, HttpResponse, Timestamp};

use crate::{
    chance::Chance,
    reply::{DENIED, LIMITED, MISSING, Meaning, REVOKED, Reply, unclear, whole},
    weather::{BEGIN_UNIX_MS, FIRST, Weather},
};

#[derive(Clone, Debug)]
struct Request {
    id: u64,
    made_ms: u64,
    status: &'static str,
    comments: String,
}

#[derive(Clone, Debug, Default)]
struct Order {
    missing: bool,
    revoked_ms: Option<u64>,
    requests: Vec<Request>,
    /// The number of executed PUT requests of the run.
    acted: u32,
}

pub(crate) struct Server {
    orders: Vec<Order>,
    weather: Weather,
    /// The arrival times of all requests with the key, as far back as the longest window.
    arrivals: VecDeque<u64>,
    ours: VecDeque<u64>,
    neighbour_ms: u64,
    /// The revoked orders with their times, in the order of revocation.
    changes: Vec<(u64, u32)>,
    requests: u64,
    /// Accepted writes that are executed later.
    pub(crate) late: Vec<(u64, u32, String)>,
    pub(crate) violations: u32,
    pub(crate) limited: u32,
    pub(crate) calls: u32,
}

impl Server {
    pub(crate) fn new(weather: &Weather, chance: &mut Chance) -> Self {
        let order = |_| Order {
            missing: chance.below(1000) < weather.missing,
            revoked_ms: (chance.below(1000) < weather.revoked_before).then_some(0),
            ..Order::default()
        };
        Self {
            orders: (0..weather.orders).map(order).collect(),
            weather: weather.clone(),
            arrivals: VecDeque::new(),
            ours: VecDeque::new(),
            neighbour_ms: 0,
            changes: Vec::new(),
            requests: 0,
            late: Vec::new(),
            violations: 0,
            limited: 0,
            calls: 0,
        }
    }

    fn order(&mut self, place: u32) -> &mut Order {
        &mut self.orders[place as usize]
    }

    pub(crate) fn is_revoked(&self, place: u32) -> bool {
        self.orders[place as usize].revoked_ms.is_some()
    }

    pub(crate) fn acted(&self, place: u32) -> u32 {
        self.orders[place as usize].acted
    }

    pub(crate) fn knows_request(&self, place: u32, id: &str) -> bool {
        self.orders[place as usize].requests.iter().any(|request| request.id.to_string() == id)
    }

    /// Other users of the account approve, reject or revoke.
    pub(crate) fn act_for_others(&mut self, at_ms: u64, chance: &mut Chance) {
        if chance.below(1000) >= self.weather.others {
            return;
        }
        let place = chance.below(self.weather.orders);
        let (approves, revokes) = (chance.one_in(2), chance.one_in(3));
        let order = self.order(place);
        if let Some(open) = order.requests.iter_mut().find(|request| request.status == "pending") {
            open.status = if approves { "approved" } else { "rejected" };
            if approves {
                self.revoke(place, at_ms);
            }
        } else if revokes && !order.missing {
            self.revoke(place, at_ms);
        }
    }

    fn revoke(&mut self, place: u32, at_ms: u64) {
        let order = self.order(place);
        if order.revoked_ms.is_none() {
            order.revoked_ms = Some(at_ms);
            self.changes.push((at_ms, place));
        }
    }

    fn execute(&mut self, place: u32, body: &str, at_ms: u64) -> Option<HttpResponse> {
        if self.is_revoked(place) || self.order(place).missing {
            return None;
        }
        self.order(place).acted += 1;
        if body.contains(r#""skip_approval":true"#) {
            self.revoke(place, at_ms);
            return Some(HttpResponse::new(204, ""));
        }
        self.requests += 1;
        let id = self.requests;
        let comments = body.split(r#""comment":""#).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        let request = Request { id, made_ms: at_ms, status: "pending", comments: comments.to_owned() };
        self.order(place).requests.push(request);
        let date = Timestamp::from_unix_ms(BEGIN_UNIX_MS + at_ms);
        let made = format!(r#"{{"id":{id},"date":"{}","type":"revoke","status":"pending"}}"#, date.as_str());
        Some(HttpResponse::new(201, made))
    }

    /// Executes the accepted writes that are due.
    pub(crate) fn execute_due(&mut self, at_ms: u64) {
        let (due, late) = std::mem::take(&mut self.late).into_iter().partition(|(when, ..)| *when <= at_ms);
        self.late = late;
        let due: Vec<(u64, u32, String)> = due;
        for (when, place, body) in due {
            self.execute(place, &body, when);
        }
    }

    /// Whether the key exceeds a window. Every arriving request counts.
    fn is_over_limit(&mut self, at_ms: u64, chance: &mut Chance) -> bool {
        if let Some(mean_ms) = self.weather.neighbour_ms {
            while self.neighbour_ms <= at_ms {
                self.arrivals.push_back(self.neighbour_ms);
                self.neighbour_ms += 1 + u64::from(chance.below(2 * mean_ms));
            }
        }
        let windows = self.weather.limits.windows.clone();
        let is_full = |arrivals: &VecDeque<u64>, calls: u32, ms: u32| {
            let nth = arrivals.len().checked_sub(calls as usize).map(|nth| arrivals[nth]);
            nth.is_some_and(|nth| nth + u64::from(ms) > at_ms)
        };
        let over = windows.iter().any(|window| is_full(&self.arrivals, window.calls(), window.ms()));
        let violates = windows.iter().any(|window| is_full(&self.ours, window.calls(), window.ms()));
        self.violations += u32::from(violates);
        let longest = windows.iter().map(|window| window.calls()).max().unwrap() as usize;
        for arrivals in [&mut self.arrivals, &mut self.ours] {
            arrivals.push_back(at_ms);
            while arrivals.len() > longest {
                arrivals.pop_front();
            }
        }
        over
    }

    /// Returns the reply to a request that arrives now.
    pub(crate) fn answer(&mut self, request: &HttpRequest, at_ms: u64, chance: &mut Chance) -> Reply {
        self.calls += 1;
        self.execute_due(at_ms);
        self.act_for_others(at_ms, chance);
        let within = |span: Option<(u64, u64)>| span.is_some_and(|(from, to)| (from..to).contains(&at_ms));
        if self.is_over_limit(at_ms, chance) {
            self.limited += 1;
            let mut response = HttpResponse::new(429, LIMITED);
            response.retry_after = chance.one_in(3).then(|| chance.below(8).to_string());
            return Reply::Response(response, Meaning::NotProcessed);
        }
        if within(self.weather.denied) {
            let status = if chance.one_in(2) { 401 } else { 403 };
            return Reply::Response(HttpResponse::new(status, DENIED), Meaning::NotProcessed);
        }
        let lost = within(self.weather.outage) || chance.below(1000) < self.weather.lost;
        match &request.body {
            Some(body) => self.put(place_of(&request.path), body, at_ms, lost, chance),
            None if lost => unclear(false, chance),
            None => self.get(&request.path, at_ms),
        }
    }

    fn put(&mut self, place: u32, body: &str, at_ms: u64, lost: bool, chance: &mut Chance) -> Reply {
        if lost {
            // Executed now, later, or never.
            let real = match chance.below(4) {
                0 | 1 => self.execute(place, body, at_ms),
                2 => {
                    self.late.push((at_ms + u64::from(chance.below(20_000)), place, body.to_owned()));
                    None
                }
                _ => None,
            };
            return unclear(real.is_some(), chance);
        }
        if self.order(place).missing {
            return Reply::Response(HttpResponse::new(404, MISSING), Meaning::Refused);
        }
        match self.execute(place, body, at_ms) {
            Some(response) => Reply::Response(response, Meaning::Anything),
            None => Reply::Response(HttpResponse::new(400, REVOKED), Meaning::Refused),
        }
    }

    fn get(&self, path: &str, at_ms: u64) -> Reply {
        let visible_ms = at_ms.saturating_sub(u64::from(self.weather.lag_ms));
        if let Some(seconds) = path.strip_prefix("/order/certificate/status-changes?seconds=") {
            let since_ms = at_ms.saturating_sub(seconds.parse::<u64>().unwrap() * 1000);
            let recent = self.changes.iter().rev().take_while(|(when, _)| *when >= since_ms);
            let shown = recent.filter(|(when, _)| *when <= visible_ms);
            let row =
                |(_, place): &(u64, u32)| format!(r#"{{"order_id":{},"status":"revoked"}}"#, FIRST + u64::from(*place));
            let rows = shown.map(row).collect::<Vec<_>>().join(",");
            return whole(format!(r#"{{"orders":[{rows}]}}"#), Meaning::Anything);
        }
        if path.starts_with("/order/certificate?") {
            return self.page(path, visible_ms);
        }
        let place = path.rsplit('/').next().unwrap().parse::<u64>().unwrap() - FIRST;
        let order = &self.orders[usize::try_from(place).unwrap()];
        if order.missing {
            return Reply::Response(HttpResponse::new(404, MISSING), Meaning::Anything);
        }
        let is_revoked = order.revoked_ms.is_some_and(|when| when <= visible_ms);
        let shown = order.requests.iter().filter(|request| request.made_ms <= visible_ms);
        let (mut requests, mut traces) = (String::new(), u32::from(is_revoked));
        for Request { id, made_ms, status, comments } in shown {
            let date = Timestamp::from_unix_ms(BEGIN_UNIX_MS + made_ms);
            let comma = if requests.is_empty() { "" } else { "," };
            write!(
                requests,
                r#"{comma}{{"id":{id},"type":"revoke","status":"{status}","date":"{}","comments":"{comments}"}}"#,
                date.as_str()
            )
            .unwrap();
            traces += u32::from(*status == "pending");
        }
        let (id, status) = (FIRST + place, if is_revoked { "revoked" } else { "issued" });
        let meaning = if traces == 0 { Meaning::Clear(at_ms) } else { Meaning::Anything };
        whole(format!(r#"{{"id":{id},"status":"{status}","requests":[{requests}]}}"#), meaning)
    }

    /// Returns a page of the order list. The account has no other orders.
    fn page(&self, path: &str, visible_ms: u64) -> Reply {
        let number = |name: &str| path.split(name).nth(1).unwrap().split('&').next().unwrap().parse::<usize>().unwrap();
        let known: Vec<_> = (0_u64..).zip(&self.orders).filter(|(_, order)| !order.missing).collect();
        let rows = known.iter().skip(number("offset=")).take(number("limit=")).map(|(place, order)| {
            let is_revoked = order.revoked_ms.is_some_and(|when| when <= visible_ms);
            let status = if is_revoked { "revoked" } else { "issued" };
            format!(r#"{{"id":{},"status":"{status}"}}"#, FIRST + place)
        });
        let rows = rows.collect::<Vec<_>>().join(",");
        whole(format!(r#"{{"orders":[{rows}],"page":{{"total":{}}}}}"#, known.len()), Meaning::Anything)
    }
}

pub(crate) fn place_of(path: &str) -> u32 {
    let id = path.strip_prefix("/order/certificate/").unwrap().split('/').next().unwrap();
    u32::try_from(id.parse::<u64>().unwrap() - FIRST).unwrap()
}
