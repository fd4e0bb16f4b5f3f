### The start page of organizers, leads and reviewers: figures, what needs them, and what happens next.

## Overview

overview-write = Write an announcement
overview-passes = Change capacity
overview-days-to-go =
    { $count ->
        [one] 1 day to go
       *[other] { $count } days to go
    }
overview-week = +{ $count } in 7 days
overview-offers =
    { $count ->
        [0] No open offers
        [one] 1 open offer
       *[other] { $count } open offers
    }
overview-next-ends = next ends { $at }
overview-drafts =
    { $count ->
        [one] 1 draft
       *[other] { $count } drafts
    }
overview-calls =
    { $count ->
        [0] no open calls
        [one] 1 open call
       *[other] { $count } open calls
    }
overview-to-review = Reviews to do
overview-reviews-all = by all reviewers
overview-reviews-mine = by you
overview-mails = Mails sent
overview-queued = { $count } queued
overview-failed = { $count } failed
overview-bounced = { $count } bounced
overview-needs = Needs you
overview-needs-none = Nothing needs you right now.
overview-next = Next, automatically
overview-next-none = Nothing is scheduled.
overview-paused = Paused
overview-preview = Preview
overview-pool = { $taken } of { $capacity }
overview-held = { $count } held
overview-returned = { $count } returned
overview-registrations = Registrations
overview-registrations-none = No registrations yet. This chart shows them by day.
overview-curve = Registrations by { $day }: { $in-person } in person, { $virtual } online
overview-by-day = By day
overview-day = Day
overview-sum = Total
overview-waiting = Waiting time
overview-waiting-none = No one is waiting. When passes sell out, this shows who is waiting and for how long.
overview-class = Priority class
overview-day-less = Under 1 day
overview-week-less = 1 to 7 days
overview-month-less = 1 to 4 weeks
overview-longer = Longer
overview-total = Total
overview-tracks = Proposals by track
overview-tracks-none = No tracks yet. Add them in the settings.
overview-track = Track
overview-deadline = Deadline
overview-submitted = Submitted
overview-draft = Drafts
overview-last-edition = last edition: { $count } by then
overview-downloads = Download as CSV
act-now = Now

## Priority classes of the waitlist

class-contributor = Contributors
class-newcomer = First-time attendees
class-everyone = Everyone else

## What needs a person. The API gives the English text.

need-set-aside =
    { $count ->
        [one] 1 automatic task failed and was set aside.
       *[other] { $count } automatic tasks failed and were set aside.
    }
need-consistency =
    { $count ->
        [one] The last consistency check found 1 difference.
       *[other] The last consistency check found { $count } differences.
    }
need-mail-failed =
    { $count ->
        [one] 1 mail could not be sent.
       *[other] { $count } mails could not be sent.
    }
need-mail-bounced =
    { $count ->
        [one] 1 mail bounced.
       *[other] { $count } mails bounced.
    }
need-my-reviews =
    { $count ->
        [one] You have 1 review to write.
       *[other] You have { $count } reviews to write.
    }
need-my-reviews-by =
    { $count ->
        [one] You have 1 review to write by { $by }.
       *[other] You have { $count } reviews to write by { $by }.
    }
need-my-reviews-overdue =
    { $count ->
        [one] 1 of your reviews is overdue.
       *[other] { $count } of your reviews are overdue.
    }
need-reviews-overdue =
    { $count ->
        [one] 1 review for { $track } is overdue.
       *[other] { $count } reviews for { $track } are overdue.
    }
need-decisions =
    { $count ->
        [one] 1 decision for { $track } is not released.
       *[other] { $count } decisions for { $track } are not released.
    }
need-call-few =
    { $count ->
        [0] { $track } closes { $left } without proposals.
        [one] { $track } closes { $left } with 1 proposal.
       *[other] { $track } closes { $left } with { $count } proposals.
    }
need-call-fewer =
    { $count ->
        [0] { $track } closes { $left } without proposals. The last edition had { $earlier } by then.
        [one] { $track } closes { $left } with 1 proposal. The last edition had { $earlier } by then.
       *[other] { $track } closes { $left } with { $count } proposals. The last edition had { $earlier } by then.
    }
need-allotment =
    { $count ->
        [one] 1 pass of { $pool } is unclaimed. It can be claimed until { $by }.
       *[other] { $count } passes of { $pool } are unclaimed. They can be claimed until { $by }.
    }
need-roles =
    { $count ->
        [one] 1 person has not accepted a role: { $roles }.
       *[other] { $count } people have not accepted a role: { $roles }.
    }
need-role-organizer = organizer
need-role-lead = lead of { $track }
need-role-reviewer = reviewer for { $track }
need-act-set-aside = Fix
need-act-consistency = Show
need-act-mail-failed = Show
need-act-mail-bounced = Show
need-act-reviews-overdue = Show reviews
need-act-reviews-due = Review
need-act-decisions-not-released = Release
need-act-call-closing = Show call
need-act-allotment-unclaimed = Invite
need-act-role-not-accepted = Show roles

