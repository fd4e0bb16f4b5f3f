### The list of conferences, an edition's home page, and its news.

## All conferences

editions-title = Conferences
no-editions = No conferences yet.
set-up-first = Set up your first conference
set-up-another = Set up another conference

## Attend

waitlist = Waitlist
join-waitlist = Join the waitlist
register = Register
register-online = Register to attend online
and-online = and online
registration-opens = Registration opens on { $at }.
registration-closed = Registration closed on { $at }.
registration-until = Registration is open until { $at }.
have-pass = Already registered or on the waitlist? Get your link again
have-invitation = Use an invitation
event-over = This conference is over. Thank you to everyone who took part.
see-programme = See the programme

## Next dates

next-dates = Next dates
no-dates = No more dates to come.
date-registration-opens = Registration opens
date-registration-closes = Registration closes
date-call-opens = Call opens: { $track }
date-call-closes = Call closes: { $track }
date-claim-by = Unclaimed passes go to the waitlist: { $pool }

## Calls for proposals

all-tracks =
    { $count ->
        [one] The only track
       *[other] All { $count } tracks
    }
call-opens = Opens { $day }
call-closes = Closes { $day }
call-closed = Closed { $day }
website = More on the conference's website

## News

all-news = All news
no-news = No news yet. Announcements will appear here.
earlier-news = Earlier news
news-as-text = As plain text
news-write = Write an announcement
news-title = Title
news-body = Text
news-body-hint = Separate paragraphs with a blank line
news-publish = Publish
news-withdraw = Withdraw
news-state-held = Paused
news-state-withdrawn = Withdrawn
news-state-published = Published

## What a kind of problem means, for developers

problem-type = Type
problem-status = HTTP status
problem-detail = The answer's "detail" says what happened and what to do.
problem-storage = Plumbline can't read or save data at the moment. Your request is not the cause. The answer's "reason" is one of these:
problem-storage-retry = Send the same request again after the seconds in "Retry-After". A request with the same "Idempotency-Key" takes effect once. "/healthz" answers with this problem until an operator has solved it.

## Problems

nothing-at = there is nothing at { $path }
method-not-possible = { $method } is not possible here; { $allow } is
