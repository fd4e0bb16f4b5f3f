//! Logs one line for each request: route, status, duration and DynamoDB units. Logs ids only, never names or
//! addresses, and the route instead of the path, because a path can contain a token.

use aws_lambda_events::event::apigw::ApiGatewayV2httpRequest;
use context::Context;
use jiff::Timestamp;
use store::{Outage, Units};

use crate::{Problem, Request};

/// Collects the fields of the line while the request is served.
pub(crate) struct RequestLog {
    began_at: Timestamp,
    id: String,
    trace: String,
    route: String,
    conference: String,
    problem: &'static str,
    cause: String,
    outage: Option<Outage>,
}

impl RequestLog {
    pub(crate) fn begin(ctx: &Context, event: &ApiGatewayV2httpRequest) -> Self {
        let id = event.request_context.request_id.clone().unwrap_or_default();
        // API Gateway gives each request a trace, `Root=1-…`; without one, use the request's id.
        let header = event.headers.get("x-amzn-trace-id").and_then(|v| v.to_str().ok()).unwrap_or_default();
        let root = header.split(';').find_map(|part| part.trim().strip_prefix("Root="));
        let fits = |root: &&str| root.len() <= 64 && root.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        Self {
            began_at: ctx.now(),
            trace: root.filter(fits).unwrap_or(&id).to_owned(),
            id,
            route: String::new(),
            conference: String::new(),
            problem: "",
            cause: String::new(),
            outage: None,
        }
    }

    /// Stored with the mails that this request queues, so that logs connect both.
    pub(crate) fn trace(&self) -> &str {
        &self.trace
    }

    pub(crate) fn set_request(&mut self, request: &Request) {
        self.route = request.route_key();
        self.conference = request.edition_if_any().map(|edition| edition.id().to_string()).unwrap_or_default();
    }

    pub(crate) fn set_problem(&mut self, problem: &Problem) {
        self.problem = problem.kind().slug();
        problem.cause().unwrap_or_default().clone_into(&mut self.cause);
        self.outage = problem.outage();
    }

    /// Logs a 5xx answer as an error, because an operator must act on it. A 4xx answer is up to the caller.
    pub(crate) fn write(&self, ctx: &Context, status: u16, units: &Units) {
        let Self { id, trace, route, conference, problem, cause, .. } = self;
        let took_ms = ctx.now().duration_since(self.began_at).as_millis();
        let took_ms = u64::try_from(took_ms).unwrap_or_default();
        macro_rules! line {
            ($level:ident) => {
                tracing::$level!(
                    request.id = id,
                    request.route = route,
                    request.trace = trace,
                    conference.id = conference,
                    status,
                    problem,
                    cause,
                    metric.request_ms = took_ms,
                    metric.write_units = units.write(),
                    metric.read_units = units.read(),
                    units.calls = units.calls(),
                    "answered"
                )
            };
        }
        // While nothing can be stored, every request fails for the same reason; one error line a minute is enough.
        let is_news = self.outage.is_none_or(|outage| ctx.should_log(outage.reason()));
        if status >= 500 && is_news {
            line!(error);
        } else {
            line!(info);
        }
        // Count reasons only for refused registrations: few values, so few billed metrics.
        if route == "POST /conferences/{conference}/registrations" && !problem.is_empty() {
            tracing::info!(request.trace = trace, metric.refusals = 1, dimension.reason = problem, "refused");
        }
    }
}