## Activity

activity-filter = Filter the activity
activity-actor = Who
activity-anyone = Anyone
activity-since = Since
activity-show = Show
activity-when = When
activity-what = What
activity-track = Track
activity-sessions =
    { $count ->
        [one] 1 session
       *[other] { $count } sessions
    }
activity-nothing = none
activity-same-object = Its history
activity-same-kind = Acts like this
activity-all = Show all activity
activity-none = No activity yet.
activity-no-match = No activity matches. Remove a filter.
activity-not-here = Nothing on this page matches. Go to the next page.
activity-workflow = { $name } (automatic)
activity-act-edition-created = Created the edition
activity-act-edition-changed = Changed the settings of the edition
activity-act-pool-resized = Changed the capacity of { $object } from { $before } to { $after }
activity-act-pool-put-back = Put the capacity of { $object } back from { $before } to { $after }: too many passes are in use
activity-act-pool-released = Ended the pool { $object }
activity-act-pool-paused = Paused offers from { $object }
activity-act-pool-resumed = Resumed offers from { $object }
activity-act-pool-noticed = Reminded the leads of unclaimed passes in { $object }
activity-act-release-paused = Paused the end of the pool { $object }
activity-act-release-resumed = Resumed the end of the pool { $object }
activity-act-passes-moved = Moved unclaimed passes of { $object } to general: { $after }
activity-act-sales-reopened = Put returned passes of { $object } on sale: { $after }
activity-act-sales-stopped = Stopped the sale of { $object }: sold out
activity-act-offers-made = Offered passes of { $object } to the waitlist
activity-act-invitation-made = Invited { $object } to the pool { $after }
activity-act-invitation-revoked = Revoked the invitation of { $object } to the pool { $after }
activity-act-registration-changed = Changed the registration of { $object }
activity-act-registration-cancelled = Cancelled the registration of { $object }
activity-act-address-confirmed = Confirmed the address of { $object }
activity-act-hold-lapsed = Returned the pass held for { $object }: the address was not confirmed
activity-act-pass-returned = Returned the pass of { $object }, who did not confirm
activity-act-checked-in = Checked { $object } in
activity-act-check-in-corrected = Corrected when { $object } checked in: { $after }
activity-act-check-in-undone = Undid the check-in of { $object }
activity-act-pass-offered-on = Offered the pass of { $object } to others, who did not come
activity-act-pass-given-back = Gave { $object } a pass back
activity-act-walk-in-registered = Registered { $object } at the door
activity-act-offer-accepted = Accepted the offer for { $object }
activity-act-offer-declined = Declined the offer for { $object }
activity-act-offer-lapsed = Ended the offer to { $object }: it expired
activity-act-offer-undelivered = Ended the offer to { $object }: the mail did not arrive
activity-act-offer-reminded = Reminded { $object } of their offer
activity-act-entry-moved = Moved { $object } on the waitlist from { $before } to { $after }
activity-act-entry-reclassified = Reclassified { $object } on the waitlist from { $before } to { $after }
activity-act-entry-removed = Removed { $object } from the waitlist
activity-act-entry-passed-over = Removed { $object } from the waitlist: mail does not arrive
activity-act-announcement-posted = Posted the announcement “{ $object }”
activity-act-announcement-published = Published the announcement “{ $object }”
activity-act-announcement-withdrawn = Withdrew the announcement “{ $object }”
activity-act-mail-resent = Resent a mail to { $object }
activity-act-mails-hastened = Sent the queued mails now
activity-act-reminders-sent = Sent reminders of the deadline { $object }
activity-act-reminders-hastened = Sent reminders of { $object } early
activity-act-reminders-paused = Paused the reminders of the deadline { $object }
activity-act-reminders-resumed = Resumed the reminders of the deadline { $object }
activity-act-campaign-mailed = Asked people whether they are still coming: { $after }
activity-act-campaign-paused = Paused the reconfirmation
activity-act-campaign-resumed = Resumed the reconfirmation
activity-act-campaign-hastened = Started a step of the reconfirmation early
activity-act-message-sent = Sent the message “{ $object }” to { $after } people
activity-act-message-scheduled = Scheduled the message “{ $object }” for { $after }
activity-act-message-changed = Changed the message “{ $object }”
activity-act-message-cancelled = Cancelled the message “{ $object }”
activity-act-message-paused = Paused the message “{ $object }”
activity-act-message-resumed = Resumed the message “{ $object }”
activity-act-message-hastened = Sent the message “{ $object }” early
activity-act-message-mailed = Queued mails of the message “{ $object }”: { $after }
activity-act-item-retried = Retried a failed item
activity-act-item-skipped = Skipped a failed item
activity-act-role-offered = Offered { $object } a role: { $after }
activity-act-role-accepted = Accepted a role: { $after }
activity-act-role-given-up = Gave up a role: { $after }
activity-act-role-removed = Removed a role of { $object }: { $after }
activity-act-track-changed = Changed the track { $object }
activity-act-deadline-moved = Moved the deadline of { $object } from { $before } to { $after }
activity-act-call-opened = Opened the call of { $object }
activity-act-call-closed = Closed the call of { $object }
activity-act-call-moved = Notified people that the deadline of { $object } moved
activity-act-outcomes-recorded = Recorded the outcomes of { $object }
activity-act-decisions-released = Released the decisions of { $object }: { $after }
activity-act-selection-noticed = Notified the leads of { $object }
activity-act-late-link-given = Gave { $object } a late link until { $after }
activity-act-late-link-revoked = Revoked the late link of { $object }
activity-act-proposal-imported = Imported the proposal “{ $object }”
activity-act-proposal-edited = Edited the proposal “{ $object }”
activity-act-proposal-submitted = Submitted the proposal “{ $object }”
activity-act-proposal-withdrawn = Withdrew the proposal “{ $object }”
activity-act-proposal-deleted = Deleted the draft “{ $object }”
activity-act-move-asked = Asked another track to take the proposal “{ $object }”
activity-act-move-answered = Answered the request to move the proposal “{ $object }”
activity-act-proposal-merged = Merged the proposal “{ $object }” into another
activity-act-proposal-confirmed = Confirmed the acceptance of “{ $object }”
activity-act-proposal-declined = Declined the acceptance of “{ $object }”
activity-act-became-track = Made the proposal “{ $object }” a track
activity-act-review-given = Reviewed the proposal “{ $object }”
activity-act-conflict-declared = Declared a conflict with the proposal “{ $object }”
activity-act-conflict-lifted = Lifted a conflict with the proposal “{ $object }”
activity-act-tags-changed = Changed the tags of the proposal “{ $object }”
activity-act-decision-made = Decided on the proposal “{ $object }”: { $after }
activity-act-decision-delivered = Sent the decision on the proposal “{ $object }”: { $after }
activity-act-speakers-invited = Invited speakers of “{ $object }” to claim passes: { $after }
activity-act-live-links-changed = Changed the online links of “{ $object }”
activity-act-sessions-changed = Changed the timetable: { $object }
activity-act-timetable-published = Published release { $object } of the timetable
activity-act-bof-changed = Edited the BoF “{ $object }”
activity-act-bof-cancelled = Cancelled the BoF “{ $object }”
activity-act-bofs-placed = Gave free slots to waiting BoFs: { $after }
activity-act-person-erased = Erased the data of a person ({ $object })
activity-act-data-ended = Began to erase data whose retention period ended
activity-act-webhook-added = Added a webhook ({ $object })
activity-act-webhook-changed = Changed a webhook ({ $object })
activity-act-webhook-removed = Removed a webhook ({ $object })
activity-act-webhook-secret-rotated = Gave a webhook a new secret ({ $object })
activity-act-webhook-disabled = Disabled a webhook that kept failing ({ $object })
activity-act-webhook-tested = Sent a test event to a webhook ({ $object })
activity-act-webhook-replayed = Replayed a delivery to a webhook ({ $object })
activity-act-history-imported = Imported the attendees of { $object }: { $after }
activity-act-history-removed = Removed the import of { $object }
activity-act-history-erased = Erased a person from the import of { $object }

