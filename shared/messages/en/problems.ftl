### Details of problems and of invalid values: fragments that follow a field's name, or sentences without a full stop.

## Values of any kind

kind-null = null
kind-boolean = a boolean
kind-number = a number
kind-text = text
kind-list = a list
kind-object = an object
at-line = line { $line }: { $detail }
at-column = line { $line }, column { $column }: { $detail }
with-line = { $detail } (line { $line })
of-line = line { $line } { $detail }
of-value = { $value }: { $detail }
must-not-have-direction = must not contain U+{ $code } (character { $position }), which changes the direction of the text around it; remove it
required = is required
must-be-object = must be an object, not { $kind }
must-be-objects = must be a list of objects, not { $kind }
must-be-list = must be a list, not { $kind }
must-be-text = must be text, not { $kind }
must-be-boolean = must be true or false, not { $kind }
must-be-true-or-false = must be true or false
must-not-be-empty = must not be empty
must-be-at-most-characters = must be at most { $max } characters long
must-not-have-control = must not contain the control character U+{ $code }
must-not-have-noncharacter = must not contain U+{ $code }, which is no character
must-be-web-address = must be a web address that begins with https:// or http://
must-be-secure-address = must be a web address that begins with https://
must-be-between = must be a whole number between { $least } and { $most }
must-be-whole-number = must be a whole number, such as 20
must-be-day = must be a day such as 2023-11-13
not-asked-here = is not asked for here
must-be-one-of = must be one of { $words }
not-known-here = is not known here
not-known-here-expected = is not known here; expected { $words }
must-be-at-most = must be at most { $max }
must-be-at-most-lines = must be at most { $max } lines
required-labelled = is required: { $label }
consent-has-changed = the text has changed since: read it again, and agree to version { $version }
must-be-agreed-version = must be the version that the person agreed to, as text: "{ $version }"
has-id-twice = has the id { $id } twice
has-name-twice = has the name { $name } twice
has-twice = has { $value } twice
must-differ = must differ
must-be-40-small = must be 1 to 40 of a-z, 0-9 and _
must-be-slug = must be 2 to { $max } of a-z, 0-9 and hyphens, such as lpc-2023
no-more-errors = and { $more } more of the kind

## Times

must-be-time = must be a time such as 2023-11-13T09:00:00 or 2023-11-13T14:00:00Z
must-be-deadline = must be a time such as 2023-08-20T17:00:00, 2023-08-20T21:00:00Z or 2023-08-20 { $anywhere }
time-skipped = { $local } does not exist there: clocks skip it; give it with an offset
time-twice = { $local } occurs twice there, with offset { $before } and with { $after }; give it with the one you mean
not-a-time-zone = { $name } is not an IANA time zone such as America/New_York
must-be-before-deadline = must be a time before the deadline as an ISO 8601 duration, such as P7D or PT3H
must-be-time-of-day = must be a time of day such as 22:00
must-be-in-future = must be in the future
must-be-within-366-days = must be at most 366 days from now
must-be-instant-or-day = must be an instant such as 2030-05-01T12:00:00Z, or a day such as 2030-05-01
must-be-earlier-day = must be an earlier day
day-is-past = { $day } is in the past: it is { $today } there
must-be-after-starts-at = must be after starts_at, { $starts-at }
must-be-after-opens = must be after opens, { $opens }
must-be-after-ask-at = must be after ask_at, { $ask-at }
must-be-after-from = must be after from, { $from }
must-be-after-starts = must be after starts, { $starts }
must-not-be-before-starts-on = must not be before starts_on, { $first }
must-be-within-60-days = must be within 60 days of starts_on

## People

must-receive-mail = must be an address that can receive mail
must-not-have-spaces = must not contain spaces, line breaks or control characters
must-not-have-invisible = must not contain invisible characters; type the address instead of pasting it
must-be-email = must be an e-mail address such as name@example.org
must-be-person-key = must be a person's key
must-be-subject = must be what people are reminded of, such as call:tracing
must-name-proposal = must name a proposal
must-be-announcement = must be an announcement's id
must-be-kind-and-id = must be a kind and an id, such as pool:general
must-be-sha256 = must be a SHA-256 as 64 hexadecimal digits

## Registration

no-in-person-passes = this conference has no in person passes
no-virtual-passes = this conference has no virtual passes
must-be-in-person = must be in_person: an invitation is for coming; leave it out to take part online

## Proposals and reviews

