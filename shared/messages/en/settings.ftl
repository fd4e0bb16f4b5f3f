## Settings: every part of an edition as a form, and as a JSON merge patch, with their effects before saving.

settings-title = Settings
settings-lead = Choose what you want to change. You see the effects before anything is saved.
settings-sections = Settings
settings-import-export = Import and export
settings-import-export-about = The whole edition as one JSON document, to copy, keep or replace.
settings-saved = Saved.
settings-conflict = Another person saved these settings while you were typing. Each field that differs shows what they saved. Save again to replace it with yours.
settings-theirs = Saved by another person:
settings-nothing = (empty)
settings-none = –
settings-remove = Remove
settings-remove-row = Remove { $row }
settings-new-row = new
settings-add-track = Add a track
settings-lead-form = The form that its leads use
settings-logo-now = The logo now
settings-logo-remove = Remove the logo
settings-effects = { $count ->
    [one] 1 effect when you save
   *[other] { $count } effects when you save
}
settings-effects-changed = The effects have changed since you confirmed them. Check them again.
settings-who = See who
settings-confirm = Save with these effects
settings-back = Back to the form
settings-letters = Texts of mails
settings-letters-about = Change the text of any mail.
settings-letters-own = your text

## Sections

section-basics = Basics
section-passes = Passes
section-waitlist = Waitlist
section-rooms = Rooms and times
section-tracks = Tracks
section-questions = Questions
section-mails = Mails
section-appearance = Appearance
section-privacy = Privacy
section-badges = Badges

section-about-basics = Name, days, place, contact and organizers.
section-about-passes = When people can register, how many passes there are, and the question “are you still coming?”.
section-about-waitlist = Who gets an offer first, and how long an offer lasts.
section-about-rooms = Rooms, daily hours, blocks of tracks, breaks and BoF slots.
section-about-tracks = Tracks with their leads, calls and reviews.
section-about-questions = What people are asked when they register, besides name and e-mail.
section-about-mails = Which announcements are published automatically.
section-about-appearance = The colour and the logo of all pages.
section-about-privacy = How long personal data is kept, and what people agree to.
section-about-badges = The size of badges, and how they are printed.

## Parts of a section

part-edition = Edition
part-place = Place
part-contact = Contact and organizers
part-registration = Registration
part-pools = Pools of passes
part-hint-pools = “general” is open to all in person, “virtual” to all online. Every other pool is claimed with an invitation.
part-reconfirmation = Are you still coming?
part-hint-reconfirmation = Leave these empty if you do not ask people to confirm again.
part-no-show = No-shows
part-hint-no-show = Leave these empty if you don't act on people who don't come. Nothing happens by itself: organizers see who is missing and decide.
part-order = Order of the waitlist
part-offers = Offers
part-rooms = Rooms
part-hours = Daily hours
part-blocks = Blocks
part-hint-blocks = A part of the timetable for one track. Its leads place sessions only there. Give the length or the end.
part-breaks = Breaks
part-hint-breaks = Leave the rooms empty for a break in all rooms. Give the length or the end.
part-bof-slots = BoF slots
part-hint-bof-slots = The earliest free slot goes to the next BoF. Give the length or the end.
part-tracks = Tracks
part-recordings = Recordings
part-formats = Formats of proposals
part-questions = Questions
part-review-criteria = Criteria of reviews
part-announcements = Announcements
part-hint-announcements = An automatic announcement is published at once unless you choose otherwise.
part-look = Colour and logo
part-privacy = Retention
part-privacy-consents = Consents
part-badge = Badge
part-badge-sheet = Sheet
part-hint-badge-sheet = Only for badges on sheets. A sheet has as many badges as fit.

## Fields

