### Signing in, and which mails a person wants.

## Sign in

sign-in-title = Sign in
no-password = You don't need a password. We'll e-mail you a link and a code.
send-link = E-mail me a link
check-mail = Check your e-mail
check-mail-text = We've sent you a link and a code. Use the link to sign in on any device, or enter the code here. Both work for 15 minutes.
code = Six-digit code
ask-again = No e-mail? Request another one
signing-in-as = You're about to sign in as { $email }.

## Mail settings

mails-title = Mail settings
mails-text = Choose which reminders and messages you get. We always send mails that answer something you do, such as confirmations and sign-in links.
on = On
off = Off
switch-on = Switch on
switch-off = Switch off
reminder-drafts = Your unsubmitted proposals, and changes to their deadlines
reminder-calls = Calls for proposals you follow
reminder-leads = Calls of the tracks you lead
reminder-reviews = Reviews you still have to give
reminder-acceptances = Accepted proposals you haven't confirmed
reminder-messages = Messages of organizers and track leads to many people

## Unsubscribe

unsubscribe-title = Unsubscribe
unsubscribe-text = Stop getting mails about:
unsubscribed = You've unsubscribed. You won't get mails about:
unsubscribe = Unsubscribe
unsubscribe-messages = Messages of the organizers of { $conference } to groups of people
unsubscribed-before = You don't get mails about:
subscribed-again = You get these mails again:
subscribe-again = Subscribe again
all-mail-settings = Sign in to change all mail settings

## Problems

too-many-asked-network = too many asked from your network; wait { $minutes } minutes
sign-in-wrong = it is wrong, or its 15 minutes are over; ask for a new one
code-tried-too-often = this code was tried too often; press the button in the mail, or ask for a new one
mails-link-wrong = this link is wrong or too old; sign in to say which mails you want

## For programs

post-to-sign-in = post to this address to sign in
sign-in-mail-sent = a mail with a link and a code is on its way; both work for 15 minutes
post-to-unsubscribe = post to this address to get no more of these mails
these-mails-again = these mails are sent again
these-mails-no-more = these mails are no longer sent
