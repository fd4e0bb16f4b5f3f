//! The errors of a failed call.

use std::fmt;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;

use super::{Item, Outage};
use crate::keys::Key;

/// The call to the table failed. Whether a write happened is unknown.
#[derive(Debug)]
pub enum StoreError {
    /// The table is busy or unreachable: the same call can succeed later.
    Busy(String),
    /// An item is invalid, or the call is wrong: retrying does not help.
    Broken(String),
    /// Every call fails until an operator repairs the storage; then the same call can succeed.
    Unavailable { outage: Outage, cause: String },
    Unreadable {
        key: Key,
        /// The reason; it may quote the item's content.
        why: String,
    },
}

impl StoreError {
    /// Whether the item or the request caused the error, so that other items are not affected.
    pub(crate) fn is_the_items_fault(&self) -> bool {
        matches!(self, Self::Broken(_) | Self::Unreadable { .. })
    }

    /// Why nothing can be stored, if that is the error.
    pub fn outage(&self) -> Option<Outage> {
        match self {
            Self::Unavailable { outage, .. } => Some(*outage),
            Self::Busy(_) | Self::Broken(_) | Self::Unreadable { .. } => None,
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy(why) => write!(f, "the table is busy: {why}"),
            Self::Broken(why) => write!(f, "the table's answer makes no sense: {why}"),
            Self::Unavailable { outage, cause } => write!(f, "{outage}: {cause}"),
            Self::Unreadable { key, why } => write!(f, "{} {} cannot be read: {why}", key.pk, key.sk),
        }
    }
}

impl std::error::Error for StoreError {}

#[allow(clippy::needless_pass_by_value, reason = "for map_err")]
pub(super) fn store_error<E: ProvideErrorMetadata + std::error::Error + 'static>(error: SdkError<E>) -> StoreError {
    let text = match &error {
        SdkError::ServiceError(service) => {
            format!("{}: {}", service.err().code().unwrap_or("?"), service.err().message().unwrap_or(""))
        }
        other => format!("{other:?}").chars().take(200).collect(),
    };
    let outage = error.code().and_then(|code| Outage::of_error(code, error.message().unwrap_or_default()));
    if let Some(outage) = outage {
        return StoreError::Unavailable { outage, cause: text };
    }
    match error.code() {
        Some("ValidationException" | "AccessDeniedException") => StoreError::Broken(text),
        _ => StoreError::Busy(text),
    }
}

/// Why one write of a cancelled transaction failed.
#[derive(Clone, Debug)]
pub(crate) enum Reason {
    /// This write had no problem.
    Fine,
    /// Its guard failed; the current item.
    Guard(Option<Item>),
    /// Another transaction or a limit was in the way: the same write can succeed later.
    Conflict,
}

/// A transaction that did not commit.
#[derive(Debug)]
pub(crate) enum Cancelled {
    /// Refused, with a reason for each write, in order.
    Reasons(Vec<Reason>),
    /// Failed with an unknown outcome, or broken.
    Store(StoreError),
}

pub(super) fn cancelled(error: SdkError<TransactWriteItemsError>) -> Cancelled {
    let Some(TransactWriteItemsError::TransactionCanceledException(why)) = error.as_service_error() else {
        return Cancelled::Store(store_error(error));
    };
    let reasons = why.cancellation_reasons();
    if reasons.iter().any(|r| r.code() == Some("ValidationError")) {
        let message = reasons.iter().filter_map(|r| r.message()).collect::<Vec<_>>().join("; ");
        return Cancelled::Store(StoreError::Broken(message));
    }
    Cancelled::Reasons(
        reasons
            .iter()
            .map(|reason| match reason.code() {
                None | Some("None") => Reason::Fine,
                Some("ConditionalCheckFailed") => Reason::Guard(reason.item.clone()),
                // TransactionConflict, ThrottlingError, ProvisionedThroughputExceeded, ItemCollectionSizeLimitExceeded
                Some(_) => Reason::Conflict,
            })
            .collect(),
    )
}
