//! JSON schemas of this crate's types, for the contract's document.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::announcement::{AnnouncementKind, AnnouncementState};
use crate::conference::Silence;
use crate::conference::{Attendance, Class, Length, Phase, ReviewMode, TrackKind};
use crate::link::LinkState;
use crate::mail::FeedbackKind;
use crate::person::EmailAddress;
use crate::proposal::{Decision, Deed};
use crate::reminder::ReminderKind;
use crate::review::Score;
use crate::role::RoleState;
use crate::timetable::{Kind, LinkKind, Role, State, Warning};

/// Gives a type an inline schema without a name of its own.
macro_rules! inline {
    ($name:ty, $schema:expr) => {
        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    };
}

/// An enumeration with words as JSON values. The `match` keeps the list complete.
macro_rules! words {
    ($name:ty: $($variant:ident),*) => {
        inline!($name, {
            let _ = |value: $name| match value { $(<$name>::$variant => (),)* };
            json_schema!({ "type": "string", "enum": [$(<$name>::$variant),*] })
        });
    };
}

inline!(EmailAddress, json_schema!({ "type": "string", "format": "idn-email" }));
// With two decimals.
inline!(Score, json_schema!({ "type": "number", "minimum": 0 }));
inline!(
    Warning,
    json_schema!({ "type": "object", "properties": { "kind": { "type": "string" } }, "required": ["kind"] })
);

words!(AnnouncementKind: Manual, SoldOut, Reopened, Released, CallOpened, CallMoved, CallClosed, Timetable);
words!(AnnouncementState: Held, Published, Withdrawn);
words!(Attendance: InPerson, Virtual);
words!(Class: Contributor, Newcomer, Everyone);
words!(Decision: Accepted, Standby, Rejected);
words!(
    Deed: Created, Edited, Submitted, Withdrawn, Answered, MoveAsked, MoveAnswered, Merged, Decided, Confirmed,
    Declined, Imported, BecameTrack
);
words!(FeedbackKind: Bounced, Complained, Rejected);
words!(Kind: Talk, Bof, Entry);
words!(Length: Full, Half);
words!(LinkKind: Recording, Slides, Paper, Web, Blog, Article, Related, Activitypub);
words!(LinkState: Linked, Linking, Unlinking);
words!(Phase: Before, Open, After);
words!(ReminderKind: Drafts, Calls, Leads, Reviews, Acceptances, Messages);
words!(ReviewMode: Scored, Lead);
words!(Role: Speaker, Lead, MustBeThere);
words!(RoleState: Invited, Held, GivenUp, Removed);
words!(Silence: Keep, Return);
words!(State: Tentative, Confirmed, Cancelled);
words!(TrackKind: Microconference, Refereed, Summit, Bof, Other);
