### What every page shares.

## Navigation

skip-to-content = Skip to content
nav-site = Site
nav-menu = Menu
nav-programme = Programme
nav-calls = Calls for proposals
nav-attend = Attend
nav-news = News
nav-bofs = BoFs
nav-desk = Desk
nav-me = My pages
nav-sign-in = Sign in
nav-all = All conferences
nav-contact = Contact
nav-runs-on = Runs on Plumbline
back-to-conference = Back to the conference

## The desk's side bar

desk-menu = Desk
desk-overview = Overview
desk-registration = Registration
desk-people = Registrations
desk-directory = People
desk-waitlist = Waitlist
desk-passes = Passes
desk-reconfirmation = Reconfirmation
desk-programme = Programme
desk-calls = Calls and tracks
desk-new-tracks = New tracks
desk-proposals = Proposals
desk-reviews = Reviews
desk-timetable = Timetable
desk-bofs = BoFs
desk-on-the-day = On the day
desk-check-in = Check-in
desk-no-shows = No-shows
desk-statistics = Statistics
desk-badges = Badges
desk-communication = Communication
desk-news = News
desk-outbox = Outbox
desk-messages = Messages
desk-automation = Automation
desk-agenda = Agenda
desk-activity = Activity
desk-audit = Consistency check
desk-history = History
desk-webhooks = Webhooks
desk-settings = Settings
desk-edition = Edition
desk-next-edition = Next edition
desk-roles = Team and roles
desk-view-site = View site
find-title = Search
find-label = Find a person, proposal or session
find-button = Search

## Words that several pages use

one-per-line = One per line
optional = optional
consent-read = Read it
save = Save
cancel = Cancel
remove = Remove
change = Change
show = Show
back = Back
yes = Yes
no = No
your-time = Your time
exact-time = Exact time
utc = UTC
conference-zone = Conference ({ $zone })
deadline-before = before:
feed = Feed
download-csv = CSV
download-excel = Excel
next-page = Next page
print = Print
field-name = Name
field-email = E-mail
field-affiliation = Affiliation
field-in-person = In person
field-virtual = Online

## States of passes, waitlist entries, proposals and calls. The words are those of the API.

attendance-in-person = In person
attendance-virtual = Online
state-held = Address not confirmed
state-confirmed = Confirmed
state-cancelled = Cancelled
state-waiting = Waiting
state-offered = Offer open
state-accepted = Accepted
state-declined = Declined
state-lapsed = Expired
state-withdrawn = Withdrawn
state-draft = Draft
state-submitted = Submitted
state-standby = Standby
state-rejected = Not accepted
state-open = Open
state-later = Opens later
state-closed = Closed
state-sold-out = Sold out
track-kind-microconference = Microconference
track-kind-refereed = Refereed track
track-kind-summit = Summit
track-kind-bof = Birds of a feather
track-kind-other = Track

## Downloads in parts

export-title = Download in parts
export-text = This export is too large for one file. Download part { $part }, then continue with the next part.
export-text-last = This export is too large for one file. Download part { $part }, the last one.
export-download =
    { $rows ->
        [one] Download part { $part } (1 row)
       *[other] Download part { $part } ({ $rows } rows)
    }
export-continue = Continue with part { $part }

## Dates

date-day = { $day } { $month } { $year }
date-full = { $weekday } { $date }
date-short = { $day } { $month }
date-weekday = { $weekday } { $day } { $month }
date-range-in-month = { $first }–{ $last }
date-range-in-year = { $first } { $first-month } – { $last }
date-range = { $first } { $first-month } { $first-year } – { $last }
date-time = { $time } { $zone }
date-instant = { $weekday } { $date }, { $time } { $zone }
date-short-instant = { $date }, { $time }
date-anywhere = { $day }, end of day anywhere on Earth
left-moment = in less than a minute
left-minutes =
    { $count ->
        [one] in 1 minute
       *[other] in { $count } minutes
    }
left-hours =
    { $count ->
        [one] in 1 hour
       *[other] in { $count } hours
    }
left-days =
    { $count ->
        [one] in 1 day
       *[other] in { $count } days
    }
left-weeks =
    { $count ->
        [one] in 1 week
       *[other] in { $count } weeks
    }
weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec

## Titles of problems, by the last part of their type

