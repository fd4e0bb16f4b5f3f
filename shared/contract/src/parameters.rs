//! Parameters that several routes share.

use crate::route::Parameter;
use crate::route::row::{cursor, flag, header, number, query, time_zone};

pub(crate) const CURSOR: Parameter =
    cursor("cursor", "as in the `next` of the page before, which is a link; without it the first page");

pub(crate) const IDEMPOTENCY_KEY: Parameter = header(
    "idempotency-key",
    "1 to 200 characters of your choice, new for each new request; a repeat with it has no further effect and gets the \
     same answer",
);

pub(crate) const DRY_RUN: Parameter = flag("dry_run", "what would happen; nothing is changed");

pub(crate) const DRAFT: Parameter = flag("draft", "what is not published yet, for organizers and leads");

/// For pages that can show times in the reader's zone.
pub(crate) const ZONE: Parameter =
    time_zone("zone", "an IANA time zone such as `Asia/Tokyo`: pages show times in it too");

/// For the pages that follow a form.
pub(crate) const DONE: Parameter = query("done", "of a page: which message it shows after a form");
pub(crate) const SAVED: Parameter = query("saved", "of a page: that it says what was saved");
pub(crate) const SAID: Parameter = query("said", "of a page: which message it shows after a form");

pub(crate) const IF_MATCH: Parameter = header(
    "if-match",
    "the `ETag` of the version that was read: if it is not the latest any more, nothing is changed and the answer is \
     `412`",
);

/// For exports that can need several answers. The header `Link` of a part leads to the next one.
pub(crate) const PART: Parameter = number("part", "which part this is, for the file's name");
pub(crate) const DOWNLOAD: Parameter = flag("download", "in a browser: the file of this part instead of the page");
pub(crate) const AFTER: Parameter =
    number("after", "only proposals with a greater number; the link to the next part has it");
