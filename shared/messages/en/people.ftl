### A person's own pages, their addresses, and the team of an edition.

## My pages

signed-in-as = Signed in as { $email }
nothing-yet = You have no pass, proposal or role yet.
your-proposals = Your proposals
your-reviews = Your reviews
your-bofs = BoFs
mail-settings = Mail settings
sign-out = Sign out
pass = Pass
waitlist = Waitlist
proposal = Proposal
role = Role
open-pass = Open your pass
open-entry = Open your waitlist entry
organizer-desk = Open the desk
selection = Selection
role-offered = You're invited to be { $role }.
role-accept = Accept role
role-decline = Decline
end-role = End a role
end-this-role = End role: { $role }
said-linked = Address added. You can sign in with it from now on.
said-unlinked = Address removed.
said-preferred = We'll send mail to this address from now on.
said-held = You now have this role.
said-given-up = Your role has ended. We've notified the person who offered it.

## Addresses

your-addresses = Your e-mail addresses
addresses-explained = You can sign in with any of them. Together they count as one person with one pass.
primary = Primary
not-confirmed = Not confirmed
make-primary = Make primary
removing-explained = If you remove an address, records made before you added it stay with it. Later records stay with your primary address.
add-address = Add another address
add-address-hint = We'll send a link and a code there
add-address-send = Send link
link-title = Add an address
link-address = Add address
link-this = Add { $email }
link-explained = After this, { $other } and { $own } count as one person. You can sign in with either, and share one pass, one waitlist entry and your roles.
link-sent = We've sent a link and a code to { $email }. Open the link in this browser, or enter the code here. Both work for 15 minutes.
code = Six-digit code

## Team and roles

team = Team
invite = Invite someone
track = Track
no-roles = No roles yet. Invite organizers, leads and reviewers below.
role-organizer = Organizer
role-lead = Track lead
role-reviewer = Reviewer
role-door = Door
role-of-track = { $role }, { $track }
role-state = State
role-state-invited = Invited
role-state-held = Active
role-state-given-up = Ended by them
role-state-removed = Removed
role-from-settings = From the settings
role-history = History
role-change = { $state }, by { $by }
send-invitation = Send invitation
roles-explained = Leads manage their track: its call, proposals, passes, timetable and reviewers. The door only checks in attendees. Organizers manage everything.
roles-said-offered = Invitation sent. The role starts when they accept it.
roles-said-removed = Role removed. We've notified them by e-mail.

## API tokens

tokens-title = API tokens
tokens-lead = Let your own programs use the API. A token works for one edition, with the roles that you have there.
tokens-none = No API tokens yet. Create one below.
tokens-yours = Your tokens
tokens-new = New token
token-name = Name
token-name-hint = What it is for, such as "Badge printer"
token-edition = Edition
token-scope = Scope
token-scope-read = Read
token-scope-write = Read and write
token-expires = Expires on
token-expires-hint = At most a year from now. Leave it empty for 90 days.
token-expired = Expired
token-created = Created
token-last-used = Last use
token-never-used = Never
token-create = Create token
token-revoke = Revoke
token-revoke-all = Revoke all tokens
token-copy = Copy the token { $name } now. We don't show it again.
token-how = Send it in the header "Authorization: Bearer".
said-token-revoked = Token revoked. Programs that use it no longer have access.
said-tokens-revoked = All tokens revoked. Programs that use them no longer have access.
open-check-in = Open check-in

## Calendar

calendar-title = Calendar
calendar-lead = See your sessions, bookmarks and BoFs in your own calendar app, and when your offers end. The calendar follows every change of the programme.
calendar-address = Calendar address
calendar-none = No calendar address yet.
calendar-create = Create address
calendar-created = You created an address on { $day }.
calendar-not-shown = We can't show it again.
calendar-replace = Create new address
calendar-replace-hint = A new address ends the earlier one. Calendar apps that use the earlier one get no more updates.
calendar-end = End address
calendar-copy = Copy your calendar address now. We don't show it again.
calendar-how = Add it to your calendar app as a subscription.
calendar-secret = Keep it private: anyone with the address can read your calendar.
calendar-open = Open in calendar app
said-calendar-ended = Address ended. Calendar apps that use it get no more updates.

## My data

