//! Webhooks: endpoints, events, and deliveries.

use domain::conference::ConferenceId;

use super::{Key, due, spread};

/// The workflow that delivers events.
pub(crate) const DELIVER_WEBHOOKS: &str = "deliver-webhooks";

/// The sort key of an event.
pub(crate) const EVENT: &str = "EVENT";

pub(crate) fn webhooks(c: &ConferenceId) -> String {
    format!("C#{c}#WEBHOOKS")
}
pub(crate) fn webhook(c: &ConferenceId, id: &str) -> Key {
    Key::new(webhooks(c), id)
}
pub(crate) fn event(c: &ConferenceId, id: &str) -> Key {
    Key::new(format!("C#{c}#EVENT#{id}"), EVENT)
}

/// An endpoint's deliveries. Ids of events sort by time, so the latest are at the end.
pub(crate) fn deliveries(c: &ConferenceId, endpoint: &str) -> String {
    format!("C#{c}#WEBHOOK#{endpoint}")
}
pub(crate) fn delivery(c: &ConferenceId, endpoint: &str, event: &str) -> Key {
    Key::new(deliveries(c, endpoint), event)
}

/// The partition that lists a delivery while it is due. Those of one endpoint are in one partition of the table, so
/// their own ids spread them.
pub(crate) fn due_delivery(event: &str) -> String {
    due(DELIVER_WEBHOOKS, spread(event))
}

/// The edition, and the endpoint of a delivery's key.
pub(crate) fn parse_delivery(key: &Key) -> Option<(ConferenceId, &str)> {
    let (c, endpoint) = key.pk.strip_prefix("C#")?.split_once("#WEBHOOK#")?;
    Some((c.parse().ok()?, endpoint))
}

/// The edition and the event of an event's key.
pub(crate) fn parse_event(key: &Key) -> Option<(ConferenceId, &str)> {
    let (c, event) = key.pk.strip_prefix("C#")?.split_once("#EVENT#")?;
    Some((c.parse().ok()?, event))
}
