//! Outages that make every call to the table fail until an operator repairs them.

use std::fmt;

use aws_sdk_dynamodb::types::TableStatus;

/// Why nothing can be stored at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outage {
    DiskFull,
    ReadOnly,
    DiskError,
    TableMissing,
    KeyUnavailable,
}

impl Outage {
    pub const ALL: &'static [Self] =
        &[Self::DiskFull, Self::ReadOnly, Self::DiskError, Self::TableMissing, Self::KeyUnavailable];

    /// The machine-readable word; also the error code of an embedded table.
    pub fn reason(self) -> &'static str {
        match self {
            Self::DiskFull => "disk-full",
            Self::ReadOnly => "read-only",
            Self::DiskError => "disk-error",
            Self::TableMissing => "table-missing",
            Self::KeyUnavailable => "key-unavailable",
        }
    }

    /// The outage that a table error means, if any. DynamoDB itself has no code for a disk: it repairs those by itself,
    /// and `InternalServerError` passes.
    pub(super) fn of_error(code: &str, message: &str) -> Option<Self> {
        match code {
            "ResourceNotFoundException" => Some(Self::TableMissing),
            // DynamoDB passes on the key service's errors.
            "AccessDeniedException" if message.contains("KMS") || message.contains("kms:") => {
                Some(Self::KeyUnavailable)
            }
            code => Self::ALL.iter().copied().find(|outage| outage.reason() == code),
        }
    }

    /// The outage that a table's status means, if any.
    pub(super) fn of_status(status: Option<&TableStatus>) -> Option<Self> {
        match status {
            Some(TableStatus::Active | TableStatus::Updating) => None,
            Some(TableStatus::InaccessibleEncryptionCredentials | TableStatus::Archiving | TableStatus::Archived) => {
                Some(Self::KeyUnavailable)
            }
            _ => Some(Self::TableMissing),
        }
    }
}

impl fmt::Display for Outage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DiskFull => "the server's disk is full",
            Self::ReadOnly => "the server's disk is read-only",
            Self::DiskError => "the server's disk reports errors",
            Self::TableMissing => "the database table is missing",
            Self::KeyUnavailable => "the database's encryption key is unavailable",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_embedded_tables_code_is_read_back() {
        for outage in Outage::ALL {
            assert_eq!(Outage::of_error(outage.reason(), ""), Some(*outage));
        }
    }

    #[test]
    fn errors_of_dynamodb_that_pass_are_no_outage() {
        for code in ["InternalServerError", "ThrottlingException", "RequestLimitExceeded", "LimitExceededException"] {
            assert_eq!(Outage::of_error(code, ""), None, "{code}");
        }
    }

    #[test]
    fn a_missing_permission_is_no_outage_and_a_disabled_key_is() {
        let refused = |message| Outage::of_error("AccessDeniedException", message);
        assert_eq!(refused("User is not authorized to perform: dynamodb:PutItem"), None);
        assert_eq!(refused("KMS key access denied error"), Some(Outage::KeyUnavailable));
        assert_eq!(refused("not authorized to perform: kms:Decrypt on this key"), Some(Outage::KeyUnavailable));
    }

    #[test]
    fn a_table_takes_calls_while_it_is_active_or_being_updated() {
        assert_eq!(Outage::of_status(Some(&TableStatus::Active)), None);
        assert_eq!(Outage::of_status(Some(&TableStatus::Updating)), None);
        assert_eq!(Outage::of_status(Some(&TableStatus::Creating)), Some(Outage::TableMissing));
        assert_eq!(Outage::of_status(None), Some(Outage::TableMissing));
        let inaccessible = TableStatus::InaccessibleEncryptionCredentials;
        assert_eq!(Outage::of_status(Some(&inaccessible)), Some(Outage::KeyUnavailable));
    }
}