problem-bad-request = The request is not valid
problem-malformed = The request body can't be read
problem-sign-in-required = Sign in to continue
problem-sign-in-failed = This link or code doesn't work
problem-token-invalid = This API token doesn't work
problem-token-refused = This API token can't be used here
problem-forbidden = You don't have access to this
problem-cross-origin = The form was sent from another site
problem-registration-not-open = Registration is not open yet
problem-registration-closed = Registration is closed
problem-cfp-not-open = This call for proposals is not open
problem-cfp-closed = This call for proposals is closed
problem-invitation-invalid = This invitation is not valid
problem-in-person-only = You need an in-person pass
problem-ticket-unknown = This is not a ticket
problem-not-found = Page not found
problem-method-not-allowed = Method not allowed
problem-sold-out = Sold out
problem-already-registered = This address is already registered
problem-already-waiting = This address is already on the waitlist
problem-passes-available = Passes are still available
problem-no-offer = There is no open offer
problem-audit-too-large = This edition is too large to check now
problem-agenda-fixed = This time can't be changed
problem-message-not-scheduled = This message can't be changed any more
problem-not-waiting = This person is not waiting
problem-hold-lapsed = The time to confirm your address is over
problem-offer-lapsed = This offer has expired
problem-reconfirmation-over = The time to answer is over
problem-capacity-in-use = More passes are in use than that
problem-pool-empty = This pool has no passes left
problem-address-not-confirmed = Confirm your address first
problem-registration-cancelled = This registration is cancelled
problem-certificate-too-early = Certificates are available after the conference
problem-not-checked-in = This pass was not checked in
problem-feedback-not-open = This session can't be rated now
problem-ticket-virtual = This pass is for online attendance
problem-check-in-undone = This check-in was undone
problem-pass-offered-on = This pass was offered to someone else
problem-people-waiting = People are waiting for a pass
problem-no-shows-kept = Passes of no-shows can't be offered now
problem-not-asked = This registration needs no answer
problem-pool-open = This pool needs no invitation
problem-claim-over = The time to claim these passes is over
problem-invitation-claimed = This invitation has been used
problem-placement-conflict = This slot is not free
problem-no-slot-left = No slot is left
problem-bof-limit = You've reached the limit of BoFs
problem-bof-cancelled = This BoF is cancelled
problem-mail-not-failed = Only failed mails can be resent
problem-address-taken = This address belongs to someone else
problem-both-registered = Both addresses have a pass or a waitlist entry
problem-role-not-open = This role is not on offer
problem-last-organizer = An edition needs an organizer
problem-review-closed = This proposal is not under review
problem-not-decidable = This proposal can't be decided now
problem-decision-released = This decision has been released
problem-nothing-decided = There is no decision to release
problem-not-accepted = There is no acceptance to confirm
problem-conflict = Someone else changed this at the same time
problem-proposal-state = The proposal's state doesn't allow this
problem-limit-reached = You've reached this call's limit
problem-no-move = There is no move to answer
problem-changed-meanwhile = Someone else changed this in the meantime
problem-too-large = The request is too large
problem-unsupported-media-type = This content type is not supported
problem-invalid = Check your input
problem-no-code-in-picture = No QR code found
problem-idempotency-key-reused = This key was used for another request
problem-precondition-required = The request must name a revision
problem-too-many-requests = Too many requests
problem-internal = Something went wrong
problem-answer-too-large = This answer is too large to send
problem-busy = Too many requests at this moment
problem-storage-unavailable = Data can't be read or saved right now

## Agenda: what happens. The API gives the English text.

agenda-what-offer = Offer returned passes of { $pool } to the waitlist
agenda-what-resell = Return passes of { $pool } to general sale
agenda-what-remind-offers = Remind people of their offers
agenda-what-end-offers = Offers expire; their passes go to the next people on the waitlist
agenda-what-end-holds = Held passes are returned where the address is not confirmed
agenda-what-notify-leads = Notify the leads of { $pool } of unclaimed passes
agenda-what-release = Release unclaimed passes of { $pool } to the waitlist, or to general sale
agenda-what-ask = Ask everyone with an in-person pass whether they are still coming
agenda-what-remind-answers = Remind people who have not answered whether they are coming
agenda-what-return = Return the passes of people who have not answered
agenda-what-keep = Notify people who have not answered that they keep their pass
agenda-what-call-opens = Open the call of { $track } and announce it
agenda-what-call-closes = Close the call of { $track } and send its leads a summary
agenda-what-remind-call = Remind people of the call of { $track }
agenda-what-remind-reviews = Remind reviewers of { $track }
agenda-what-remind-acceptance = Remind people to confirm an accepted proposal
agenda-what-decisions = Send the decisions of { $track }
agenda-what-unconfirmed = Notify the leads of { $track } of acceptances without an answer
agenda-what-mails = Send queued mails
agenda-what-erase-data = Erase the personal data of everyone
agenda-what-erase-answers = { $count ->
    [one] Erase the answers to one question
   *[other] Erase the answers to { $count } questions
}
agenda-what-message = Send the message “{ $subject }”
message-to-gets = Gets it
message-to-opted-out = Opted out of messages
message-to-suppressed = Mail to this address does not arrive
agenda-what-registration-opens = Registration opens
agenda-what-registration-closes = Registration closes
agenda-what-no-shows = People who aren't checked in count as no-shows
agenda-what-no-shows-offer = People who aren't checked in count as no-shows, and you can offer their passes to others
agenda-person-why = { $email }: { $why }
agenda-why-drafts = has a draft
agenda-why-calls = subscribed to reminders
agenda-why-leads = leads the track
agenda-why-reviews = has open reviews
agenda-why-acceptances = has not answered
agenda-count-passes =
    { $count ->
        [one] 1 pass
       *[other] { $count } passes
    }
agenda-count-people =
    { $count ->
        [one] 1 person
       *[other] { $count } people
    }
