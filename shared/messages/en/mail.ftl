### Mails. A letter has a subject, an opening, a button and a closing. A blank line begins a new paragraph.

## Every mail

hello = Hello,
hello-name = Hello { $name },
questions = Questions? Write to { $contact }.
unsubscribe = Unsubscribe from mails of this kind
now = now
minutes-long =
    { $count ->
        [one] 1 minute
       *[other] { $count } minutes
    }

## Why the reader gets a mail

why-registration = You get this e-mail because { $address } is registered, or was, for { $conference }.
why-invitation = You get this e-mail because a pass for { $conference } is reserved for { $address }.
why-waitlist = You get this e-mail because { $address } is on the waitlist of { $conference }, or was.
why-role = You get this e-mail because { $address } has, had or was offered a role at { $conference }.
why-proposal = You get this e-mail because { $address } is named in a proposal for { $conference }.
why-deadline = You get this e-mail because { $address } has a deadline at { $conference }.
why-session = You get this e-mail because { $address } is named in a session of { $conference }.
why-bof = You get this e-mail because { $address } proposed a BoF for { $conference }.
why-account = You get this e-mail because { $address } is or was one of your addresses.
why-entered = You get this e-mail because someone entered { $address }.
why-message = You get this e-mail because you take part in { $conference }. The organizers sent it to you and others.
why-track-message = You get this e-mail because you take part in { $track } at { $conference }. The track's leads sent it to you and others.

## Labels of facts

fact-conference = Conference
fact-days = Days
fact-place = Place
fact-pass = Your pass
fact-former-pass = Your pass was
fact-ticket = Ticket
fact-registration = Registration
fact-code = Code
fact-valid-for = Valid for
fact-invitation-code = Your code
fact-use-by = Use by
fact-pool = Pool
fact-accept-by = Accept by
fact-confirm-by = Confirm by
fact-held-until = Held until
fact-answer-by = Answer by
fact-role = Role
fact-by = By
fact-signed-in-as = Signed in as
fact-bof = BoF
fact-when = When
fact-room = Room
fact-list-position = Position on the list
fact-proposed-as = Proposed as
fact-block = Block
fact-call-opens = Call opens
fact-call-closes = Call closes
fact-passes = Passes to give
fact-proposal = Proposal
fact-track = Track
fact-submitted = Submitted
fact-move-to = Move to
fact-reason = Reason
fact-not-confirmed = Not confirmed
fact-own-deadline = Your deadline
fact-new-deadline = New deadline
fact-old-deadline = Old deadline
fact-draft = Your draft
fact-proposals = Proposals
fact-drafts-not-submitted = Drafts not submitted
fact-accepted = Accepted

## Passes

registered-subject = Your pass for { $conference }
registered-opening = You're registered. We look forward to seeing you.
registered-online = You're registered to attend online.
registered-button = View, change or cancel your pass
registered-closing = Keep this e-mail: anyone with this link can change your registration. If you can't come, please cancel so that someone on the waitlist gets the pass.
registered-online-closing = Keep this e-mail: anyone with this link can change your registration. If you don't want to attend any more, please cancel.
confirm-address-subject = Confirm your address: { $conference }
confirm-address-opening = We're holding a pass for you. Confirm your address on the page behind the button, and the pass is yours. Opening the page doesn't confirm anything yet.
confirm-address-button = Confirm your address
confirm-address-closing = If you don't confirm in time, the pass goes to someone else. If you didn't register, you can ignore this e-mail.
hold-lapsed-subject = Your address was not confirmed: { $conference }
hold-lapsed-opening = You didn't confirm your address in time, so the pass we held for you went back. You don't have a pass now.
hold-lapsed-button = Register again
hold-lapsed-closing = If passes are left, you can have one at once. If not, join the waitlist. If you didn't register, you can ignore this e-mail.
changed-subject = Your registration changed: { $conference }
changed-opening = Your registration was changed. These are the details now.
changed-button = View, change or cancel your pass
changed-closing = If this wasn't you, open the link and change it back.
cancelled-subject = Your pass is cancelled: { $conference }
cancelled-opening = Your pass is cancelled. It goes to the next person on the waitlist.
cancelled-silent = We asked whether you're still coming and didn't hear from you in time. Your pass is cancelled and goes to the next person on the waitlist.
cancelled-button = See which passes are available
cancelled-closing = If you didn't want this, register again while passes are available, and write to us.
offered-on-subject = Your pass was offered to someone else: { $conference }
offered-on-opening =
    You haven't checked in yet, so the organizers offered your pass to people who are waiting.

    Are you still coming? Go to the registration desk at the venue. If a pass is free, you get it back there, with the same ticket. If people are waiting, join the waitlist.
