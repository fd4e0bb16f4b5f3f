### Announcements that events make, in the edition's language.

## Passes

sold-out-title = { $conference } is sold out
sold-out-body = In-person passes are sold out. To attend in person, join the waitlist: returned passes are offered to people on the waitlist, in order.
reopened-title = Registration for { $conference } has reopened
reopened-body = Everyone on the waitlist has had an offer, and some returned passes are left. They are on sale now: first come, first served.
released-title =
    { $passes ->
        [one] { $passes } reserved pass released for { $conference }
       *[other] { $passes } reserved passes released for { $conference }
    }
released-body =
    { $passes ->
        [one] { $passes } reserved pass was not claimed in time. It goes to the waitlist, in order.
       *[other] { $passes } reserved passes were not claimed in time. They go to the waitlist, in order.
    } { $waiting ->
        [one] { $waiting } person is on the waitlist: you get your offer by e-mail and need to do nothing until then.
       *[other] { $waiting } people are on the waitlist: you get your offer by e-mail and need to do nothing until then.
    } If passes are left, registration reopens, and we announce it.
stays-open = Registration stays open until { $closes }.

## Calls for proposals

call-opened-title = The call for proposals of { $track } is open
call-extended-title = The call for proposals of { $track } is extended
call-earlier-title = The call for proposals of { $track } closes earlier
call-until = Submit your proposal for { $track } by { $closes }.
call-was = The deadline was { $was }.
call-closed-title = The call for proposals of { $track } is closed
call-closed-body = Thank you to everyone who submitted a proposal for { $track }. Its leads now review them, and every speaker gets an answer.
call-closed-on = The call closed on { $closed }.

## The timetable

timetable-title = The timetable of { $conference } is out
timetable-body = See who speaks when and where on the programme page. You can add it to your calendar or conference app.
timetable-changed-title = The timetable of { $conference } has changed
timetable-changed-body =
    { $changes ->
        [one] Release { $number } changes one session.
       *[other] Release { $number } changes { $changes } sessions.
    } The list of releases shows each change.
