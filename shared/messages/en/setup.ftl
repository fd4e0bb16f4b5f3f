### The first edition: from a form, from a template, or from the schedule file of another system.

setup-title = Set up a conference
setup-step = Step { $step } of 3
setup-next = Continue
setup-back = Back
setup-create = Create the conference

## Step 1: name and place

setup-name = Name
setup-name-hint = With the year, such as “Example Conference 2030”.
setup-id = Short name in web addresses
setup-id-hint = Letters a–z, digits and hyphens. If you leave it empty, we make it from the name. It cannot change later.
setup-place = Venue
setup-address = Street and number
setup-city = City
setup-country = Country
setup-days-hint = If you have a schedule file, leave the days and the time zone empty: they come from the file.
setup-starts-on = First day
setup-ends-on = Last day
setup-zone = Time zone
setup-zone-hint = A name such as Europe/Berlin or America/New_York.
setup-organizer = Your e-mail address
setup-organizer-hint = You become the organizer and sign in with this address. It is also the conference's contact; you can change that later.

## Step 2: what it starts from

setup-from = Start from
setup-template-microconferences = Microconferences
setup-template-single-track = Single track
setup-template-call-only = Call for proposals only
setup-template-file = A schedule file
setup-about-microconferences = A call for microconferences and one for talks, three rooms, BoF slots, passes in person and online.
setup-about-single-track = One room, one call for talks, breaks, passes in person.
setup-about-call-only = One call for talks. Registration opens on the first day, unless you change that.
setup-about-file = Days, rooms, tracks and sessions come from the file.
setup-file = Schedule file
setup-file-hint = Schedule JSON or XML, as pretalx and frab export them, or Indico's timetable as JSON. At most 2 MB.
setup-paste = Or paste the file's text

## Step 3: the result

setup-days = Days
setup-taken = From the file
setup-taken-counts = { $sessions ->
    [one] 1 session
   *[other] { $sessions } sessions
} with { $people ->
    [one] 1 person
   *[other] { $people } people
}, { $blocks ->
    [one] 1 block
   *[other] { $blocks } blocks
}, { $breaks ->
    [one] 1 break
   *[other] { $breaks } breaks
}
setup-colliding = { $count ->
    [one] 1 session collides with others. It keeps its place; the timetable editor shows it.
   *[other] { $count } sessions collide with others. They keep their places; the timetable editor shows them.
}
setup-passes = Passes and registration
setup-pool-general = Passes in person
setup-pool-virtual = Virtual passes (0 for none)
setup-opens = Registration opens
setup-closes = Registration closes
setup-instant-hint = In the conference's time zone, such as 2030-05-13T09:00:00.
setup-rooms = Rooms
setup-room-name = Name of room { $number }
setup-room-capacity = Seats in room { $number }
setup-tracks = Tracks
setup-track-name = Name of track { $number }
setup-later = You can change all of this later in the settings.

## Done

setup-done = The conference is set up.
setup-done-sign-in = Sign in with your address to open the desk: we send you a link by mail.
setup-done-outbox = Plumbline runs on this machine and sends no mails. Read the mail in the outbox:
setup-outbox = Outbox
setup-sign-in = Sign in and open the desk
setup-open-desk = Open the desk
setup-open-site = Look at the conference's page

## What templates and files put into a definition

setup-main-room = Main room
setup-room = Room { $number }
setup-coffee = Coffee
setup-lunch = Lunch
setup-microconferences = Microconference proposals
setup-microconferences-about = Propose a microconference: a half day in which one subject's open problems are discussed and worked on.
setup-talks = Talks
setup-talks-about = Talks on all subjects of the conference.
setup-talk = Talk
setup-short-talk = Short talk
setup-track-about = Sessions of { $name }.
setup-import-reason = Placed like this in the imported schedule

## Problems

setup-first-organizers = new editions are set up by the first organizers of this Plumbline
setup-schedule-required = is required: choose a file, or paste its text
setup-required-with-template = is required with a template; only a schedule file has its own
setup-id-required = is required, because the name has no letters a-z to make it of
setup-day = must be a day such as 2030-05-13
setup-id-taken = { $id } is the id of an edition that is here already
setup-busy = another edition is being created, and yours was not; send it again
setup-not-all-sessions = the edition is here, but not all of its sessions; send it again
setup-more-errors = has { $more } more errors
setup-zone-required = is required, because the file names no time zone
setup-no-days = has no days
setup-definition-too-large = gives a definition of more than { $max } bytes
setup-no-such-id = has an id that is not there
setup-not-utf8 = is not UTF-8
at-pointer = { $pointer } { $detail }