offered-on-button = Join the waitlist
offered-on-closing = If you think this is a mistake, write to us or speak to the registration desk.
link-subject = Your registration link: { $conference }
link-opening = Someone, probably you, asked for the link to your registration. Nothing has changed.
link-button = View, change or cancel your pass
link-closing = If you didn't ask for it, you can ignore this e-mail.
invitation-subject = A pass is reserved for you: { $conference }
invitation-opening = We've reserved a pass for you. Register with this invitation to claim it. It works once, and only for this address.
invitation-button = Register with your invitation
invitation-closing = If you can't come, you don't need to do anything. The pass goes to someone else in time.
unclaimed-subject =
    { $count ->
        [one] 1 reserved pass not claimed: { $conference }
       *[other] { $count } reserved passes not claimed: { $conference }
    }
unclaimed-opening =
    { $count ->
        [one] 1 reserved pass is not claimed yet. If it isn't claimed by { $claim-by }, it goes to the waitlist.
       *[other] { $count } reserved passes are not claimed yet. Passes not claimed by { $claim-by } go to the waitlist.
    }
unclaimed-button = Invite people
unclaimed-closing = Sign in with this address to send invitations.

## Are you still coming?

reconfirm-subject = Are you still coming? { $conference }
reconfirm-opening =
    You have an in-person pass. Are you still coming? Please tell us either way: we give passes that aren't needed to people on the waitlist.

    Answer on the page behind the button. Opening it doesn't answer anything yet.
reconfirm-button = Answer yes or no
reconfirm-reminder-subject = Please answer: are you still coming? { $conference }
reconfirm-reminder-opening =
    We asked whether you're still coming and haven't heard from you.

    Answer on the page behind the button. Opening it doesn't answer anything yet.
reconfirm-reminder-button = Answer yes or no
silence-returns = If you don't answer, your pass goes to the waitlist.
silence-keeps = If you don't answer, you keep your pass. Please answer anyway: someone may be waiting for it.
pass-kept-subject = You keep your pass: { $conference }
pass-kept-opening = We asked whether you're still coming and haven't heard from you. You keep your pass.
pass-kept-button = View or cancel your pass
pass-kept-closing = If you can't come, please cancel, even at short notice. Someone on the waitlist gets the pass.

## Waitlist

joined-subject = You're on the waitlist: { $conference }
joined-opening = You're on the waitlist. When it's your turn, we hold a pass for you and e-mail you. You don't need to do anything until then.
joined-button = See your position
joined-closing = We offer passes by priority class, then by the time people joined. So your position can also move back. Please don't book anything you can't cancel before you have a pass.
entry-link-subject = Your waitlist link: { $conference }
entry-link-opening = Someone, probably you, asked for the link to your waitlist entry. Nothing has changed.
entry-link-button = Open your waitlist entry
entry-link-closing = If you didn't ask for it, you can ignore this e-mail.
left-subject = You left the waitlist: { $conference }
left-opening = You left the waitlist. Thank you for telling us.
left-declined = You declined the pass we held for you. It goes to the next person. Thank you for telling us.
left-button = Join again
left-closing = If you join again, you start at the end of your class.
offer-subject = Offer: accept by { $until } ({ $conference })
offer-opening = We're holding a pass for you until { $until }. Accept or decline it on the page behind the button. Opening the page does not answer for you.
offer-button = Accept or decline
offer-closing = If you don't answer, the pass goes to the next person. If you can't come, please decline now so that they don't have to wait.
offer-reminder-subject = Reminder: accept your pass by { $until } ({ $conference })
offer-reminder-opening = We're still holding a pass for you, and you haven't answered yet.
offer-reminder-button = Accept or decline
offer-reminder-closing = If you don't answer, the pass goes to the next person.
lapsed-subject = Your offer expired: { $conference }
lapsed-opening = We didn't hear from you in time, so the pass we held for you goes to the next person.
lapsed-button = Join the waitlist again
lapsed-closing = If you join again, you start at the end of your class.

## Sign in, addresses and roles