field-name = Name
field-description = Description
hint-description = One paragraph for the home page.
field-starts-on = First day
field-ends-on = Last day
field-time-zone = Time zone
hint-time-zone = An IANA name, such as Europe/Berlin. Times without a zone are in it.
field-series = Series
hint-series = The same word in all editions, such as lpc.
field-acronym = Acronym
hint-acronym = For schedule files: 4 to 40 of a-z, 0-9 and _.
field-place-name = Venue
field-place-address = Address
field-place-city = City
field-place-country = Country
field-contact = Contact e-mail
hint-contact = Shown on pages. Replies to mails go there too.
field-website = Website
hint-website = Begins with https://.
field-language = Language
hint-language = Used in mails, and on pages for people whose language is not available.
field-organizers = Organizers
hint-organizers = E-mail addresses, one on each line.
field-registration-opens = Opens
hint-registration-opens = Such as 2030-01-15T09:00:00 in the time zone above, or 2030-01-15 anywhere on Earth.
field-registration-closes = Closes
hint-registration-closes = From this time on, registration is closed.
field-registration-confirm-email = Ask for a confirmed address
hint-registration-confirm-email = A pass is held until its holder opens the link in our mail, so that made-up addresses can't take passes.
field-registration-confirm-minutes = Minutes to confirm
hint-registration-confirm-minutes = 5 to 1440; 30 if you leave this empty. After that, the pass goes to the waitlist or back on sale.
field-pools-id = Id
field-pools-capacity = Capacity
hint-pools-capacity = You can also change it under Passes.
field-pools-claim-by = Claim by
hint-pools-claim-by = Only for pools with invitations.
field-pools-track = For the track
field-reconfirmation-ask-at = Ask at
field-reconfirmation-answer-by = Answer by
field-reconfirmation-reminders = Reminders
hint-reconfirmation-reminders = Time before the deadline, one on each line, such as P7D for 7 days or PT3H for 3 hours.
field-reconfirmation-silence = Without an answer
field-no-show-from = No-shows from
hint-no-show-from = On or after the first day. From then on, people who aren't checked in are listed.
field-no-show-passes = Their passes
field-no-show-offers-until = Offer passes until
hint-no-show-offers-until = Leave empty for the end of the last day.
field-no-show-offer-minutes = Minutes an offer lasts
hint-no-show-offer-minutes = For offers made on the day. 60 if you leave this empty.
field-waitlist-classes = Classes, first offer first
hint-waitlist-classes = One on each line: contributor, newcomer, everyone. Within a class, people who joined earlier come first.
field-waitlist-offer-hours = Hours an offer lasts
field-waitlist-quiet-hours-from = Quiet hours from
hint-waitlist-quiet-hours-from = No offer starts or ends during quiet hours.
field-waitlist-quiet-hours-until = Quiet hours until
field-rooms-id = Id
field-rooms-name = Name
field-rooms-capacity = Seats
field-rooms-recording = Recording
field-rooms-features = Features
hint-rooms-features = One on each line.
field-rooms-live-url = Link to follow it online
hint-rooms-live-url = Only people with a pass see it, each day from 15 minutes before the start.
field-rooms-chat-url = Link to its chat
field-hours-from = From
field-hours-until = Until
field-blocks-track = Track
field-blocks-room = Room
field-blocks-starts = Starts
field-blocks-minutes = Minutes
field-blocks-ends = Ends
field-breaks-label = Label
field-breaks-starts = Starts
field-breaks-minutes = Minutes
field-breaks-ends = Ends
field-breaks-rooms = Rooms
hint-breaks-rooms = Ids, one on each line.
field-bof-slots-room = Room
field-bof-slots-starts = Starts
field-bof-slots-minutes = Minutes
field-bof-slots-ends = Ends
field-tracks-id = Id
hint-tracks-id = In its URL: a-z, 0-9 and hyphens. A new id makes a new track.
field-tracks-name = Name
field-tracks-kind = Kind
field-tracks-leads = Leads
hint-tracks-leads = E-mail addresses, one on each line.
field-tracks-contact = Contact e-mail
hint-tracks-contact = Shown instead of the leads’ addresses.
field-tracks-description = Description
hint-tracks-description = Markdown.
field-tracks-topics = Topics
hint-tracks-topics = One on each line.
field-tracks-accomplishments = Results of earlier editions
hint-tracks-accomplishments = One on each line.
field-tracks-recorded = Sessions are recorded
field-tracks-block-minutes = Block length wanted, in minutes
field-tracks-cfp-opens = Call opens
hint-tracks-cfp-opens = Leave the call’s fields empty if the track has no call.
field-tracks-cfp-closes = Call closes
hint-tracks-cfp-closes = Such as 2030-02-20 anywhere on Earth.
field-tracks-cfp-reminders = Reminders of the deadline
hint-tracks-cfp-reminders = Time before the deadline, one on each line, such as P7D for 7 days or PT3H for 3 hours.
field-tracks-cfp-limit-per-person = Proposals for each person at most
field-tracks-review-mode = Selection
field-tracks-review-blind = Reviewers do not see the speakers
field-tracks-review-due-by = Reviews due by
field-tracks-confirm-by = Speakers confirm by
field-tracks-confirm-days = Days to confirm
hint-tracks-confirm-days = Counted from the release of the decision. Leave empty for 14 days.
field-tracks-new-tracks-full-minutes = New tracks: minutes of a full block
hint-tracks-new-tracks-full-minutes = Only for a call whose proposals become tracks.
field-tracks-new-tracks-half-minutes = New tracks: minutes of a half block
field-tracks-new-tracks-passes = New tracks: reserved passes
field-tracks-new-tracks-claim-by = New tracks: passes claimed by
field-tracks-new-tracks-closes = New tracks: their calls close
field-tracks-new-tracks-room-for = New tracks: full blocks available
field-recordings-label = Label
field-recordings-url = Web address
field-formats-id = Id
field-formats-label = Label
field-formats-minutes = Minutes
hint-formats-minutes = One length on each line.
field-questions-id = Id
hint-questions-id = a-z, 0-9 and _.
field-questions-label = Question
field-questions-kind = Answer
field-questions-choices = Choices
hint-questions-choices = One on each line.
field-questions-required = Required
field-questions-keep-days = Keep answers for (days)
hint-questions-keep-days = Days after the last day of the edition, 1 to 3660. Empty: as long as other personal data.
field-review-criteria-id = Id
field-review-criteria-label = Label
field-review-criteria-weight = Weight
field-review-criteria-min = Lowest score
field-review-criteria-max = Highest score
field-announcements-sold-out = Sold out
field-announcements-reopened = Registration reopens
field-announcements-released = Reserved passes are released
field-announcements-call-opened = A call opens
field-announcements-call-moved = A deadline moves
field-announcements-call-closed = A call closes
field-announcements-timetable = A timetable is published
field-appearance-accent = Colour
hint-appearance-accent = Such as #0f5c8c; dark enough for white text on it.
field-appearance-logo = Logo
hint-appearance-logo = SVG, PNG or WebP, at most 30 kB.
field-privacy-keep-days = Keep personal data for (days)
hint-privacy-keep-days = Days after the last day of the edition, 1 to 3660. Then names, addresses and answers of everyone are erased, also the names in the programme. Figures stay, and so do the roles of the team. Empty: everything stays.
field-privacy-consents-id = Id
hint-privacy-consents-id = a-z, 0-9 and _.
field-privacy-consents-text = Text
hint-privacy-consents-text = One sentence, such as “I follow the code of conduct.”
field-privacy-consents-url = Link to the whole text
field-privacy-consents-version = Version
hint-privacy-consents-version = Change it with the text: each registration records the version that was agreed to.
field-privacy-consents-required = Required
field-badges-kind = Printed on
hint-badges-kind = Sheets are for any printer, labels for a label printer. Sheets if nothing is chosen.
field-badges-width = Width
hint-badges-width = In mm, 40 to 200. Without it 90 on a sheet, 62 on a label.
field-badges-height = Height
hint-badges-height = In mm, 25 to 280. Without it 55 on a sheet, 100 on a label.
field-badges-qr = Print the ticket’s QR code
hint-badges-qr = The door scans it. It needs a badge of at least 45 mm in both directions.
field-badges-paper = Paper
hint-badges-paper = A4 if nothing is chosen.
field-badges-margin = Margin
hint-badges-margin = The least distance to the edge of the paper in mm, 0 to 50. Without it 10.
field-badges-gap = Gap
hint-badges-gap = Between badges, in mm, 0 to 30. Without it 5.

