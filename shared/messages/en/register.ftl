### Registration, the waitlist, and a person's own pass.

## The form to register

register = Register
register-title = Register
form-lead = { $days } · { $place }. It takes a minute and needs no account.
attendance = How will you attend?
virtual-hint = Live streams, chat and questions
sold-out-unless-invited = Sold out, unless you have an invitation
in-person-sold-out = In-person passes are sold out. Returned passes go to the waitlist. You can register to attend online and still wait for an in-person pass.
virtual-sold-out = Online passes are sold out. You can register to attend in person.
all-sold-out = All passes are sold out. Returned passes go to the waitlist.
join-waitlist = Join the waitlist
name-hint = As it will appear on your badge
email-hint = We send your confirmation and your link here
first-time = This is my first time at this conference
have-invitation = I have an invitation code
invitation-code = Invitation code
invitation-hint = Your invitation reserves a pass for you
use-invitation = Use invitation
register-after = You'll get an e-mail with a link to change or cancel.
have-pass = Already registered or on the waitlist? Get your link again
registration-not-open = Registration is not open yet
registration-closed = Registration is closed
registration-opens = Registration opens on { $at }.
registration-closed-on = Registration closed on { $at }.

## Join the waitlist

join-lead = Returned passes go to the waitlist. When it's your turn, we hold a pass for you for up to { $hours } hours and e-mail you.
join-email-hint = We send your offer here
join-reason = Why do you want to attend?
join-reason-hint = Only the organizers see this. It doesn't change your position by itself.
join-online = You can also attend online while you wait.
register-online = Register to attend online
waitlist-order = How the waitlist works
waitlist-order-text = We offer passes by priority class, then by the time people joined:
waitlist-order-grows = People in a higher class go first, even if they join later. So your position can also move back.
class = Priority class
class-contributor = Contributors
class-newcomer = First-time attendees
class-everyone = Everyone else
class-moved = Moved by the organizers
class-unverified = First-time attendee, as you told us

## A waitlist entry

entry-title = Your waitlist entry
waitlist-entry = Waitlist entry
entry-position = Your position
entry-ahead =
    { $count ->
        [0] No one is ahead of you
        [one] 1 person is ahead of you
       *[other] { $count } people are ahead of you
    }
entry-freed = Returned passes so far
entry-freed-none = None yet
entry-freed-week =
    { $count ->
        [one] 1 in the week of { $week }
       *[other] { $count } in the week of { $week }
    }
entry-joined = Joined
entry-has-pass = You have a pass
entry-left = You left
entry-unreachable = Mail can't reach you
entry-unreachable-text = It was your turn, but our mail to { $email } bounced, so the offer went to the next person. Join again with an address that works, or contact us:
offer-title = We're holding a pass for you
offer-until = Accept or decline by { $until } ({ $utc }). After that, the pass goes to the next person.
offer-accept = Accept pass
offer-decline = Decline
leave-waitlist = Leave the waitlist
leave-text = If you join again later, you start at the end of your class.
join-again = Join again
join-again-hint = You'll start at the end of your class.
done-joined = You're on the waitlist. We've e-mailed you a link to this page.
done-declined = You declined the pass. It goes to the next person. Thank you for telling us.
done-left = You left the waitlist. Thank you for telling us.

## A pass

pass = Pass
pass-title = Your pass
conference = Conference
days = Days
place = Place
number = Number
registered = Registered
open-pass = Open your pass
register-again = Register again
change-title = Change your registration
change-reserved = Your pass is reserved for you. If you switch to online, it is returned.
save-changes = Save changes
cancel-title = Cancel your pass
cancel-text = Your pass goes to the next person on the waitlist. You can register again if passes are available.
cancel-pass = Cancel my pass
done-registered = You're registered. We've e-mailed you a link to this page.
done-confirmed = Your address is confirmed and the pass is yours. We've e-mailed your ticket and a link to this page.
done-changed = Changes saved. We've sent you an e-mail.
done-cancelled = Your pass is cancelled. Thank you for telling us.
known-title = You're already registered
known-text = This address already has a pass. We've e-mailed you the link to view, change or cancel it.

## Confirm an address

check-mail-title = Check your mail
check-mail-lead = We sent a link to { $email }. Open it to confirm your address and get your pass.
check-mail-held = We're holding a pass for you
check-mail-until = Confirm by { $until } ({ $utc }). After that, the pass goes to someone else.
check-mail-missing = No mail after a few minutes? Look in your spam folder, or have it sent again.
check-mail-again = Send the link again
confirm-title = Confirm your address
confirm-until = Confirm by { $until } ({ $utc }) to get this pass. Then we e-mail you the ticket.
confirm-button = Confirm and get my pass
confirm-not-me = Not you, or you no longer want the pass?
confirm-not-me-text = You can leave this page: without a confirmation, the pass goes to someone else. Or return it now.
confirm-over-title = The time to confirm is over
confirm-over = You didn't confirm your address in time, so the pass we held for you went back. Register again if passes are left, or join the waitlist.

