//! One line in the log for each request: what was asked, what was answered, what it cost. Ids only, never names or
//! addresses; a path can carry a token, so the route stands for it.

use aws_lambda_events::event::apigw::ApiGatewayV2httpRequest;
use context::Context;
use jiff::Timestamp;
use store::Units;

use crate::{Problem, Request};

/// What is known of a request so far.
pub(crate) struct RequestLog {
    began_at: Timestamp,
    id: String,
    trace: String,
    route: String,
    conference: String,
    problem: &'static str,
    cause: String,
}

impl RequestLog {
    pub(crate) fn begin(ctx: &Context, event: &ApiGatewayV2httpRequest) -> Self {
        let id = event.request_context.request_id.clone().unwrap_or_default();
        // API Gateway gives each request a trace, `Root=1-…`; without one the request's id leads as far.
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
        }
    }

    /// What the mails that this request owes will name it by.
    pub(crate) fn trace(&self) -> &str {
        &self.trace
    }

    pub(crate) fn about(&mut self, request: &Request) {
        self.route = request.route_key();
        self.conference = request.edition_if_any().map(|edition| edition.id().to_string()).unwrap_or_default();
    }

    pub(crate) fn went_wrong(&mut self, problem: &Problem) {
        self.problem = problem.kind().slug();
        problem.cause().unwrap_or_default().clone_into(&mut self.cause);
    }

    /// An error is what an operator must see to; a refusal is the caller's own doing.
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
        if status >= 500 {
            line!(error);
        } else {
            line!(info);
        }
        // Only what keeps somebody from a pass is counted by reason: few values, one metric.
        if route == "POST /conferences/{conference}/registrations" && !problem.is_empty() {
            tracing::info!(request.trace = trace, metric.refusals = 1, dimension.reason = problem, "refused");
        }
    }
}
