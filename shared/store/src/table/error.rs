//! What a call that did not go through comes to.

use std::fmt;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;

use super::Item;
use crate::keys::Key;

/// The table could not do what was asked. Nothing can be said of whether a write happened.
#[derive(Debug)]
pub enum StoreError {
    /// It is busy or out of reach: the same call can go through later.
    Busy(String),
    /// An item is not what it must be, or the call is wrong: trying again does not help.
    Broken(String),
    /// This item cannot be read.
    Unreadable {
        key: Key,
        /// Why not; it may quote what the item says.
        why: String,
    },
}

impl StoreError {
    /// Whether the fault lies in what was read or asked, so that other items are not concerned.
    pub(crate) fn is_the_items_fault(&self) -> bool {
        matches!(self, Self::Broken(_) | Self::Unreadable { .. })
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy(why) => write!(f, "the table is busy: {why}"),
            Self::Broken(why) => write!(f, "the table's answer makes no sense: {why}"),
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
    match error.code() {
        Some("ValidationException" | "ResourceNotFoundException" | "AccessDeniedException") => StoreError::Broken(text),
        _ => StoreError::Busy(text),
    }
}

/// Why one write of a cancelled transaction did not go.
#[derive(Clone, Debug)]
pub(crate) enum Reason {
    /// This one could have gone.
    Fine,
    /// Its guard did not hold; the item as it is.
    Guard(Option<Item>),
    /// Another transaction or a limit was in the way: the same write can go through later.
    Conflict,
}

/// A transaction that did not happen.
#[derive(Debug)]
pub(crate) enum Cancelled {
    /// Refused, with a reason for each write, in order.
    Reasons(Vec<Reason>),
    /// Not known to have happened, or broken.
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
