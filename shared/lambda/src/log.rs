//! Logging on AWS: writes each event as one line of JSON. Fields named `metric.…` also become metrics.
//!
//! `CloudWatch` extracts the metrics from the lines (embedded metric format), without a call or an agent. A field
//! `metric.mails_sent = 3` becomes the metric `mails_sent`. A field `dimension.workflow = "x"` divides the line's
//! metrics by workflow; use it only for fields with few values, because each value is billed as a metric. All metrics
//! carry the dimension `stack`. Outside AWS the same fields are ordinary log fields.

use std::fmt;
use std::io::Write;

use context::Context;
use serde_json::{Map, Value, json};
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

const NAMESPACE: &str = "Plumbline";

/// Writes lines to standard output, where Lambda collects them.
pub(crate) struct Log {
    pub(crate) context: Context,
    pub(crate) stack: String,
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // We use no spans. Events of the SDK below a warning only help its developers.
        let foreign = metadata.target().starts_with("aws_") || metadata.target().starts_with("hyper");
        metadata.is_event() && *metadata.level() <= if foreign { Level::WARN } else { Level::INFO }
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::INFO)
    }

    fn event(&self, event: &Event<'_>) {
        let mut line = Line::default();
        event.record(&mut line);
        let level = event.metadata().level().as_str();
        let line = line.finish(level, event.metadata().target(), &self.stack, self.context.now().as_millisecond());
        // There is no other place to report a failure.
        let _ = writeln!(std::io::stdout().lock(), "{line}");
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// One line, built field by field.
#[derive(Default)]
struct Line {
    fields: Map<String, Value>,
    metrics: Vec<String>,
    dimensions: Vec<String>,
}

impl Line {
    fn add(&mut self, field: &Field, value: Value) {
        let name = field.name();
        if let Some(metric) = name.strip_prefix("metric.") {
            self.metrics.push(metric.to_owned());
            self.fields.insert(metric.to_owned(), value);
        } else if let Some(dimension) = name.strip_prefix("dimension.") {
            self.dimensions.push(dimension.to_owned());
            self.fields.insert(dimension.to_owned(), value);
        } else {
            self.fields.insert(name.to_owned(), value);
        }
    }

    fn finish(mut self, level: &str, target: &str, stack: &str, now: i64) -> Value {
        self.fields.insert("level".into(), level.into());
        self.fields.insert("target".into(), target.into());
        self.fields.insert("stack".into(), stack.into());
        if !self.metrics.is_empty() {
            self.dimensions.insert(0, "stack".into());
            let metrics: Vec<_> = self.metrics.iter().map(|name| json!({ "Name": name, "Unit": unit(name) })).collect();
            let directive = json!({ "Namespace": NAMESPACE, "Dimensions": [self.dimensions], "Metrics": metrics });
            self.fields.insert("_aws".into(), json!({ "Timestamp": now, "CloudWatchMetrics": [directive] }));
        }
        Value::Object(self.fields)
    }
}

/// Derives a metric's unit from the last word of its name.
fn unit(metric: &str) -> &'static str {
    match metric.rsplit('_').next() {
        Some("seconds") => "Seconds",
        Some("ms") => "Milliseconds",
        _ => "Count",
    }
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.add(field, format!("{value:?}").into());
    }
    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field, value.into());
    }
    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field, value.into());
    }
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field, value.into());
    }
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.add(field, value.into());
    }
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.add(field, value.into());
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// Captures the line of the last event.
    #[derive(Clone, Default)]
    struct Captured(Arc<Mutex<Value>>);

    impl Subscriber for Captured {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }
        fn event(&self, event: &Event<'_>) {
            let mut line = Line::default();
            event.record(&mut line);
            *self.0.lock().unwrap() = line.finish("INFO", "test", "prod", 7);
        }
        fn new_span(&self, _: &Attributes<'_>) -> Id {
            Id::from_u64(1)
        }
        fn record(&self, _: &Id, _: &Record<'_>) {}
        fn record_follows_from(&self, _: &Id, _: &Id) {}
        fn enter(&self, _: &Id) {}
        fn exit(&self, _: &Id) {}
    }

    fn logged(log: impl FnOnce()) -> Value {
        let captured = Captured::default();
        tracing::subscriber::with_default(captured.clone(), log);
        captured.0.lock().unwrap().clone()
    }

    #[test]
    fn metric_fields_become_metrics_beside_the_other_fields() {
        let line = logged(|| {
            tracing::info!(
                mail.key = "x",
                metric.oldest_due_seconds = 3,
                dimension.workflow = "deliver-mail",
                "looked"
            );
        });
        let expected = json!({
            "message": "looked", "mail.key": "x", "oldest_due_seconds": 3, "workflow": "deliver-mail",
            "level": "INFO", "target": "test", "stack": "prod",
            "_aws": { "Timestamp": 7, "CloudWatchMetrics": [{
                "Namespace": "Plumbline",
                "Dimensions": [["stack", "workflow"]],
                "Metrics": [{ "Name": "oldest_due_seconds", "Unit": "Seconds" }],
            }] },
        });
        assert_eq!(line, expected);
    }

    #[test]
    fn a_line_without_metrics_has_no_directive() {
        assert!(logged(|| tracing::info!(status = 200, "answered")).get("_aws").is_none());
    }
}