must-be-length-for = must be one of { $lengths } for { $format }
required-to-submit = is required to submit
required-to-submit-labelled = is required to submit: { $label }
not-a-format = { $id } is no format of { $track }
must-name-speaker = must name at least one speaker
must-be-conference-day = must be a day of the conference, { $first } to { $last }
must-be-unavailable = must be a day such as 2023-11-13, or hours such as 2023-11-13 09:00 to 12:00
must-end-after = must end after it begins: { $text }
must-be-scores = must be scores, one for each of { $criteria }
comment-required = is required where nothing is scored
tags-too-long = must be at most 40 characters long each
must-not-have-comma = must not contain a comma: { $tag }
must-be-proposal = must be a proposal's id
ballot-no-lines = has no lines
ballot-too-long = has { $lines } lines; { $max } are the most
ballot-repeats = repeats the proposal of line { $earlier }
ballot-needs-id = needs a column id or number, which says the proposal
ballot-needs-column = needs a column to read: { $columns }
ballot-not-yours = { $named } is no proposal that you review in this track
outcome-too-many = are { $sum } with those of the sessions; { $max } are the most of a track
must-be-own-session = must be an accepted session of this track
group-required = is required, or ids; an empty filter is everybody

## Timetable

length-given-twice = is one way to give the length, minutes the other; not both
must-be-minutes-after-starts-at = must be 1 to { $max } minutes after starts_at
must-be-session = must be a session's id: 1 to 64 of a-z, 0-9 and -
must-be-code = must be six of A-Z and 0-9
must-be-uuid = must be a UUID such as 0e8e2b53-7a75-4f4a-9d2c-55c54cbb3a3e

## Editions

pool-in-use = pool { $pool }: { $taken } passes are taken and { $held } on offer; the least possible is { $least }
must-name-organizer = must name at least one organizer's e-mail
must-have-general = must have a pool with the id general
must-be-acronym = must be 4 to 40 of a-z, 0-9 and _, such as lpc2023
no-such-track = there is no track { $track }
no-such-room = there is no room { $room }
claim-by-open = { $id } is open to all and is not claimed
claim-by-required = is required for a reserved pool: its unclaimed passes come back then
everyone-last = everyone must come last: it takes who is left
reminders-after-ask-at = must come after ask_at, { $ask-at }, counted back from answer_by
ask-at-before-registration = must not be before registration opens, { $opens }
answer-by-too-late = must not be after { $last }: passes that are returned later can no longer be offered
must-have-choices = must list at least two choices
formats-of-tracks = must be left out of a call for tracks: they are full and half
must-have-length = must list at least one length in minutes
ends-or-minutes = is required, or minutes instead of it; not both
must-be-minutes-after-starts = must be at most { $max } minutes after starts
outside-conference = is outside the conference, which is from { $starts } to { $ends }
overlaps = overlaps { $earlier }/{ $index } in room { $room }
must-be-at-most-12 = must be at most 12
must-be-more-than-min = must be more than min, { $min }
half-less-than-full = must be less than full_minutes, { $full-minutes }
not-before-first-day = must not be before the first day starts, { $starts }
before-last-day-ends = must be before the last day ends, { $ends }
not-after-last-day = must not be after the last day ends, { $ends }
must-be-darker = must be darker: its contrast with white is { $contrast } and must be at least { $least }
must-be-image = must be an image as a data URL: data:image/svg+xml;base64, data:image/png;base64, or data:image/webp;base64, and its content
logo-too-large = has { $bytes } bytes; a logo has at most { $max }
must-be-colour = must be a colour such as #0f5c8c
paper-has-no-room = must be at most { $most }: { $paper } paper has no more room between margins of { $margin } mm
must-be-millimetres = must be a number of millimetres between { $least } and { $most }, with at most one decimal
mail-unopened = has a {"}"} without a {"{"} before it
mail-unclosed = has a {"{"} without a {"}"} after it
mail-wrong-name = has {"{"}{ $name }{"}"}; between braces stands the name of a value, such as {"{"}conference{"}"}
mail-subject-lines = must be one line, because it is a subject
mail-no-such-text = is no text of a mail; see the settings of mails for their ids
mail-unknown-name = has {"{"}{ $name }{"}"}, which this text does not have; it has { $names }

## A track from a proposal

track-id-required = is required: the name makes none
track-exists = { $id } is a track of this conference already; choose another id
track-closes-required = is required: the call says no close for new tracks
track-claim-by-required = is required: { $call } says none for new tracks
call-has-opened = the call has opened already, and stays so: { $opened-at }
call-deadline-past = a deadline can only be moved to a time to come: it is { $now } now

## Tables of people