sign-in-subject = { $code } is your sign-in code
sign-in-opening = Use the button to sign in on this device, or enter the code where you asked for it.
sign-in-button = Sign in
sign-in-closing = If you didn't ask to sign in, you can ignore this e-mail. No one can sign in without it.
erase-data-subject = Confirm that we erase your data
erase-data-opening = You asked us to erase everything that we store about you.
erase-data-what = If you confirm, your passes, waitlist entries and open proposals end at once, and your name, addresses and answers are removed. No one can undo this.
erase-data-button = Erase my data
erase-data-closing = The link works for 15 minutes. If you didn't ask for this, ignore this e-mail: nothing changes.
data-erased-subject = Your data is erased
data-erased-opening = As you asked, we have ended everything of yours that was active. Within the next minutes we remove your name, your addresses and your answers.
data-erased-from = The organizers of { $conference } erase your data there. Everything of yours that was active has ended. Within the next minutes your name, your addresses and your answers are removed.
data-erased-reason = Their reason: { $reason }
data-erased-public-until = { $conference }: your sessions stay in the programme, with your name, until { $day }.
data-erased-public = { $conference }: your sessions stay in the programme, with your name, as the record of the edition.
data-erased-closing = This is our last e-mail to you, unless you register again.
link-address-subject = Is this address yours? Your code is { $code }
link-address-opening = Someone signed in as { $by } says that this address is theirs too.
link-address-how = If that's you, use the button in the browser where you're signed in, or enter the code there.
link-address-button = Add this address
link-address-closing = If you don't know that address, ignore this e-mail and don't share the code. With it, both addresses would count as one person.
address-linked-subject = An address was added to your account
address-linked-opening = { $about } and { $primary } count as one person from now on.
address-unlinked-subject = An address was removed from your account
address-unlinked-opening = { $about } and { $primary } no longer count as one person.
addresses-button = See your addresses
addresses-closing = If this wasn't you, sign in and change it back.
role-organizer = organizer
role-lead = track lead
role-reviewer = reviewer
role-door = door staff
role-of-track = { $role } of { $track }
role-means-organizer = Organizers manage the whole conference.
role-means-lead = Leads manage their track: its call, proposals, passes, timetable and reviewers.
role-means-reviewer = Reviewers read and score the proposals of their track.
role-means-door = Door staff check in attendees, and do nothing else.
role-invitation-subject = You're invited as { $role }: { $conference }
role-invitation-opening =
    You're invited as { $role }.

    Sign in with this address to accept or decline.
role-invitation-button = Sign in to answer
role-invitation-closing = You don't need to do anything unless you want to accept.
role-accepted-subject = Role accepted: { $role }, { $conference }
role-accepted-opening = { $email } accepted the role { $role }.
role-accepted-button = See the team
role-declined-subject = Role declined: { $role }, { $conference }
role-declined-opening = { $email } declined or ended the role { $role }.
role-declined-button = See the team
role-removed-subject = Your role as { $role } has ended: { $conference }
role-removed-opening = Your role as { $role } has ended. Thank you for your work.
role-removed-button = See your pages

## BoFs

bof-placed-subject = Your BoF has a slot: { $title }
bof-placed-opening = Your BoF has a slot and is on the programme. You don't need to do anything.
bof-placed-after-waiting = A slot was returned, and your BoF got it. It is on the programme. You don't need to do anything.
bof-placed-button = View, edit or cancel your BoF
bof-placed-closing = BoFs are not recorded. The slot depends on your pass. If you can't come, please cancel so that another BoF gets it.
bof-waiting-subject = Your BoF is waiting for a slot: { $title }
bof-waiting-opening = No slot that fits is free. Your BoF is on the list. It gets the first slot that is returned and fits, and we e-mail you.
bof-waiting-button = View or cancel your BoF
bof-cancelled-subject = Your BoF is cancelled: { $title }
bof-cancelled-opening = You cancelled your BoF. Its slot goes to the next one. Thank you for telling us.
bof-cancelled-no-pass = You no longer have an in-person pass, so your BoF is cancelled. Its slot goes to the next one.
bof-cancelled-by-organizer = The organizers cancelled your BoF. Write to them if you don't know why.
bof-cancelled-button = See all BoFs

## The timetable

sessions-placed-subject =
    { $count ->
        [one] Time and room of your session: { $conference }
       *[other] Time and room of your sessions: { $conference }
    }
sessions-placed-opening =
    { $count ->
        [one] This is where your session is on the timetable now.
       *[other] This is where your sessions are on the timetable now.
    }

    The attached calendar replaces earlier ones.
sessions-placed-button = See the programme
sessions-placed-closing = If you can't be there at that time, please tell us soon.
sessions-cancelled-subject = Your session was removed from the timetable: { $conference }
sessions-cancelled-opening =
    These sessions don't take place, or take place without you.

    The attached calendar replaces earlier ones.
sessions-cancelled-button = See the programme
session-cancelled = Cancelled: { $place }

## A new track

