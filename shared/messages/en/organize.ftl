### The desk: passes, people, waitlist, outbox, and what happens automatically.

## Words of several pages

pool = Pool
capacity = Capacity
taken = Taken
free = Free
on-offer = On offer
returned = Returned
state = State
registered = Registered
paused = Paused
class-contributor = Contributor
class-newcomer = First-time attendee
class-everyone = Everyone else

## Registrations

checked-in = Checked in
registrations-none = No registrations yet.

## Waitlist

waitlist-waiting =
    { $count ->
        [0] No one is waiting.
        [one] 1 person is waiting.
       *[other] { $count } people are waiting.
    }
waitlist-next = Next in line
waitlist-empty = The waitlist is empty. Returned passes go on sale.
waitlist-none = No entries yet.
waitlist-all = All entries, latest first
waitlist-position = Position
waitlist-class = Priority class
waitlist-joined = Joined
waitlist-move = Move
waitlist-reason = Reason
waitlist-offer = Offer
waitlist-offer-line = Offer { $number }, until { $until }
waitlist-offer-why = First in the class: { $class }.
waitlist-offer-next = Next in line then
waitlist-unreachable = Mail to { $email } bounced, so they were skipped.

## Passes

pools-invitations = Invitations
pools-claim-by = Claim by
pools-released = Released
pools-released-text = { $at }. Returned passes go to general.
pools-new-capacity = New capacity
pools-change = Change capacity
pools-release = Release unclaimed passes
pools-release-text =
    { $count ->
        [0] No unclaimed passes are left. Open invitations stop working. You can't undo this.
        [one] 1 unclaimed pass goes to the waitlist, or on sale if it is empty. Open invitations stop working. You can't undo this.
       *[other] { $count } unclaimed passes go to the waitlist, or on sale if it is empty. Open invitations stop working. You can't undo this.
    }
pools-release-now = Release passes
pools-preview = Preview
pools-from-to = Capacity: { $before } → { $after }
pools-offers =
    { $count ->
        [one] 1 person on the waitlist gets an offer at once:
       *[other] { $count } people on the waitlist get an offer at once:
    }
pools-done-resized = The capacity of { $pool } is changed.
pools-done-released = The unclaimed passes of { $pool } are released.

## Invitations

invitations-title = Invitations
invitations-pool = Passes of { $pool }
invitations-send = Send invitation
invitations-sent = Invited
invitations-none = No invitations yet.
invitations-revoke = Revoke
invitation-open = Open
invitation-claimed = Used
invitation-revoked = Revoked

## Reconfirmation

reconfirmation-title = Reconfirmation
reconfirmation-lead = Asks everyone with an in-person pass: are you still coming?
reconfirmation-none = This edition has no reconfirmation. Add a section "reconfirmation" to its settings to start one.
reconfirmation-ended = Ended
reconfirmation-running = Running
reconfirmation-not-begun = Not started
reconfirmation-asked = Asked
reconfirmation-yes = Coming
reconfirmation-no = Not coming
reconfirmation-silent = No answer
reconfirmation-returned = Passes returned
reconfirmation-steps = Steps
reconfirmation-ask-at = Question sent
reconfirmation-reminder = Reminder { $number }
reconfirmation-answer-by = Answer by
reconfirmation-silence = Without an answer
reconfirmation-return = The pass goes to the waitlist
reconfirmation-keep = The pass stays

## Outbox

mails-none = No mails yet.
mails-all = All
mails-list-queued = Queued
mails-list-sent = Sent
mails-list-failed = Failed
mails-list-bounced = Bounced
mails-list-not-arrived = Failed or bounced
mails-resent = The mail is queued again.
mails-facts = Facts
mails-queued-at = Queued
mails-error = Error
mails-feedback = Delivery
mails-as-html = As HTML
mails-as-text = As text
mails-open = Open on its own page
mails-gone = This mail can't be shown any more, because the record it refers to no longer exists.
mails-to = To
mails-kind = Kind
mails-since = Time
mails-resend = Resend
mails-before-resend = (before the resend)
mails-bounced = Bounced permanently. Nothing more is sent to this address.
mails-delayed = Bounced. The mail service stopped trying.
mails-complained = Marked as spam. Nothing more is sent to this address.
mails-rejected = Rejected by the mail service.
mail-state-owed = Queued
mail-state-sent = Sent
mail-state-failed = Failed
mail-state-delayed = Delayed
mail-state-claimed = Sending

