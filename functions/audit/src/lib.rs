//! Proves the promises of section 3 of the design over the table, every day.
//!
//! A difference is logged and raises an alarm; nothing is corrected here. What two readings in a row agree on is a
//! finding, so what is being written meanwhile is none.

use context::Context;
use store::audit::Audit;
use store::{Store, StoreError};

/// Findings logged one by one; the rest are counted.
const SHOWN: usize = 50;

/// Audits the table, logs what must not be, and keeps it for the organizers of each edition.
pub async fn run(context: &Context, store: &Store) -> Result<Audit, StoreError> {
    let audit = store.audit_settled().await?;
    for finding in audit.findings.iter().take(SHOWN) {
        tracing::error!(audit.promise = finding.promise, audit.detail = finding.detail, "a promise is broken");
    }
    store.keep_daily(context, &audit).await?;
    let findings = audit.findings.len();
    tracing::info!(
        audit.shards = audit.shards,
        audit.registrations = audit.registrations,
        audit.mails = audit.mails,
        metric.ledger_mismatches = findings,
        "audited"
    );
    Ok(audit)
}