track-made-subject = { $track } is now a track: { $conference }
track-made-opening = Your proposal was accepted: { $track } is now a track of { $conference }, and you lead it.
track-made-button = Open your track
track-made-closing = Next, sign in with this address. Check the track's page, announce its call, and choose among the proposals.
track-made-passes = Invite your people early. They must claim their passes in time, or the passes go to others.
block-recorded =
    { $count ->
        [one] 1 minute, recorded
       *[other] { $count } minutes, recorded
    }
block-not-recorded =
    { $count ->
        [one] 1 minute, not recorded
       *[other] { $count } minutes, not recorded
    }
passes-to-give =
    { $count ->
        [one] 1 pass, to be claimed by { $by }
       *[other] { $count } passes, to be claimed by { $by }
    }

## Proposals

submitted-subject = Submitted: { $title } ({ $conference })
submitted-opening = Your proposal is submitted. This e-mail is your receipt, with its text below.
submitted-button = View your proposal
submitted-closing = We e-mail you when it is decided. The text you submitted:
submitted-until = You can change or withdraw it until { $until }.
withdrawn-subject = Withdrawn: { $title } ({ $conference })
withdrawn-opening = This proposal is withdrawn. We won't consider it any more.
withdrawn-button = View your proposal
withdrawn-closing = While its call is open, you can submit it again from its page.
speaker-invited-subject = Will you speak? { $title } ({ $conference })
speaker-invited-opening = { $by } names you as a speaker of a proposal. Confirm or decline on the page behind the button. Opening the page does not answer for you.
speaker-invited-button = Confirm or decline
speaker-invited-closing = If you don't know about this, decline. We then remove you from the proposal and send you no more mail about it.
speaker-confirmed-subject = { $speaker } will speak: { $title } ({ $conference })
speaker-confirmed-opening = { $speaker } confirmed as a speaker.
speaker-confirmed-button = View your proposal
speaker-declined-subject = { $speaker } will not speak: { $title } ({ $conference })
speaker-declined-opening = { $speaker } declined and is no longer a speaker of your proposal.
speaker-declined-button = View your proposal
move-asked-subject = Move to { $to }? { $title } ({ $conference })
move-asked-opening = Someone asks to move a proposal to { $to }, which you lead. It was submitted in time. You decide whether to take it.
move-asked-button = Accept or decline
move-asked-closing = Sign in with this address. The proposal stays where it is until you answer.
moved-subject = Moved to { $track }: { $title } ({ $conference })
moved-opening = Your proposal is in { $track } now. The time of your first submission still counts.
moved-button = View your proposal
not-moved-subject = Not moved: { $title } ({ $conference })
not-moved-opening = Your proposal stays in { $track }.
not-moved-button = View your proposal
merged-subject = Merged: { $title } ({ $conference })
merged-opening = The leads of the track merged another proposal into yours. Its speakers are now speakers of yours.
merged-away = The leads of the track merged your proposal into another one. Its speakers are now speakers of that one. Your text stays on its page, which links to the other.
merged-button = View your proposal

## Decisions

accepted-subject = Your proposal was accepted: { $title } ({ $conference })
accepted-opening = Your proposal was accepted for { $track }. Please confirm that you're coming. Until then, your place is not certain.
accepted-button = Confirm or decline
standby-subject = Your proposal is on standby: { $title } ({ $conference })
standby-opening = Your proposal is on standby for { $track }. There is no place for it now, but it is among the first if one becomes free. You don't need to do anything. If you can't come any more, please withdraw it.
standby-button = View your proposal
rejected-subject = Your proposal was not accepted: { $title } ({ $conference })
rejected-opening = Your proposal was not accepted for { $track } this time. Thank you for your work on it.
rejected-button = View your proposal
note-from-leads = A note from the leads:
speaker-pass-invited = A pass is reserved for you. We send the invitation in a separate e-mail.
speaker-pass-short = No pass is reserved for you yet, because all speaker passes are taken. The organizers know. We e-mail you an invitation as soon as there is one.
confirmed-subject = Confirmed: { $title } ({ $conference })
confirmed-opening = You confirmed, and your session is part of the programme. We e-mail you again with its room and time.
confirmed-button = View your proposal
confirmed-closing = If something comes up, please withdraw it on its page as early as you can, so that someone else can take the place.
declined-subject = Declined: { $title } ({ $conference })
declined-opening = One of its speakers declined the place, so it goes to someone else. If a pass was reserved for it and not claimed, it was returned. If you claimed a pass, you keep it.
declined-button = View your proposal
declined-closing = If this is a mistake, please write to us soon.
place-freed-subject = A place is free in { $track }: { $conference }
place-freed-opening = A place is free.
place-freed-declined = The speakers of an accepted proposal declined.
place-freed-withdrawn = An accepted proposal was withdrawn.
standby-empty = No proposal is on standby.
standby-next = Next on standby: { $next }
place-freed-button = See the selection
place-freed-closing = Sign in with this address to decide. The speakers are notified when you release the decision.
overdue-subject =
    { $count ->
        [one] 1 accepted proposal of { $track } not confirmed: { $conference }
       *[other] { $count } accepted proposals of { $track } not confirmed: { $conference }
    }