## Statistics

statistics-lead = Who came, what became of the waitlist, and what became of proposals.
statistics-passes = In-person passes
statistics-here = Checked in
statistics-no-show = No-shows
statistics-virtual = Virtual passes
statistics-offered-on = Passes offered to others
statistics-days-title = First check-ins by day
statistics-no-check-ins = No one has been checked in.
statistics-table = As a table
statistics-day = Day
statistics-pools-title = Attendance by pool
statistics-pool = Pool
statistics-newcomers-title = Newcomers
statistics-newcomers = First time in this series
statistics-returning = Registered for an earlier edition
statistics-waitlist-title = Waitlist
statistics-no-waitlist = No one has joined the waitlist.
statistics-joined = Joined
statistics-offered = Got an offer
statistics-accepted = Accepted
statistics-declined = Declined
statistics-lapsed = Offer lapsed
statistics-left = Left, or got a pass in another way
statistics-open-offers = Open offers
statistics-waiting = Still waiting
statistics-median = Median time to the offer
statistics-longest = Longest time to the offer
statistics-minutes =
    { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
statistics-hours =
    { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
statistics-days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
statistics-tracks-title = Proposals by track
statistics-track = Track
statistics-submitted = Submitted
statistics-track-accepted = Accepted
statistics-standby = Standby
statistics-rejected = Rejected
statistics-withdrawn = Withdrawn
statistics-undecided = Undecided

## Problems

must-be-instant-or-day-since = must be an instant or a day, such as 2030-02-01