## Announcements

announce-title = Write an announcement
announce-subject = Title
announce-body = Text
announce-body-hint = Separate paragraphs with a blank line
announce-publish = Publish

## Agenda

agenda-title = Agenda
agenda-lead = What happens automatically, and when
agenda-healthy = No failures
agenda-failed-count =
    { $count ->
        [one] 1 item failed
       *[other] { $count } items failed
    }
agenda-pause-offers = Pause offers
agenda-resume-offers = Resume offers
agenda-scheduled = Scheduled
agenda-due = Due
agenda-paused = Paused
agenda-failed = Failed
agenda-now = Now
agenda-empty = Nothing is scheduled. Offers, reminders, deadlines and mails will appear here.
agenda-when = When
agenda-what = What
agenda-affects = Affects
agenda-actions = Actions
agenda-run = Run now
agenda-pause = Pause
agenda-resume = Resume

## Agenda: failed items

agenda-attention = Needs attention
agenda-attention-hint = Other items continue. Fix the cause, then try again. If you skip an item, it stays as it is.
agenda-first = The first { $count }
agenda-item = Item
agenda-error = Error
agenda-tries = Failures
agenda-since = Since
agenda-state = State
agenda-retry-at = Next try: { $left }
agenda-retry = Try again
agenda-retry-all = Try all again
agenda-skip = Skip

## Agenda: parts

agenda-workflow-promote-waitlist = Waitlist
agenda-workflow-retain-data = Personal data
agenda-workflow-release-passes = Passes
agenda-workflow-reconfirm = Reconfirmation
agenda-workflow-close-cfps = Calls for proposals
agenda-workflow-send-reminders = Reminders
agenda-workflow-send-messages = Messages
agenda-workflow-release-decisions = Decisions
agenda-workflow-publish-timetable = Timetable
agenda-workflow-deliver-mail = Mails
agenda-workflow-deliver-webhooks = Webhooks
agenda-workflow-register = Registration

## Agenda: one line

agenda-part = Part
agenda-preview = This is a preview. Nothing has happened yet.
agenda-person = Person
agenda-outcome = Outcome
agenda-none = No one is affected right now
agenda-none-here = No one on this page. More people may follow on the next page.
agenda-about-offer = Offer expires on { $at }
agenda-about-hold = address not confirmed; held until { $at }
agenda-about-unclaimed =
    { $count ->
        [one] Gets a mail about 1 unclaimed pass of { $pool }
       *[other] Gets a mail about { $count } unclaimed passes of { $pool }
    }
agenda-about-invitation = Invitation expires
agenda-about-next-offer = Gets offer { $number } · { $class } · joined { $at }
agenda-about-mail = { $kind } · queued { $at }
agenda-about-asked = Gets the question
agenda-about-reminded = Gets a reminder, unless they answer first
agenda-about-unanswered = Has not answered
agenda-class-contributor = Contributor
agenda-class-newcomer = Newcomer
agenda-class-everyone = Everyone else

## Consistency check

audit-title = Consistency check
audit-lead = Compares registrations, offers and mails with the counted passes. Runs every night and corrects nothing.
audit-run = Check now
audit-never = Not checked yet
audit-clean = No differences
audit-found =
    { $count ->
        [one] 1 difference
       *[other] { $count } differences
    }
audit-empty = The result of the first check will appear here. Wait for tonight, or check now.
audit-registrations = Registrations
audit-entries = Waitlist entries
audit-counters = Pass counters
audit-differences = Differences
audit-by-daily = Nightly check
audit-by-organizer = Started by an organizer
audit-report = Nothing was corrected. Send these differences to the operator of this Plumbline.
audit-promise = Rule
audit-detail = Difference
audit-first = Only the first { $count } are listed. The log has all of them.
audit-promise-1 = No oversold passes
audit-promise-2 = No lost passes
audit-promise-3 = One pass per person
audit-promise-4 = Waitlist order
audit-promise-5 = Safe retries
audit-promise-6 = Saved data stays
audit-promise-7 = Deadlines
audit-promise-8 = Every mail once
audit-promise-9 = Access
audit-promise-10 = Failures stay isolated
audit-promise-11 = Activity log
audit-promise-12 = One check-in per person
audit-promise-13 = Data retention