overdue-opening =
    { $count ->
        [one] The speakers of 1 accepted proposal didn't answer in time. They can still confirm until you give the place to someone else. Write to them, or withdraw the proposal for them.
       *[other] The speakers of { $count } accepted proposals didn't answer in time. They can still confirm until you give the places to others. Write to them, or withdraw the proposals for them.
    }
overdue-button = See the selection
overdue-closing = Sign in with this address to see who is next on standby.
passes-short-subject =
    { $count ->
        [one] 1 speaker of { $track } has no pass: { $conference }
       *[other] { $count } speakers of { $track } have no pass: { $conference }
    }
passes-short-opening =
    { $count ->
        [one] 1 accepted speaker of { $track } has no invitation, because all passes of { $pool } are taken. The acceptance was sent anyway and says so.
       *[other] { $count } accepted speakers of { $track } have no invitation, because all passes of { $pool } are taken. The acceptances were sent anyway and say so.
    }
passes-short-button = See who
passes-short-closing = An organizer can raise the pool's capacity. We check every day and send missing invitations automatically.

## Calls and reminders

late-link-subject = You can submit late to { $track }: { $conference }
late-link-opening = The leads of { $track } let you submit and change proposals after the deadline of its call. Sign in with this address; it works only for you.
late-link-button = Open the call
watch-subject = Confirm your reminder: { $track }, { $conference }
watch-opening = Someone, probably you, asked for a reminder before the call for proposals of { $track } closes. Confirm it with the button.
watch-button = Remind me
watch-closing = If you didn't ask for it, you can ignore this e-mail. Without the button, we send nothing more.
call-extended-subject = More time for your proposal: { $track } is extended ({ $conference })
call-extended-opening = The call for proposals of { $track } is extended. Your draft is saved but not submitted yet.
call-extended-button = Open your draft
call-shortened-subject = Less time for your proposal: { $track } closes earlier ({ $conference })
call-shortened-opening = The call for proposals of { $track } closes earlier. Your draft is not submitted yet.
call-shortened-button = Open your draft
call-closed-subject =
    { $count ->
        [one] Call closed: { $track }, 1 proposal ({ $conference })
       *[other] Call closed: { $track }, { $count } proposals ({ $conference })
    }
call-closed-opening = The call for proposals of { $track } has closed.
call-closed-button = Read the proposals
call-closed-closing = You see how many drafts there are, but not what is in them. Sign in with this address to read the proposals.
call-closed-first = This e-mail lists the first { $count }. The page lists all of them.
reminder-opening = A deadline is close.
reminder-subject = A deadline is close: { $conference }
reminder-button = Open
reminder-many = { $count } deadlines, the first { $left }: { $conference }
reminder-drafts-subject = { $name } closes { $left }, and your proposal is not submitted: { $conference }
reminder-drafts-opening = Your draft is not submitted yet. We only consider proposals submitted before the deadline.
reminder-drafts-button = Open your draft
reminder-calls-subject = { $name } closes { $left }: { $conference }
reminder-calls-opening = You asked for a reminder about a call for proposals that closes soon.
reminder-calls-button = Open the call
reminder-leads-subject = Your call closes { $left }: { $name } ({ $conference })
reminder-leads-opening = The call of a track you lead closes soon.
reminder-leads-button = Open your call
reminder-reviews-subject = Reviews are due { $left }: { $name } ({ $conference })
reminder-reviews-opening = Some of your reviews are due soon.
reminder-reviews-button = Open your reviews
reminder-acceptances-subject = Please confirm your acceptance, due { $left }: { $name } ({ $conference })
reminder-acceptances-opening = Your proposal was accepted, and you haven't confirmed yet. Until then, your place is not certain.
reminder-acceptances-button = Confirm or decline
closes-on = closes { $at }
reviews-due = reviews are due { $at }
answer-until = answer by { $at }

## Messages of organizers and leads to groups of people

message-test-subject = Test: { $subject }