agenda-count-proposals =
    { $count ->
        [one] 1 proposal
       *[other] { $count } proposals
    }
agenda-count-mails =
    { $count ->
        [one] 1 mail
       *[other] { $count } mails
    }

## Kinds of mails

mail-kind-registration-confirmed = Pass confirmation
mail-kind-confirm-address = Confirm the address
mail-kind-hold-lapsed = Address not confirmed in time
mail-kind-registration-changed = Registration changed
mail-kind-registration-cancelled = Registration cancelled
mail-kind-pass-offered-on = Pass offered to others
mail-kind-manage-link = Link to a registration
mail-kind-invitation = Invitation to a pass
mail-kind-waitlist-joined = Joined the waitlist
mail-kind-waitlist-link = Link to a waitlist entry
mail-kind-waitlist-left = Left the waitlist
mail-kind-offer = Offer of a pass
mail-kind-offer-reminder = Reminder of an offer
mail-kind-offer-lapsed = Offer expired
mail-kind-passes-unclaimed = Unclaimed passes
mail-kind-late-link = Link for a late proposal
mail-kind-proposal-submitted = Proposal received
mail-kind-proposal-withdrawn = Proposal withdrawn
mail-kind-speaker-invited = Invitation to speak
mail-kind-speaker-answered = Speaker answered
mail-kind-reconfirm-ask = Are you still coming?
mail-kind-reconfirm-reminder = Reminder: are you still coming?
mail-kind-reconfirm-kept = Pass kept
mail-kind-bof-placed = BoF has a slot
mail-kind-bof-waiting = BoF waits for a slot
mail-kind-bof-cancelled = BoF cancelled
mail-kind-timetable = Timetable of a speaker
mail-kind-proposal-move-asked = Move of a proposal requested
mail-kind-proposal-move-answered = Move of a proposal answered
mail-kind-proposal-merged = Proposals merged
mail-kind-role-invitation = Invitation to a role
mail-kind-role-answered = Role answered
mail-kind-role-removed = Role removed
mail-kind-call-watch = Reminders of a call requested
mail-kind-call-moved = Deadline moved
mail-kind-call-closed = Call closed
mail-kind-reminder = Reminder
mail-kind-track-made = Proposal became a track
mail-kind-decision-released = Decision on a proposal
mail-kind-acceptance-confirmed = Acceptance confirmed
mail-kind-acceptance-declined = Acceptance declined
mail-kind-place-freed = Accepted proposal dropped out
mail-kind-acceptances-overdue = Acceptances not confirmed
mail-kind-speaker-passes-short = Passes for speakers run short
mail-kind-message = Message
mail-kind-message-test = Test of a message
mail-kind-link-address = Address to confirm
mail-kind-addresses-changed = Addresses changed
mail-kind-erase-data = Erasure to confirm
mail-kind-data-erased = Data erased
mail-kind-sign-in = Sign-in

## Rooms online, for people with a pass

live = Online
live-title = Follow online
live-private = These links are for people with a pass. Please don't share them.
live-watch = Watch
live-chat = Chat

# Why an entry of the waitlist is in its priority class.
ground-leads = Leads { $track }
ground-contributes = Has a proposal or speaks
ground-no-earlier-edition = Attended no earlier edition
ground-unverified = First-time attendee (their own claim)
ground-moved = Moved by an organizer

## Fields, where their errors are listed

label-abstract = Abstract
label-accomplishments = Accomplishments
label-affiliation = Affiliation
label-answer = Answer
label-answers = Question
label-attendance = How you take part
label-biography = About you
label-body = Text
label-capacity = Capacity
label-chat-url = Link to the chat
label-check-in = Check-in
label-claim-by = Claim by
label-class = Class
label-closes = Closes
label-code = Code
label-comment = Comment
label-conference = Edition
label-consents = Consent
label-contact = Contact
label-country = Country
label-csv = Table
label-day = Day
label-decision = Decision
label-definition = Definition
label-description = Description
label-email = E-mail
label-emails = E-mails
label-ends-on = Last day
label-expires-at = Expires
label-file = File
label-first-time = First time
label-format = Format
label-id = Id
label-into = Merge into
label-invitation = Invitation code
label-kind = Kind
label-language = Language
label-link-url = Link
label-links = Links
label-live-url = Link to follow it online
label-message = Message
label-minutes = Minutes
label-name = Name
label-note = Note
label-notes = Notes
label-opens = Opens
label-passes = Passes
label-pool = Pool
label-proposals = Proposals
label-rank = Position
label-rating = Rating
label-reason = Reason
label-role = Role
label-room = Room
label-rooms = Rooms
label-schedule = Schedule
label-score = Score
label-scores = Scores
label-send-at = Send at
label-session = Session
label-sessions = Sessions
label-slot = Format
label-speaker = Speaker
label-speakers = Speaker
label-starts-at = Starts
label-starts-on = First day
label-subject = Subject
label-tag = Tag
label-tags = Tags
label-time-zone = Time zone
label-title = Title
label-topics = Topics
label-track = Track
label-tracks = Tracks
label-unavailable = Unavailable
label-until = Until