table-must-name-columns = must name the columns, one of them email; name, pool and note are the others
table-is-empty = the table is empty
file-is-empty = the file is empty
table-another-pool = line { $earlier } invites this person to another pool
table-too-long = the table has { $people } people; send at most { $max } at once
table-no-pool = names no pool, and none is chosen for such lines
table-not-your-pool = { $id } is no pool of yours
table-open-pool = { $id } needs no invitation; only reserved pools do
table-pool-over = invitations to { $id } can no longer be used
history-columns = line 1 must name the columns, one of them email or email_sha256 (Email Address and Attendee email do too); it has { $columns }
history-no-columns = line 1 must name the columns, one of them email or email_sha256 (Email Address and Attendee email do too); it has none
history-too-many-editions = is edition number { $number }; one import has at most { $max }
history-too-many-people = is beyond { $max } people, the most of one import; send the rest with another
history-no-edition = says no edition; give one for all lines, or a column called edition
history-none-listed = must list at least one registration
history-email-required = is required, or email_sha256 in its place
history-edition-required = is required where there is none for all

## States of proposals and mails, inside a sentence

in-state-draft = draft
in-state-submitted = submitted
in-state-withdrawn = withdrawn
in-state-accepted = accepted
in-state-standby = on standby
in-state-rejected = rejected
in-state-confirmed = confirmed
in-state-owed = queued
in-state-delayed = delayed
in-state-claimed = being sent
in-state-sent = sent
in-state-failed = failed
in-state-declined = declined

## What a state does not allow

act-submitted = submitted
act-withdrawn = withdrawn
act-merged = merged into another
act-decided = decided on
act-confirmed = confirmed
act-declined = declined
act-deleted = deleted
act-moved = moved to another track
act-made-a-track = made a track
wrong-state = a proposal that is { $state } cannot be { $act }
wrong-state-accept-first = a proposal that is { $state } cannot be { $act }; accept it and release the decision first
wrong-state-delete = a proposal that is { $state } cannot be { $act }; a draft is deleted instead
wrong-state-not-submitted = a proposal that is { $state } cannot be { $act }; it has not been submitted
wrong-state-decided = a proposal that is { $state } cannot be { $act }; it was submitted and decided on
wrong-state-withdraw = a proposal that is { $state } cannot be { $act }; it was submitted, and is withdrawn instead
wrong-state-withdraw-instead = a proposal that is { $state } cannot be { $act }; withdraw it instead

## Forms

check-field = check 1 field: { $pointer }: { $detail }
check-fields = { $count ->
    [one] check 1 field
   *[other] check { $count } fields
}

## Cursors, new tracks and files

must-be-cursor = must be as in the `next` of the page before
not-a-call-for-tracks = { $track } is no call for tracks
must-be-another-proposal = must be another proposal
must-be-same-call = must be a proposal of the same call
became-track = became the track { $track } already
it-became-track = it became the track { $track } already
file-old-workbook = the file is a workbook of Excel 97 to 2003; save it as XLSX or as CSV
file-other-workbook = the file is a workbook; save its sheet as CSV
file-unreadable = cannot be read: { $error }
file-bad-line = line { $line } { $problem }; save the file as CSV in UTF-8
file-zero-bytes = has zero bytes: it is UTF-16 without a byte order mark, or no text
file-neither-encoding = is neither UTF-8 nor Windows-1252
file-not-utf16 = the file begins as UTF-16 but is not; save it as CSV in UTF-8
workbook-too-large = the workbook is too large or broken; save its sheet as CSV
workbook-unreadable = the workbook cannot be read: { $error }; save it as CSV
workbook-no-sheet = the workbook has no sheet
workbook-too-many-cells = the sheet has more than { $max } cells; send it in several parts

## Schedules

