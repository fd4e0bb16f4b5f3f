### The door on the day.

check-in = Check in
scan-title = Scan a ticket
camera = Camera
camera-start = Start camera
camera-none = This browser can't use a camera here. Type the code below, or find the person by name. A handheld scanner that types works too.
camera-sent = This browser can't read QR codes itself. While the camera is on, we read its pictures on our server, and we don't store them.
camera-offline = This browser reads codes only with a network. Until it is back, type the code below.
code = Code
code-hint = Under the QR code of the ticket. Spaces and hyphens don't matter.
find-title = Find someone
find-label = Name, e-mail or number
find = Search
find-none = No matches. Try another part of the name.
is-here = Here
here = Here
expected = Expected
undo = Undo
note-first-time = First time here
done-checked-in = Checked in.
done-already-checked-in = Already checked in.
done-undone = Check-in undone.
first-scan = First scan: { $at }.
first-scan-label = First scan:
unsent-title = Not sent yet
unsent-hint = We send these scans as soon as the network is back. They stay on this device until then.
refused-title = Refused
refused-clear = Clear list
offline-hint = Works without a network: scans stay on this device and are sent later.
online = Online
offline = Offline
saved-offline = Saved on this device. We'll send it when the network is back.
sign-in-again = Sign in again to send these scans.
state-offered-on = Offered to others
give-back = Give a pass back
give-back-check-in = Give a pass back and check in
done-walk-in = Registered and checked in. We sent them the confirmation.
done-given-back = They have a pass again and are checked in.
walk-in-title = No pass?
walk-in-hint = Registers a person and checks them in, if a pass is free and no one is waiting.
walk-in = Register and check in
number = Number
pool = Pool
no-shows-lead = People with an in-person pass who haven't been checked in.
no-shows-no-policy = This edition has no policy for no-shows, so their passes stay theirs. In the settings you choose from when people count as no-shows, and whether you can offer their passes to others.
no-shows-settings = Settings for passes
no-shows-from = No-shows from
no-shows-passes = Their passes
no-shows-offer-on = You can offer them to others until { $until }. An offer lasts { $minutes } minutes.
no-shows-list-only = They keep them. This page lists people only.
no-shows-not-yet = The day hasn't come that far: everyone who isn't checked in yet is listed.
no-shows-missing = Not checked in
no-shows-offered-on = Pass offered to others
no-shows-waiting = On the waitlist
no-shows-none = Everyone with an in-person pass is here.
no-shows-preview = Preview offering their passes
no-shows-give-back-hint = A person who comes late gets a pass back while one is free and no one is waiting.
no-shows-when = Offered
no-shows-released =
    { $count ->
        [one] { $count } pass was offered to others.
       *[other] { $count } passes were offered to others.
    }
no-shows-given-back = They have a pass again.
release-title = Offer passes of no-shows
release-lead = Each person loses the pass and gets a mail that says why, and what to do. The passes go to the waitlist in order. If no one is waiting, they go on sale at the door.
release-passes = Passes to offer
release-done = Passes offered
release-skipped = Left alone: here, or cancelled
release-left = Left for the next time
release-reason = Reason
release-reason-hint = Everyone gets it in their mail. The activity log keeps it.
release-confirm =
    { $count ->
        [one] Offer { $count } pass to others
       *[other] Offer { $count } passes to others
    }
release-back = Back
release-failed =
    { $count ->
        [one] { $count } person's data was changed at the same moment. Try again.
       *[other] The data of { $count } people was changed at the same moment. Try again.
    }
release-result = Result
release-effect = Pass goes to others
no-show-released = Pass offered to others
no-show-here = Here now
no-show-cancelled = Cancelled before
no-show-failed = Failed

## Problems

give-back-cancelled = this pass was cancelled and not offered on: register them at the door instead
register-busy = many people register at this moment; try again
no-show-no-policy = the edition has no policy for no-shows: set one in its settings
no-show-lists = the edition's policy only lists no-shows: change it in its settings
scan-in-future = must not be in the future: set the device's clock
scan-code-or-registration = must be left out where there is a code
scan-code-required = is required: scan or type the code of a ticket
scan-unknown = no pass of this conference has this code: search by name, or send them to the desk
scan-sign-in = sign in to check people in
scan-busy = this ticket is scanned by many devices just now; scan it again
scan-offered-on = they did not come in time, and the pass was offered to others: search their name to give them a pass back if one is free
scan-not-confirmed = they have not confirmed their address: ask them to open the link in our mail, or send them to the desk
scan-cancelled = this pass was cancelled: send them to the desk
scan-virtual = this pass is for online attendance: send them to the desk
key-with-other-body = the same Idempotency-Key came with another body; send a new key with a new request
edition-changing = the conference is being changed; try again in a moment
walk-in-not-confirmed = this address has a pass that is not confirmed: ask them to open the link in our mail, or send them to the desk
walk-in-has-pass = this address has a pass: search the name to check them in
walk-in-has-virtual = this address has a pass for online attendance: they can change it with their link
passes-changing = the number of passes is being changed; try again in a moment
walk-in-no-invitation = no invitation was sent; try again
walk-in-people-wait = returned passes go to the people on the waitlist first: ask them to join the waitlist
walk-in-sold-out = every pass is taken or offered to someone
no-show-too-early = people can still come until { $until }
no-show-too-late = passes could be offered until { $until }
scan-undone = it was undone at { $at }, after this scan: scan the ticket again to check them in
walk-in-opens = registration opens on { $at }
walk-in-ended = the conference ended on { $at }
must-be-instant = must be an instant such as 2030-05-01T12:00:00Z
picture-not-png = send the picture as image/png
picture-too-large = a picture has at most 1 MB; send it smaller, in grey
picture-too-wide = a picture has at most { $pixels } pixels along each side; send it smaller
picture-unreadable = the picture can't be read: { $error }
picture-without-code = hold the code closer and still, or type it
