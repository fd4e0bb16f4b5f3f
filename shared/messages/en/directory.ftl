## The people of an edition, for organizers: list, search, one person, acts on many.

people-title = People
people-count =
    { $count ->
        [one] 1 person
       *[other] { $count } people
    }
people-matching =
    { $count ->
        [one] 1 match
       *[other] { $count } matches
    }
people-registrations = Registrations
people-write = Write a message
people-register = Register someone
people-filter = Filter people
people-search = Name, e-mail, affiliation or number
people-any-state = Any state
people-attendance = Attendance
people-any-attendance = Any attendance
people-any-pool = Any pool
people-any-class = Any class
people-any-role = Any role
people-speaks = Speaks
people-proposals =
    { $count ->
        [one] 1 proposal
       *[other] { $count } proposals
    }
people-sort = Sort
people-sort-latest = Latest first
people-by-registered = Earliest first
people-by-name = By name
people-by-affiliation = By affiliation
people-by-email = By e-mail
people-show = Show
people-none = People appear here when they register, join the waitlist, send a proposal or get a role.
people-no-match = No people match this filter.
people-everybody = Show everyone
people-choose = Choose
people-remarks = Details
people-since = Since
people-all =
    { $count ->
        [one] The 1 person who matches
       *[other] All { $count } people who match
    }

state = State
pool = Pool
class = Priority class
class-contributor = Contributor
class-newcomer = First-time attendee
class-everyone = Everyone else
role-organizer = Organizer
role-lead = Track lead
role-reviewer = Reviewer

## One person

person-pass = Pass
person-open-pass = Open pass
person-number = Number
person-registered = Registered
person-no-pass = No registration.
person-waitlist = Waitlist
person-open-entry = Open entry
person-joined = Joined
person-offer-until = Offer until
person-held-until = Held until
person-why = Reason to come
person-agreed = Version { $version }, { $when }
person-no-entry = Not on the waitlist.
person-proposals = Proposals
person-no-proposals = No proposals.
person-sessions = Sessions
person-role = Role
person-roles = Roles
person-role-invited = Invited
person-role-held = Active
person-no-roles = No roles.
person-mails = Mails
person-no-mails = No mails.
person-resend = Resend
person-acts = Actions
person-cancel = Cancel pass
person-send-link = Send link again
person-move = Move on the waitlist
person-invite = Invite to a pool
mail-state-owed = Queued
mail-state-sent = Sent
mail-state-failed = Failed
mail-state-delayed = Delayed
mail-state-claimed = Sending

## Acts on many people

act-cancel = Cancel passes
act-move = Move on the waitlist
act-resend = Send links again
act-invite = Invite to a pool
act-to-do = Will change
act-done = Changed
act-count-failed = Not changed: try again
act-count-already = Done before
act-count-skipped = Nothing to do
act-count-left = Remaining
act-left = You can change at most 300 people at a time. Repeat the action for the remaining people.
act-failed =
    { $count ->
        [one] 1 person was being changed by someone else. Repeat the action for them.
       *[other] { $count } people were being changed by someone else. Repeat the action for them.
    }
act-reason = Reason
act-reason-hint = Included in the mail to each person.
act-preview = Preview
act-unchanged = There is nothing to change.
act-no-pools = No reserved pool can be claimed any more. You can only invite people to reserved pools.
act-people = People
act-result = Result
confirm-cancel =
    { $count ->
        [one] Cancel 1 pass
       *[other] Cancel { $count } passes
    }
confirm-move =
    { $count ->
        [one] Move 1 person
       *[other] Move { $count } people
    }
confirm-resend =
    { $count ->
        [one] Send 1 person their link
       *[other] Send { $count } people their links
    }
confirm-invite =
    { $count ->
        [one] Invite 1 person
       *[other] Invite { $count } people
    }
effect-cancel = Pass will be cancelled
effect-move = Will move to the class
effect-resend = Gets the link by mail
effect-invite = Gets an invitation by mail
result-done = Done
result-already = Done before
result-no-pass = No pass
result-not-waiting = Not on the waitlist
result-has-offer = Has an open offer
result-no-link = No pass and not on the waitlist
result-has-pass = Has an in-person pass
result-pool-empty = No passes left in the pool
result-unknown = Not found
result-failed = Try again
result-left = Remaining
done-cancel =
    { $count ->
        [one] 1 pass cancelled. The holder gets a mail.
       *[other] { $count } passes cancelled. The holders get a mail.
    }
done-move =
    { $count ->
        [one] 1 person moved on the waitlist.
       *[other] { $count } people moved on the waitlist.
    }
done-resend =
    { $count ->
        [one] 1 person gets their link by mail.
       *[other] { $count } people get their links by mail.
    }
done-invite =
    { $count ->
        [one] 1 person invited.
       *[other] { $count } people invited.
    }

## Search

find-empty = Enter a part of a name, an e-mail address, a title or a number.
find-nothing = Nothing matches “{ $q }”.
find-all = All matches
checked-in = Checked in

## Badges

badges-title = Badges
badges-open = Badges
badges-one = Print badge
badges-count =
    { $count ->
        [one] 1 badge
       *[other] { $count } badges
    }
badges-hint = Print this page at 100 %, without headers and footers.
badges-in-parts = This page has { $count } badges. Print it, then open the next page.
badges-none = Badges appear here when people have a pass in person.
badges-no-match = No one who matches has a pass in person.
badges-settings = Size and paper
badges-no-name = A line to write the name on
badges-ticket = QR code of the ticket
ribbon-organizer = Organizer
ribbon-lead = Track lead
ribbon-speaker = Speaker
ribbon-first-time = First time here

## Erasing a person

person-erase = Erase data
person-erase-hint = Shows what it does first.
erase-person = Erase { $name }
erase-lead = Everything of this person that is active ends at once. Then their name, addresses and answers are removed from this edition, and they get a last e-mail. Counts and history stay. No one can undo this.
erase-passes = Passes cancelled
erase-waitlist = Waitlist entries ended
erase-roles = Roles ended
erase-proposals = Proposals withdrawn and emptied
erase-public = Stays in the programme
erase-public-until = With their name until { $day }
erase-public-stays = With their name: this edition has no retention period
erase-reason-hint = The person reads it in the last e-mail
erase-confirm = Erase this person
done-erase = { $count ->
    [one] 1 person is being erased. It takes a few minutes.
   *[other] { $count } people are being erased. It takes a few minutes.
}

## Problems

erase-only-organizer = they are the only organizer or a contact of this edition: name another person first
must-be-at-most-200 = must be at most 200 characters long
ids-or-filter = must be left out where there are ids
choose-a-person = is required, or a filter: choose at least one person
pool-needs-no-invitation = { $pool } needs no invitation; only reserved pools do
pool-claim-over = invitations to { $pool } could be used until { $when }