## Earlier editions

history-title = Earlier editions
history-lead = People who registered for none of the earlier { $series } editions count as newcomers on the waitlist.
history-imported = Imported. The waitlist is being reordered.
history-removed = Removed. The waitlist is being reordered.
history-erased = Erased. No import contains this address any more.
history-empty = No earlier editions yet. Until you import one, people count as newcomers if they say so.
history-edition = Edition
history-people = People
history-source = Source
history-actions = Actions
history-here = On this Plumbline, no import needed
history-imported-at = Imported { $at }
history-changed-at = Changed { $at }
history-preview-title = Preview
history-preview-state = Not imported yet
history-lines = Lines
history-not-registered = Not registered
history-not-registered-count = { $count } left out (cancelled, withdrawn, expired or unpaid)
history-without-address = Without an address
history-without-address-count = { $count } left out
history-preview-edition =
    { $people ->
        [one] 1 person, { $added } new
       *[other] { $people } people, { $added } new
    }
history-import-title = Import registrations
history-edition-hint = For example { $series }-2022. Leave empty if the file has a column “edition”.
history-file = CSV or Excel file
history-file-hint = CSV or XLSX, up to 2 MB. Exports of Indico, pretix and Plumbline work unchanged.
history-csv = Or paste the CSV text
history-csv-hint = The first line names the columns. Include “email” or “email_sha256”.
history-hash-title = Import without addresses
history-hash-stored = Plumbline stores a salted hash of each address, not the address. Importing the same file again adds no duplicates.
history-hash-own = To keep addresses to yourself, import SHA-256 hashes of the addresses in lower case. This command makes them from a file with one address per line:
history-import = Import
history-preview = Preview
history-erase-title = Erase a person
history-erase-hint = Removes the address from all imports. Delete it from your files too: importing them again would bring it back.
history-erase = Erase

## The edition's definition

definition-title = Import and export
definition-settings = Settings as forms
definition-lead = All settings of this edition in one document
definition-saved = Saved
definition-json = Definition (JSON)
definition-hint = Changes take effect at once. A change that would take away someone's pass is refused.
definition-next-edition = Next edition

## New tracks

new-tracks-title = New tracks
new-tracks-no-call = No calls for new tracks. Proposals will appear here after you add “new_tracks” to a track in the definition.
new-tracks-edit-definition = Edit definition
new-tracks-short = More proposals than room
new-tracks-proposed = Proposed
new-tracks-accepted = Accepted
new-tracks-room = Room for
new-tracks-blocks = full blocks
new-tracks-empty = No proposals yet. Submitted proposals for new tracks will appear here.
new-tracks-leads = Leads
new-tracks-lead-invited = invited
new-tracks-lead-confirmed = confirmed
new-tracks-lead-declined = declined
new-tracks-block = Block
new-tracks-length-full = Full block
new-tracks-length-half = Half block
new-tracks-minutes =
    { $count ->
        [one] 1 minute
       *[other] { $count } minutes
    }
new-tracks-recording = Recording
new-tracks-recorded = Recorded
new-tracks-not-recorded = Not recorded
new-tracks-topics = Topics
new-tracks-key-attendees = Key attendees
new-tracks-accomplishments = Earlier results
new-tracks-became = Track
new-tracks-merged = Merged into another proposal

## Creating a track from a proposal

new-tracks-become-title = Create track
new-tracks-create = Create track
new-tracks-created = Track created
new-tracks-open = Open { $track }
new-tracks-become-lead = The new track takes its text, topics and earlier results from the proposal, and gets its own call. Its leads get a mail with the next steps.
new-tracks-unconfirmed = { $name } has not accepted the invitation to lead yet.
new-tracks-id = Id
new-tracks-id-hint = 2 to 36 characters: a–z, 0–9 and hyphens. Part of the track's address; you cannot change it later.
new-tracks-opens = Call opens
new-tracks-opens-hint = Leave empty to open at once.
new-tracks-closes = Call closes
new-tracks-closes-hint = 2023-08-20T17:00:00 or 2023-08-20 anywhere on Earth
new-tracks-passes = Reserved passes
new-tracks-passes-hint = For the leads to give out
new-tracks-claim-by = Claim passes by
new-tracks-claim-by-hint = Unclaimed passes go to the waitlist then.
new-tracks-merge = Merge another proposal into it