schedule-outside = is outside the conference, which is from { $first } to { $last }
schedule-one-event = must be the timetable of one event, not of { $count }
schedule-too-many = has more than { $max } sessions
schedule-end-after-start = must be after startDate
schedule-end-hours = must be one minute to { $hours } hours after startDate
must-be-whole = must be a whole number
schedule-number-twice = { $number } is that of { $first } too
schedule-value-twice = { $value } is that of { $other } too
schedule-not-json = is not JSON: { $error }
schedule-too-large = has { $bytes } bytes; a schedule of at most { $max } bytes is read
schedule-day-end = must be after day_start, { $start }
must-be-time-with-offset = must be a time with its offset, such as 2023-11-13T09:00:00-05:00: no zone is named
schedule-not-a-room = is not one of the conference's rooms
schedule-have-too-many = have more than { $max } sessions
schedule-other-room = is { $said }, but it stands in the list of { $room }
schedule-end-before = must be after its start, { $starts-at }
schedule-end-differs = is not its start and its duration
must-be-time-of-day-9 = must be a time of day such as 09:00
schedule-not-schedule = is <{ $name }>, not <schedule>
schedule-has-doctype = has a document type; a schedule is read without one
schedule-too-deep = is nested too deep for a schedule
placed-no-room = there is no room { $room }; there are { $rooms }
placed-no-track = there is no track { $track }; there are { $tracks }
must-be-time-of-day-seconds = must be a time of day such as 09:00:00
must-be-duration = must be hours and minutes such as 00:30, one minute to { $hours } hours
schedule-entity = has the entity &{ $name };; only { $known } are read
schedule-not-closed = <{ $name }> is not closed
schedule-no-element = has no element

## Not found

no-such-bof = there is no BoF of this name
no-such-address = there is no address of this name
no-such-announcement = there is no announcement of this name
no-such-asset = there is no asset of this name
no-such-conference = there is no conference of this name
no-such-failed-item = there is no failed item of this name
no-such-file = there is no file of this name
no-such-import = there is no imported edition of this name
no-such-invitation = there is no invitation of this name
no-such-mail-kind = there is no kind of mail of this name
no-such-problem = there is no kind of problem of this name
no-such-late-link = there is no late link of this name
no-such-agenda-line = there is no line of the agenda of this name
no-such-mail = there is no mail of this name
no-such-message = there is no message of this name
no-such-person = there is no person of this name
no-such-pool = there is no pool of this name
no-such-track-proposal = there is no proposal for a track of this name
no-such-proposal = there is no proposal of this name
no-such-registration = there is no registration of this name
no-such-role = there is no role of this name
no-such-round = there is no round: the edition has no [reconfirmation] of this name
no-such-route = there is no route of this name
no-such-webhook = there is no such webhook; it may have been removed
no-such-delivery = there is no such delivery; the log keeps 30 days
no-such-section = there is no section of the settings of this name
no-such-session = there is no session of this name
no-such-track-page = there is no track of this name
no-such-entry = there is no waitlist entry of this name

## Where to continue

way-conferences = All conferences
way-new-link = Ask for a new link
way-conference = Back to the conference
way-link = Get your link again
way-join-again = Join the waitlist again
way-join = Join the waitlist
way-bofs = See all BoFs
way-proposal = See the proposal
way-proposal-now = See how it is now
way-sign-in-other = Sign in with another address
way-sign-in = Sign in
way-mails = Your mails
way-bof = See it, or take it off the list
way-calendar = Your calendar address
way-calls = All calls
way-data = Your data
way-definition = The edition's definition
way-me = What you have
way-addresses = Your addresses
way-proposals = Your proposals
way-register-again = Register again
way-register = Register
way-pass = Your pass
way-registration = Your registration
way-tokens = Your API tokens
way-tracks = All tracks
way-virtual = Take part online

## Requests

holder-only = open the link from the confirmation mail; it is only for its holder
holder-link = open the link from the confirmation mail, or get it again by mail
signed-in-only = this is for people who are signed in
not-yours = you are signed in, but this is not yours to see or do
token-only-reads = this token can only read: use one with the scope `write`
token-other-edition = this token works for { $edition } only
token-unknown = there is no such token, or it was revoked
token-has-expired = this token has expired: create a new one
body-type = a body must be application/json or application/x-www-form-urlencoded
body-too-large = a body has at most { $megabytes } MB; send a large import in several parts
not-utf8-after = is not UTF-8 after byte { $byte } of the body
body-not-json = the body is not valid JSON: { $error }
not-utf8 = is not UTF-8
there-twice-once = { $pointer } is there twice; send it once
there-twice = is there twice
must-be-id-of-address = must be { $id }, as in the address
edition-meanwhile = another person changed the edition after you read it; read it again
capacity-in-use-detail = { $taken } passes of { $pool } are taken and { $held } are held; the least possible is { $least }
answer-too-large = ask for less at once, such as one track, or use the CSV export, which comes in parts
table-type = a table must be text/csv, a workbook (XLSX), application/json or a form
table-rows = must be a list of lines, each a list of texts
nothing-known-changed = nothing is known to have changed; try again in a moment
not-your-doing = this is not your doing; the operator has been told
storage-outage = { $outage }; changes may not have been saved, so try again in a few minutes
idempotency-key-length = an Idempotency-Key has 1 to 200 characters
body-not-decoded = the body cannot be decoded
cross-origin-detail = send the form from this site's own page
form-boundary = the content type of a form with files must name its boundary
form-unreadable = the form with files cannot be read: { $error }
form-field-twice = /{ $name } is there twice
form-field-not-utf8 = /{ $name } is not UTF-8
workbook-not-written = the workbook could not be written; use the CSV export
of-body = the body { $detail }
of-pointer = { $pointer } { $detail }
outage-disk-full = the server's disk is full
outage-read-only = the server's disk is read-only
outage-disk-error = the server's disk reports errors
outage-table-missing = the database table is missing
outage-key-unavailable = the database's encryption key is unavailable
edition-changes-too-much = changes too many pools and calls at once: save it with fewer of them first, then add the rest
## Placing sessions