## Choices

option-language-en = English
option-language-de = German
option-announcement-policy-publish = Publish at once
option-announcement-policy-hold = Wait for my approval
option-announcement-policy-off = No announcement
option-silence-keep = Keep the pass
option-silence-return = Return the pass to the waitlist
option-no-show-passes-list = List the people only
option-no-show-passes-offer-on = Organizers can offer their passes to others
option-recording-by-default = Unless speakers object
option-recording-on-request = On request
option-recording-forbidden = Never
option-track-kind-microconference = Microconference
option-track-kind-refereed = Refereed
option-track-kind-summit = Summit
option-track-kind-bof = Birds of a feather
option-track-kind-other = Other
option-review-mode-scored = By scores
option-review-mode-lead = By the leads
option-question-kind-text = One line
option-question-kind-lines = Several lines
option-question-kind-choice = One of several choices
option-question-kind-tick = Checkbox
option-question-kind-date = A date
option-badge-kind-sheet = Sheets of paper
option-badge-kind-label = Single labels
option-badge-paper-a4 = A4
option-badge-paper-letter = US Letter

class-contributor = Contributor
class-newcomer = First-time attendee
class-everyone = Everyone else

## Effects

effect-registration-opens = Registration opens { $becomes } instead of { $was }.
effect-registration-closes = Registration closes { $becomes } instead of { $was }.
effect-confirm-email-on = New registrations must confirm their address within { $becomes } minutes. Passes that are held now keep their end.
effect-confirm-email-off = New registrations get their pass at once. Passes that are held now still need a confirmed address.
effect-pool-added = The pool { $about } starts with { $becomes } passes.
effect-pool-removed = The pool { $about } ends; it has { $was } passes.
effect-passes-added = { $about } grows from { $was } to { $becomes } passes. { $count ->
    [0] No one gets an offer.
    [one] 1 person gets an offer.
   *[other] { $count } people get an offer.
}
effect-passes-removed = { $about } shrinks from { $was } to { $becomes } passes. No one loses a pass.
effect-claim-by-moved = Passes of { $about } can be claimed until { $becomes } instead of { $was }.
effect-passes-released = The unclaimed passes of { $about } ({ $becomes }) go to the waitlist now. { $count ->
    [0] No one gets an offer.
    [one] 1 person gets an offer.
   *[other] { $count } people get an offer.
}
effect-queue-reordered = The order of the waitlist changes. { $count ->
    [0] No one is waiting right now.
    [one] 1 person is waiting.
   *[other] { $count } people are waiting.
}
effect-offer-hours = New offers last { $becomes } hours instead of { $was }. Open offers keep their end.
effect-reconfirmation-planned = We ask everyone with an in-person pass whether they are still coming: { $becomes }.
effect-reconfirmation-moved = The question “are you still coming?” changes: it goes out { $becomes } (before: { $was }).
effect-reconfirmation-stopped = We no longer ask people whether they are still coming.
effect-no-show-planned = People with an in-person pass who aren't checked in count as no-shows from { $becomes }.
effect-no-show-stopped = We no longer list people who did not come.
effect-data-end-planned = All personal data of this edition is erased on { $becomes }.
effect-data-end-stopped = Personal data of this edition is no longer erased automatically.
effect-answers-end-planned = The answers to “{ $about }” are erased on { $becomes }.
effect-answers-end-stopped = The answers to “{ $about }” are no longer erased before other data.
effect-call-added = { $about } gets a call for proposals that closes { $becomes }.
effect-call-removed = { $about } loses its call for proposals. { $count ->
    [0] It has no drafts.
    [one] 1 draft can no longer be submitted.
   *[other] { $count } drafts can no longer be submitted.
}
effect-call-opens-moved = The call of { $about } opens { $becomes } instead of { $was }.
effect-deadline-moved = The call of { $about } closes { $becomes } instead of { $was }. { $count ->
    [0] No one gets a mail.
    [one] The owner of 1 draft gets a mail.
   *[other] The owners of { $count } drafts get a mail.
}
effect-track-removed = The track { $about } is removed. { $count ->
    [0] It has no proposals.
    [one] It has 1 proposal.
   *[other] It has { $count } proposals.
}
effect-lead-added = { $about } becomes a lead, and counts as a contributor on the waitlist.
effect-lead-removed = { $about } is no longer a lead.
effect-organizer-added = { $about } becomes an organizer.
effect-organizer-removed = { $about } is no longer an organizer.
effect-room-removed = The room { $about } is removed. Sessions placed there need another room.
effect-question-removed = The question “{ $about }” is removed. Pages no longer show its answers.
effect-announcement-publish = An announcement is published.
effect-announcement-hold = An announcement waits for your approval.