data-title = My data
data-lead = Everything that we store about you and your addresses.
data-download = Download as JSON
data-none = We store nothing about you.
data-registrations = Registrations
data-purpose-registrations = Your passes, with what you told us when you registered.
data-waitlist = Waitlist
data-purpose-waitlist = Your waitlist entries and offers, in the order in which passes are offered.
data-proposals = Proposals
data-purpose-proposals = Your proposals and their history, for leads and reviewers to decide on.
data-reviews = Reviews
data-purpose-reviews = Your reviews of proposals, for the track's leads to decide.
data-sessions = Sessions
data-purpose-sessions = The published programme, with the sessions that you take part in.
data-bofs = BoFs
data-purpose-bofs = The BoFs that you proposed.
data-roles = Roles
data-purpose-roles = What you may see and do as an organizer, lead, reviewer or at the door.
data-invitations = Invitations
data-purpose-invitations = Passes and deadlines that you were invited to use.
data-check-ins = Check-ins
data-purpose-check-ins = When your ticket was scanned, so that it admits one person once.
data-mails = E-mails
data-purpose-mails = The e-mails that we sent or will send to you, so that each is sent once.
data-messages = Messages
data-purpose-messages = Messages by organizers and leads that you wrote or got.
data-addresses = E-mail addresses
data-purpose-addresses = The addresses that count as you.
data-tokens = API tokens
data-purpose-tokens = Tokens that let programs act for you. We store no token, only how to recognize it.
data-calendar = Calendar address
data-purpose-calendar = Your secret calendar address. We store no address, only how to recognize it.
data-preferences = Preferences
data-purpose-preferences = Which e-mails and reminders you want.
data-bookmarks = Bookmarks
data-purpose-bookmarks = Sessions that you marked in the timetable.
data-sign-ins = Sign-ins
data-purpose-sign-ins = Links and codes that we sent you to sign in.
data-activity = Activity
data-purpose-activity = What was done as an organizer, lead or reviewer, by you or about you, so that every act can be traced.
data-settings = Settings of an edition
data-purpose-settings = Your address names you as an organizer or lead.
data-other = Other
data-purpose-other = Notes that reminders, limits and the programme need.
data-ends-with-edition = Kept for the edition, until you ask us to erase it.
data-ends-public = Public. Kept as the record of the edition. If you ask us to erase your data, your name goes after the edition's retention period.
data-ends-removed = Kept until you remove it.
data-ends-soon = Removed within two days.
data-ends-anonymous = Kept as the record of the edition. It names you by a key only, which means nothing without your other data.
said-erasure-asked = We've sent you an e-mail. Open its link within 15 minutes to confirm.
erase-title = Erase my data
erase-explained = Your passes, waitlist entries and open proposals end at once, and go to others. Then we remove your name, your addresses and your answers everywhere. Sessions in a published programme keep your name until the edition's retention period ends. No one can undo this.
erase-ask = Send me the link to erase my data
erase-addresses = These addresses count as you:
erase-now = Erase my data now
erase-done = We're erasing your data. It takes a few minutes. A last e-mail confirms it.

## Problems

sign-in-first = sign in first
address-yours = is yours already
too-many-asked = too many asked; wait { $minutes } minutes
primary-true = must be true: prefer another address to change it
first-address-last = your first address goes last: take the others away first, and link them to one another again
addresses-busy = your addresses change just now; try again
data-read-often = you have read your data often just now; wait { $minutes } minutes
erasure-link-wrong = it is wrong or was used, or its 15 minutes are over; ask again on the page of your data
erasure-needed = you are the only organizer or the contact of { $editions }: name another person first
link-wrong = it is wrong, or its 15 minutes are over; add the address again
link-not-yours = only the person who asked for this link can use it: sign in with the address that the mail names
link-taken = this address counts as another person's; sign in with it and take it away from them first
link-has-others = others count as this address; sign in with it and take them away first
link-too-many = so many addresses cannot be linked; take one away first
link-code-tried = this code was tried too often; press the button in the mail, or add the address again
link-both-registered = one person has one pass and one place; cancel one of the two and try again ({ $what })
role-track-required = is required: a lead and a reviewer are of one track
role-not-yours-to-offer = you can offer roles of the tracks that you lead; organizers can offer all
roles-too-many = you have offered very many roles; go on in an hour
role-not-yours = you are signed in, but this role is not yours to change
last-organizer = the definition names no other organizer; name another there first
edition-changed-too = another person changed the edition at the same time; try again
token-too-many = you created { $max } tokens today; try again tomorrow
token-key-reused = the same Idempotency-Key came with another request; send a new key with a new one
role-not-open = it is { $state }; it counts again when it is offered again
role-is-invited = invited
role-is-held = held
role-is-given-up = given up
role-is-removed = removed

## For programs

post-to-link = post to this address to link it
link-mail-sent = a mail with a link and a code is on its way there; both work for 15 minutes, and only for you
post-to-erase = post to this address to erase your data
erasure-mail-sent = a mail with a link to confirm is on its way; it works for 15 minutes
erasure-begun = your data is being erased; a last mail says when it begins