one-and-other = { $one }; { $other }
from-to = { $start } to { $end }
placed-at = { $when }, { $room }
placed-outside-conference = it is outside the conference, which is from { $starts } to { $ends }
placed-room-taken = "{ $title }" is in { $room }, { $when }
placed-person-twice = { $person }, { $role }, is in "{ $title }" in { $room }, { $when }
placed-no-block = its track has no block yet: an organizer gives it one
placed-block = { $when } in { $room }
placed-outside-block = it is outside its track's blocks: { $blocks }
placed-break = the break "{ $label }" is then, { $when }
placed-unavailable = { $person } cannot come, { $when }
placed-shared-audience = { $people } people want to hear "{ $title }" too, which is at the same time
placed-shared-tracks = { $people } people are interested in { $track } too, which has a session at the same time
placed-others-block = it is in a block of { $track }
placed-outside-hours = it is outside the hours of the conference
placed-not-preferred = it is not { $what }
placed-unknown = there is no such session
placed-cancelled = it does not take place
placed-not-yours = it is not of a track that you lead
placed-nearest = { $detail }; the nearest free places: { $places }
prefers-when = when its people prefer it
prefers-room = in the room its people prefer
prefers-apart = apart from what its people want to hear
prefers-after = after what its people want it to follow
who-speaks = who speaks
who-leads = who leads it
who-must-be-there = who must be there
unplaced-no-bof-slots = there are no BoF slots: add some to the conference
unplaced-no-block = { $track } has no block, and no room is free of other tracks' blocks: give it a block
unplaced-no-time = every room was given to a track: leave some time free
unplaced-too-long = it takes { $minutes } minutes, and the longest stretch it could be in has { $longest }: shorten it
unplaced-nothing-left = it takes { $minutes } minutes, and nothing is left where it belongs: shorten or move another
unplaced-in-pieces = it takes { $minutes } minutes; { $left } are left where it belongs, in pieces too short for it: shorten or move another
unplaced-people-busy = there is room, but never when all of its people can be there: { $people }; move what they are in, or place it by hand

## Reminders

reminder-of-call = { $submitted } submitted, { $drafts ->
    [one] 1 draft
   *[other] { $drafts } drafts
} not submitted
reminder-to-review = { $count } to review

## Lists

review-not-yours = it is of a track that is not yours to review
for-leads-of-track = this is for the leads of its track

## Failed items

item-shard = shard { $name } of the pool { $pool }
item-pool = pool { $name }
item-timetable = published timetable
item-pool-end = end of the reserved pool { $name }
item-person = person { $name }
item-entry = waitlist entry { $name }
item-mail = mail { $name }
item-call = call of the track { $name }
item-reminders = reminders of { $name }
item-reminded = reminders sent to { $name }
item-message = message { $name }
item-proposal = proposal { $name }
item-webhook-event = webhook event { $name }
item-webhook-delivery = delivery of { $event } to the webhook { $name }
item-decision = decision on the proposal { $name }
item-selection = decisions of the track { $name }
item-invitation = invitation { $name }
item-reconfirmation = reconfirmation
item-retention = end of the personal data of { $name }
item-definition = definition of { $name }
item-head = head of { $name }
item-class = waitlist class of { $name }
item-classes = waitlist classes of the series

## Errors of mails

mail-error-not-sent = it could not be sent
mail-error-too-many-tries = too many tries
mail-error-no-answer = it was handed over twice without an answer; it may have arrived
mail-error-reader-erased = its reader was erased

## Webhooks
webhook-url-https = must be an address such as https://hooks.example.org/plumbline
webhook-url-public = must have a public name, such as hooks.example.org; IP addresses and private names are refused
webhook-url-user = must not contain a user name or a password
webhook-url-long = must have at most { $max } characters
webhook-events-missing = choose at least one event
