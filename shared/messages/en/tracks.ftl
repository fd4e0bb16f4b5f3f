### Tracks and their calls for proposals.

## The list

tracks-title = Calls for proposals
open-calls = Open now
later-calls = Opening later
closed-calls = Closed
tracks-without-call = Tracks without a call
no-open-call = No call is open right now.
closes-label = Closes
opens-label = Opens
closed-label = Closed
other-zone = Show times in another time zone
zone = Time zone
zone-show = Show

## One track

about = About
topics = Topics
outcomes = Outcomes
accomplishments = Results of earlier editions
recordings = Recordings
call = Call for proposals
closes = Closes
opens = Opens
closed-on = Closed
submit-proposal = Submit a proposal
late-allowed = You can submit late. The leads gave you until:
watching = We'll remind you before this call closes.
remind-me-before = Remind me before it closes
remind-me = Remind me
stop-reminder = Stop the reminder
selection = Selection
edit-track = Edit track
said-saved = Changes saved.
said-asked = We've e-mailed you. Confirm with the button in the e-mail, and we'll remind you.
said-watching = We'll remind you before this call closes.
said-stopped = We won't remind you about this call.
remind-title = Reminder
remind-confirm = Should we remind { $email } before this call for proposals closes?

## Editing a track

edit-title = Edit { $track }
saved-by-other = Someone else saved this
saved-by-other-text = Your own text is in the form below. Copy over what you want to keep, then save.
your-text = Your text
markdown-hint = You can use Markdown
recordings-hint = One per line: the address, a space, and a title
contact-address = Contact address
contact-hint = Shown instead of the leads' addresses
call-opens = Call opens
call-opens-hint = For example 2023-06-26T10:00:00, in conference time. Can't change once the call is open.
call-closes = Call closes
call-closes-hint = For example 2023-08-27T18:00:00, or 2023-08-27 anywhere on Earth. We notify everyone with a draft when it moves.

## Late proposals

late-title = Late proposals
late-lead = Let one person submit and change proposals in this track until their own deadline. We e-mail them; they sign in with this address.
late-until = Until
late-allow = Allow late proposals
late-none = No one may submit late yet.
late-revoke = Revoke
late-state-working = Active
late-state-over = Expired
late-state-revoked = Revoked
late-act = { $act } { $at } by { $by }
late-act-given = Allowed
late-act-revoked = Revoked
deadline-hint = For example 2023-08-27T18:00:00, or 2023-08-27 anywhere on Earth
state = State
history = History

## Outcomes

outcomes-title = Outcomes of { $track }
outcomes-lead = What was decided, merged or started. Everyone can read it, and next year's call starts from it.
outcomes-track = The track as a whole
no-outcomes = No outcomes yet.
recording = Recording
recording-address = Recording (address)
saved = Changes saved.

## The feed of open calls

feed-title = { $conference }: calls for proposals
feed-call = { $track }: proposals until { $closes }
feed-until = You can submit proposals for { $track } until { $closes }.

## Problems

track-changed-meanwhile = another person saved this track after you read it; your text is still here
late-in-future = must be in the future; it is { $now } now
late-after-deadline = must be after the deadline that everybody has: { $closes }
late-no-call = { $track } has no call for proposals
late-too-often = has been given and taken back { $most } times, which is the most
outcomes-meanwhile = another person saved results after you read them; your text is still here
outcomes-busy = another person is saving this at the same time; send it again
remind-closed = { $track } takes no proposals any more, so there is nothing to be reminded of
too-many-asked-network = too many asked from your network; wait { $minutes } minutes
remind-link-wrong = this link is wrong, or too old; ask for a new one on the track's page

post-to-be-reminded = post to this address to be reminded