## Texts of mails

mail-texts-all = All mails
mail-texts-hint = Keep the names in braces: the mail shows the value in their place. An empty line begins a new paragraph. An empty field brings back the original text.
mail-texts-values = It can show: { $values }
mail-texts-preview = Preview
mail-texts-preview-of = The latest mail of this kind, with these texts.
mail-texts-none-yet = No mail of this kind has been sent yet. The preview shows the first one.
mail-texts-reset = Back to the original
mail-part-subject = Subject
mail-part-opening = Opening
mail-part-button = Button
mail-part-closing = Closing
mail-part-variant = Another case: { $part }
letter-registered = Registration confirmed
letter-confirm-address = Confirm an address to get a held pass
letter-hold-lapsed = Address not confirmed in time
letter-changed = Registration changed
letter-cancelled = Pass cancelled
letter-link = Link to a registration, asked for again
letter-invitation = Invitation to claim a reserved pass
letter-unclaimed = Reserved passes not claimed, to leads
letter-reconfirm = Are you still coming?
letter-reconfirm-reminder = Are you still coming? Reminder
letter-pass-kept = No answer, pass kept
letter-joined = Waitlist joined
letter-entry-link = Link to a waitlist entry, asked for again
letter-left = Waitlist left, or offer declined
letter-offer = Offer of a pass
letter-offer-reminder = Offer of a pass: reminder
letter-lapsed = Offer expired
letter-role-invitation = Invitation to a role
letter-role-accepted = Role accepted
letter-role-declined = Role declined or ended
letter-role-removed = Role removed
letter-bof-placed = BoF has a slot
letter-bof-waiting = BoF waits for a slot
letter-bof-cancelled = BoF cancelled
letter-sessions-placed = Time and room of sessions
letter-sessions-cancelled = Sessions removed from the timetable
letter-track-made = Proposal became a track
letter-submitted = Proposal submitted
letter-withdrawn = Proposal withdrawn
letter-speaker-invited = Invitation to speak
letter-speaker-confirmed = Speaker confirmed
letter-speaker-declined = Speaker declined
letter-move-asked = Move of a proposal asked for
letter-moved = Proposal moved
letter-not-moved = Proposal not moved
letter-merged = Proposals merged
letter-accepted = Proposal accepted
letter-standby = Proposal on standby
letter-rejected = Proposal not accepted
letter-confirmed = Acceptance confirmed by the speakers
letter-declined = Place declined by the speakers
letter-place-freed = A place is free, to leads
letter-overdue = Acceptances not confirmed, to leads
letter-passes-short = Speakers without a pass, to leads
letter-late-link = Permission to submit late
letter-watch = Confirm a reminder of a call
letter-call-extended = Call extended, to people with drafts
letter-call-shortened = Call closes earlier, to people with drafts
letter-call-closed = Call closed, to leads
letter-reminder = Several deadlines are close
letter-reminder-drafts = Reminder: draft not submitted
letter-reminder-calls = Reminder: a call closes
letter-reminder-leads = Reminder to leads: a call closes
letter-reminder-reviews = Reminder: reviews are due
letter-reminder-acceptances = Reminder: confirm an acceptance

