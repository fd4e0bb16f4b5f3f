## Messages of organizers and leads to groups of people: preview, test, send, delivery.

messages-text = Write to a group of people. Everyone gets one mail, and people who unsubscribed from messages get none.
messages-none = No messages yet.
message-new = Write a message
message-new-title = Write a message
message-change-title = Change the message
message-subject = Subject
message-body = Text
message-body-hint = Markdown. Everyone gets the same text.
message-to = Recipients
message-when = When
message-by = Written by
message-facts = Message
message-any = Any
message-group-hint = People who match everything you choose. Choose nothing to write to everyone.
message-group-hint-lead = You can write to the speakers and owners of proposals to your track.
message-track = Proposals to
message-proposal-state = State of a proposal
message-registration = Registration or waitlist
message-attendance = Attendance
message-pool = Pool
message-class = Waitlist class
message-class-contributor = Contributors on the waitlist
message-class-newcomer = Newcomers on the waitlist
message-class-everyone = Everyone else on the waitlist
message-role = Role
message-role-organizer = Organizers
message-role-lead = Track leads
message-role-reviewer = Reviewers
message-speaks = Speaks in an accepted proposal
message-speaks-not = Doesn't speak
message-proposals-submitted = Submitted proposal
message-proposals-withdrawn = Withdrawn proposal
message-proposals-accepted = Accepted proposal, not confirmed
message-proposals-standby = Proposal on standby
message-proposals-rejected = Rejected proposal
message-proposals-confirmed = Confirmed proposal
message-proposals-declined = Proposal declined by its speaker
message-q = Name, e-mail, affiliation or number
message-named =
    { $count ->
        [one] 1 person
       *[other] { $count } people
    }
message-everybody = Everyone
message-necessary = This message is necessary
message-necessary-hint = It also goes to people who unsubscribed, if they have a pass, are on the waitlist, or have an open proposal. Use it only if they would miss something important.
message-is-necessary = Necessary: also goes to people with a pass or proposal who unsubscribed
message-optouts = Unsubscribed people
message-send-at = Send later
message-send-at-hint = Leave it empty to send at once. Times are in { $zone }.
message-preview = Preview
message-test = Send a test to me
message-tested = We sent a test to { $email }.
message-preview-title = Check before you send
message-goes-to =
    { $count ->
        [0] No one gets this message.
        [one] 1 person gets this message.
       *[other] { $count } people get this message.
    }
message-skips =
    { $count ->
        [one] 1 person in the group doesn't get it.
       *[other] { $count } people in the group don't get it.
    }
message-later = We update the list of recipients when the message is sent.
message-send =
    { $count ->
        [one] Send to 1 person
       *[other] Send to { $count } people
    }
message-schedule = Schedule
message-save = Save changes
message-as-text = As plain text
message-list = Recipients
message-list-later = We make the list of recipients when the message is sent.
message-people =
    { $count ->
        [one] 1 person in the group
       *[other] { $count } people in the group
    }
message-more = And { $count } more.
message-mail = Mail
message-recipients =
    { $count ->
        [one] 1 recipient
       *[other] { $count } recipients
    }
message-recipients-label = Recipients
message-skipped = Gets no mail
message-recipient-queued = Queued
message-recipient-sent = Sent
message-recipient-failed = Failed
message-recipient-bounced = Bounced
message-recipient-listed = Gets it
message-recipient-opted-out = Unsubscribed
message-recipient-suppressed = Address doesn't work
message-state = State
message-state-scheduled = Scheduled
message-state-sending = Sending
message-state-sent = Sent
message-state-cancelled = Cancelled
message-paused = Paused
message-change = Change
message-send-now = Send now
message-cancel = Cancel message
message-done-sending = Your message is on its way.
message-done-scheduled = Your message is scheduled. You can change or cancel it until then.
message-done-changed = The message was changed.

## Problems

necessary-organizers = is for organizers: leave it out
track-required-leads = is required: leads write to the people of their track
leads-own-track = leads write to the people of their own track only
leads-filter = leads filter by track, proposal_state, speaks and q only
no-longer-scheduled = it is no longer scheduled: it is being sent, was sent, or was cancelled
message-preview-only = is for a preview or a test; post the change to the message
message-key-reused = the same Idempotency-Key came with another message; send a new key with a new one
preview-changed = has changed since the preview: it goes to { $people } people now; check it
matches-no-one = matches no one who gets a mail
necessary-fixed = only organizers change a necessary message
matches-too-many = matches { $people } people; a message goes to at most { $max }
not-a-mail = cannot be written as a mail: { $detail }