## Get your link again

link-title = Get your link again
link-lead = Enter the address you registered with. We'll e-mail you the link to your pass or waitlist entry.
link-send = Send my link
link-sent = If this address has a pass or a waitlist entry, its link is on the way.

## Are you still coming?

reconfirm-title = Are you still coming?
reconfirm-go = Answer now
reconfirm-thanks = Thank you. We look forward to seeing you.
reconfirm-answer = Your answer
reconfirm-until = Answer by
reconfirm-state-coming = You're coming
reconfirm-state-asked = Answer needed
reconfirm-state-over = The time to answer is over
reconfirm-state-not-coming = Not coming
reconfirm-state-returned = We didn't hear from you in time, so your pass went to the waitlist
reconfirm-returns = If you don't answer, your pass goes to the waitlist.
reconfirm-yes = Yes, I'm coming
reconfirm-no = No, cancel my pass
reconfirm-no-hint = "No" cancels your pass right away.
reconfirm-not-asked = You don't need to do anything. Your pass stays valid.

## The ticket

ticket = Ticket
ticket-title = Your ticket
ticket-open = Open ticket
ticket-code = Code
ticket-picture = QR code of your ticket
ticket-hint = Show this code at the entrance. It works once, and stays the same when you change your pass.
ticket-download = Download picture
ticket-checked-in = You checked in: { $at }.
pass-offered-on = You hadn't checked in, so the organizers offered your pass to others. If you are still coming, go to the registration desk: if a pass is free, you get it back.

## The certificate of attendance

certificate-title = Certificate of attendance
certificate-text = This is to certify that
certificate-attended = attended { $conference }.
certificate-hint = Print this page, or save it as a PDF with your browser's print dialog.

## Problems

certificate-cancelled = this pass is cancelled, so it has no certificate
certificate-too-early = come back after { $day }, the last day of the conference
certificate-not-checked-in = certificates are for people who were checked in at the door; if you were there, write to the organizers
confirm-was-cancelled = it was cancelled before the address was confirmed; register again
confirm-busy = your pass is still held; try again
hold-lapsed = the address was not confirmed in time, so the pass went back; register again if passes are left
edition-changing = the conference is being changed; try again in a moment
register-busy = many people register at this moment; passes are left, so try again
key-with-other-body = the same Idempotency-Key came with another body; send a new key with a new request
virtual-taken = all virtual passes are taken
in-person-taken = all passes to come in person are taken; passes that come back go to those who wait
registration-opens-detail = registration opens on { $at }
registration-closed-detail = registration closed on { $at }
passes-changing = the number of passes is being changed; try again in a moment
invitation-unknown = the code is not known for this e-mail; use the address that the invitation was sent to
invitation-used = it was used already; its registration has its own link
invitation-revoked = it was taken back by the organizers
invitation-too-late = it could be used until { $at }; its pass went to someone else
invitation-pool-empty = the pool it is for has no pass left; please write to the organizers
cancel-busy = nothing was cancelled; try again
email-fixed = cannot be changed: cancel, and register with the other address
cancelled-stays = a cancelled registration stays so; register again
confirm-first = confirm your address, then change the registration
change-busy = nothing was changed; try again
reconfirm-gone = it is cancelled and its pass went to someone else; register again, or join the waitlist
reconfirm-busy = nothing is noted; try again
ticket-confirm-first = confirm your address first: then we mail you the ticket
ticket-cancelled = this pass is cancelled, so it has no ticket
ticket-offered-on = you had not checked in, so your pass was offered to others: ask at the registration desk
ticket-not-needed = you attend online and need no ticket; to come in person, change your pass
ticket-no-picture = this ticket has no picture
offer-busy = the offer still stands; try again
entry-busy = nothing has changed; try again
offer-not-yet = there is no offer yet; you get a mail when a pass is held for you
offer-was-accepted = the offer was accepted; to give the pass back, cancel the registration
offer-was-declined = the offer was declined, and the pass went to the next person
entry-ended = this place on the waitlist has ended
already-waiting-detail = this address is on the waitlist; the link to its place is on the way by mail
passes-left = there are passes left; register now
join-busy = you have not joined; try again in a moment
too-many-joined = too many joined from your network; wait { $minutes } minutes
already-held = we hold a pass ({ $attendance }) for this address; to have or to change it, open the link in our mail
already-has-pass = this address has a pass ({ $attendance }); to change it, open the link from the confirmation mail
a-pass-in-person = in person
a-pass-virtual = virtual
reconfirm-over = the time to answer ended { $until }; without an answer the pass goes to the waitlist
offer-was-held = we held the pass until { $until }; if you join again, you wait at the end of your class
waitlist-opens = registration opens on { $at }, and the waitlist with it
waitlist-closed = registration closed on { $at }, and the waitlist with it

link-on-its-way = if this address is registered, its link is on its way by mail