## Problems

patch-type = a merge patch must be application/merge-patch+json; a form goes to a section of the settings
patch-object = must be an object with the parts that change
settings-meanwhile = another person saved these settings after you read them; what you typed is still here
form-only = this is a form; programs send a merge patch to the edition instead

# Webhooks
webhooks-lead = Plumbline tells other programs what happens here: it posts each event to the addresses below, signed as the Standard Webhooks specification says. Events contain ids, states and links, never names or e-mail addresses.
webhooks-none = No webhooks yet.
webhook-title = Webhook
webhook-url = Address
webhook-url-hint = Starts with https:// and has a public name. Redirects are not followed.
webhook-state = State
webhook-state-active = Active
webhook-state-paused = Paused
webhook-state-disabled = Disabled
webhook-failing-since = Failing since { $when }
webhook-created = Added
webhook-events = Events
webhook-events-hint = Choose the events to send to this address.
webhook-events-count = { $count ->
    [one] { $count } event
   *[other] { $count } events
}
webhook-event = Event
webhook-event-registration-created = Registration created
webhook-event-registration-cancelled = Registration cancelled
webhook-event-offer-made = Pass offered to a person on the waitlist
webhook-event-offer-accepted = Offer accepted
webhook-event-offer-lapsed = Offer lapsed
webhook-event-proposal-submitted = Proposal submitted
webhook-event-decision-released = Decision on a proposal released
webhook-event-timetable-published = Timetable published
webhook-event-person-checked-in = Person checked in
webhook-event-webhook-test = Test
webhook-new = Add a webhook
webhook-add = Add webhook
webhook-secret = Secret
webhook-secret-copy = Copy the secret now. It isn't shown again.
webhook-secret-how = The receiver checks the signature of each event with it. Libraries for Standard Webhooks take it as it is.
webhook-rotate = New secret
webhook-rotate-about = The old secret also signs for 24 hours, so that the receiver can change over without missing an event.
webhook-former = Old secret
webhook-former-until = Also signs until { $when }
webhook-facts = About this webhook
webhook-test = Send a test event
webhook-pause = Pause
webhook-resume = Activate
webhook-is-disabled = This webhook is disabled: it failed for five days, or its receiver answered that it is gone. Activate it when the receiver works again.
webhook-deliveries = Deliveries of the last 30 days
webhook-deliveries-none = No deliveries yet.
webhook-delivery-pending = Pending
webhook-delivery-delivered = Delivered
webhook-delivery-failed = Failed
webhook-next-try = Next try: { $when }
webhook-tries = Tries
webhook-no-tries = None yet
webhook-no-answer = no answer
webhook-took = { $ms } ms
webhook-replay = Replay
webhook-change = Change this webhook
webhook-remove-title = Remove
webhook-remove-about = Deliveries that are still pending are dropped.
webhook-remove = Remove webhook
webhook-done-saved = Webhook saved.
webhook-done-paused = Webhook paused. It gets no events until you activate it.
webhook-done-resumed = Webhook activated. It gets events from now on.
webhook-done-tested = Test event queued. It appears among the deliveries.
webhook-done-replayed = The delivery is queued again.
webhook-done-removed = Webhook removed.
webhook-too-many = an edition has at most { $max } webhooks; remove one first
webhook-key-reused = the same Idempotency-Key came with another request; send a new key with a new one