## The next edition

next-edition-title = Next edition
next-edition-lead = Start from this edition: all days and deadlines move, and each track's results appear in its next call.
next-edition-id = Id of the next edition
next-edition-starts-on = First day
next-edition-starts-on-hint = For example 2024-09-18
next-edition-without = Leave out tracks
next-edition-draft = Draft definition
next-edition-definition = Draft
next-edition-json = Definition (JSON)
next-edition-check = Check the draft and change what is different this time.
next-edition-send = Check the draft and change what is different this time. Then send it to the people who create editions on this Plumbline.
next-edition-create = Create edition

invitation-table-title = Invite from a table
invitation-table-lead = Paste or upload a table with a line for each person. Everyone gets a mail with their invitation.
invitation-table-column = As in the column “pool”
invitation-table-file = File
invitation-table-file-hint = An Excel workbook (XLSX), or CSV with commas, semicolons or tabs. Up to 300 people.
invitation-table-csv = Or paste the table
invitation-table-csv-hint = The first line names the columns: email, and if you like name, pool and note. Only organizers and leads see notes.
invitation-table-send = Send invitations
invitation-table-preview = Preview
invitation-table-not-sent = Nothing sent yet
invitation-table-line = Line
invitation-table-invited = Gets an invitation
invitation-table-already = Already invited
invitation-table-no-pool = There is no reserved pool that you can invite people to.
invitation-table-figures =
    { $invited ->
        [0] No new invitations. Already invited: { $already }. Repeated lines: { $repeated }.
        [one] 1 new invitation. Already invited: { $already }. Repeated lines: { $repeated }.
       *[other] { $invited } new invitations. Already invited: { $already }. Repeated lines: { $repeated }.
    }
invitation-table-done =
    { $count ->
        [0] Everyone was invited before.
        [one] 1 invitation sent.
       *[other] { $count } invitations sent.
    }

## Problems

announcement-key-reused = the same Idempotency-Key came with another announcement; send a new key with a new one
audit-too-many = more than { $max } people are registered or have waited: such an edition is audited every night only
definition-not-json = the definition is not valid JSON: { $error }
history-type = an import must be text/csv, a workbook (XLSX), application/json or a form
history-not-over = { $edition } is here and not over before this edition begins; only earlier ones count
history-too-many = { $id } would have { $people } people; { $most } are the most of an edition
history-busy = another import is running; send it again
invite-none-left = { $pool } has no pass left for this invitation
invite-line-none-left = line { $line }: { $pool } has no pass left; those before it are invited
pool-needs-no-invitation = { $pool } needs no invitation; only reserved pools do
pool-claim-over = invitations to { $pool } could be used until { $when }
pool-all-invited = as many invitations to { $pool } are open as it has passes left; raise it or take one back
invitation-became = it became the registration { $registration }; cancel that
mail-not-failed-detail = it is { $state }, so there is nothing to send again
mail-offer-ended = the offer that it is about has ended, so it would say what is not so
mail-resending = another organizer is sending this mail again at the same moment
edition-meanwhile-again = another person changed the edition after you read it; send it again
next-own-id = { $id } is this edition; the next needs an id of its own
next-after-end = must be after the end of this edition, { $day }
next-day = must be a day such as 2024-09-18
next-first-organizers = new editions are created by the first organizers of this Plumbline; send them the definition
edition-exists = { $id } is here already; change its own definition
must-be-capacity = must be from 1 to { $max }
resize-key-reused = the same { $name } came with the capacity { $earlier }; send a new one with each new request
pool-busy = the pool is busy; ask again with the same resize_id
pool-open-release = { $pool } is open to all; only reserved pools are released
move-who-waits = only who waits can be moved; this entry is { $state }
move-busy = the move was not saved; try again
agenda-fixed-detail = people know when this happens, so it cannot be run now or paused
