//! Checks every day that the table keeps the promises of section 3 of the design.
//!
//! The audit logs a difference and raises an alarm; it corrects nothing. Only what two consecutive reads agree on is a
//! finding, so that writes in progress are not reported.

use context::Context;
use store::audit::Audit;
use store::{Store, StoreError};

/// Findings logged one by one; the others are only counted.
const SHOWN: usize = 50;

/// Audits the table, logs the findings, and stores them for the organizers of each edition.
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
