### Was alle Seiten gemeinsam haben.

## Navigation

skip-to-content = Zum Inhalt springen
nav-site = Website
nav-menu = Menü
nav-programme = Programm
nav-calls = Einreichungen
nav-attend = Teilnehmen
nav-news = Neuigkeiten
nav-bofs = BoFs
nav-desk = Verwaltung
nav-me = Meine Seiten
nav-sign-in = Anmelden
nav-all = Alle Konferenzen
nav-contact = Kontakt
nav-runs-on = Läuft mit Plumbline
back-to-conference = Zurück zur Konferenz

## Die Seitenleiste der Verwaltung

desk-menu = Verwaltung
desk-overview = Übersicht
desk-registration = Teilnahme
desk-people = Registrierungen
desk-directory = Personen
desk-waitlist = Warteliste
desk-passes = Pässe
desk-reconfirmation = Rückbestätigung
desk-programme = Programm
desk-calls = Calls und Tracks
desk-new-tracks = Neue Tracks
desk-proposals = Vorschläge
desk-reviews = Gutachten
desk-timetable = Zeitplan
desk-bofs = BoFs
desk-on-the-day = Am Tag
desk-check-in = Einlass
desk-no-shows = Nicht Erschienene
desk-statistics = Statistik
desk-badges = Namensschilder
desk-communication = Kommunikation
desk-news = Neuigkeiten
desk-outbox = Postausgang
desk-messages = Nachrichten
desk-automation = Automatik
desk-agenda = Agenda
desk-activity = Protokoll
desk-audit = Konsistenzprüfung
desk-history = Frühere Ausgaben
desk-webhooks = Webhooks
desk-settings = Einstellungen
desk-edition = Ausgabe
desk-next-edition = Nächste Ausgabe
desk-roles = Team und Rollen
desk-view-site = Zur Website
find-title = Suche
find-label = Person, Vorschlag oder Sitzung finden
find-button = Suchen

## Wörter, die mehrere Seiten verwenden

one-per-line = Eines pro Zeile
optional = freiwillig
consent-read = Text lesen
save = Speichern
cancel = Abbrechen
remove = Entfernen
change = Ändern
show = Anzeigen
back = Zurück
yes = Ja
no = Nein
your-time = Ihre Zeit
exact-time = Genaue Zeit
utc = UTC
conference-zone = Konferenz ({ $zone })
deadline-before = vorher:
feed = Feed
download-csv = CSV
download-excel = Excel
next-page = Nächste Seite
print = Drucken
field-name = Name
field-email = E-Mail
field-affiliation = Organisation
field-in-person = Vor Ort
field-virtual = Online

## Zustände von Pässen, Wartelistenplätzen, Vorschlägen und Calls

attendance-in-person = Vor Ort
attendance-virtual = Online
state-held = Adresse nicht bestätigt
state-confirmed = Bestätigt
state-cancelled = Storniert
state-waiting = Wartet
state-offered = Angebot offen
state-accepted = Angenommen
state-declined = Abgelehnt
state-lapsed = Abgelaufen
state-withdrawn = Zurückgezogen
state-draft = Entwurf
state-submitted = Eingereicht
state-standby = Nachrücker
state-rejected = Nicht angenommen
state-open = Offen
state-later = Öffnet später
state-closed = Geschlossen
state-sold-out = Ausverkauft
track-kind-microconference = Mikrokonferenz
track-kind-refereed = Begutachteter Track
track-kind-summit = Summit
track-kind-bof = Birds of a Feather
track-kind-other = Track

## Downloads in Teilen

export-title = In Teilen herunterladen
export-text = Dieser Export ist zu groß für eine Datei. Laden Sie Teil { $part } herunter und machen Sie mit dem nächsten Teil weiter.
export-text-last = Dieser Export ist zu groß für eine Datei. Laden Sie Teil { $part } herunter, den letzten.
export-download =
    { $rows ->
        [one] Teil { $part } herunterladen (1 Zeile)
       *[other] Teil { $part } herunterladen ({ $rows } Zeilen)
    }
export-continue = Weiter mit Teil { $part }

## Datum und Uhrzeit

date-day = { $day }. { $month } { $year }
date-full = { $weekday }, { $date }
date-short = { $day }. { $month }
date-weekday = { $weekday }, { $day }. { $month }
date-range-in-month = { $first }.–{ $last }
date-range-in-year = { $first }. { $first-month } – { $last }
date-range = { $first }. { $first-month } { $first-year } – { $last }
date-time = { $time } { $zone }
date-instant = { $weekday }, { $date }, { $time } { $zone }
date-short-instant = { $date }, { $time }
date-anywhere = { $day }, Ende des Tages überall auf der Erde
left-moment = in weniger als einer Minute
left-minutes =
    { $count ->
        [one] in 1 Minute
       *[other] in { $count } Minuten
    }
left-hours =
    { $count ->
        [one] in 1 Stunde
       *[other] in { $count } Stunden
    }
left-days =
    { $count ->
        [one] in 1 Tag
       *[other] in { $count } Tagen
    }
left-weeks =
    { $count ->
        [one] in 1 Woche
       *[other] in { $count } Wochen
    }
weekday-1 = Mo
weekday-2 = Di
weekday-3 = Mi
weekday-4 = Do
weekday-5 = Fr
weekday-6 = Sa
weekday-7 = So
month-1 = Januar
month-2 = Februar
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = August
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Dezember
month-short-1 = Jan.
month-short-2 = Feb.
month-short-3 = März
month-short-4 = Apr.
month-short-5 = Mai
month-short-6 = Juni
month-short-7 = Juli
month-short-8 = Aug.
month-short-9 = Sep.
month-short-10 = Okt.
month-short-11 = Nov.
month-short-12 = Dez.

## Titel von Problemen

problem-bad-request = Die Anfrage ist ungültig
problem-malformed = Der Inhalt der Anfrage ist nicht lesbar
problem-sign-in-required = Bitte melden Sie sich an
problem-sign-in-failed = Dieser Link oder Code funktioniert nicht
problem-token-invalid = Dieses API-Token gilt nicht
problem-token-refused = Dieses API-Token gilt hier nicht
problem-forbidden = Sie haben hierauf keinen Zugriff
problem-cross-origin = Das Formular kam von einer anderen Website
problem-registration-not-open = Die Registrierung ist noch nicht offen
problem-registration-closed = Die Registrierung ist geschlossen
problem-cfp-not-open = Diese Einreichung ist nicht offen
problem-cfp-closed = Diese Einreichung ist geschlossen
problem-invitation-invalid = Diese Einladung ist nicht gültig
problem-in-person-only = Sie brauchen einen Pass vor Ort
problem-ticket-unknown = Das ist kein Ticket
problem-not-found = Seite nicht gefunden
problem-method-not-allowed = Methode nicht erlaubt
problem-sold-out = Ausverkauft
problem-already-registered = Diese Adresse ist schon registriert
problem-already-waiting = Diese Adresse ist schon auf der Warteliste
problem-passes-available = Es gibt noch Pässe
problem-no-offer = Es gibt kein offenes Angebot
problem-audit-too-large = Diese Ausgabe ist zu groß für eine sofortige Prüfung
problem-agenda-fixed = Dieser Zeitpunkt steht fest
problem-message-not-scheduled = Diese Nachricht kann nicht mehr geändert werden
problem-not-waiting = Diese Person wartet nicht
problem-hold-lapsed = Die Zeit zum Bestätigen Ihrer Adresse ist vorbei
problem-offer-lapsed = Dieses Angebot ist abgelaufen
problem-reconfirmation-over = Die Zeit zum Antworten ist vorbei
problem-capacity-in-use = So viele Pässe sind schon vergeben
problem-pool-empty = Dieses Kontingent ist leer
problem-address-not-confirmed = Bestätigen Sie zuerst Ihre Adresse
problem-registration-cancelled = Diese Registrierung ist storniert
problem-certificate-too-early = Bescheinigungen gibt es nach der Konferenz
problem-not-checked-in = Dieser Pass wurde nicht eingecheckt
problem-feedback-not-open = Dieser Beitrag kann jetzt nicht bewertet werden
problem-ticket-virtual = Dieser Pass ist für die Teilnahme online
problem-check-in-undone = Dieser Einlass wurde zurückgenommen
problem-pass-offered-on = Dieser Pass wurde anderen angeboten
problem-people-waiting = Andere warten auf einen Pass
problem-no-shows-kept = Pässe nicht Erschienener können jetzt nicht angeboten werden
problem-not-asked = Diese Registrierung braucht keine Antwort
problem-pool-open = Dieses Kontingent braucht keine Einladung
problem-claim-over = Die Zeit zum Abrufen dieser Pässe ist vorbei
problem-invitation-claimed = Diese Einladung wurde schon verwendet
problem-placement-conflict = Dieser Platz ist nicht frei
problem-no-slot-left = Es ist kein Platz mehr frei
problem-bof-limit = Sie haben die Höchstzahl an BoFs erreicht
problem-bof-cancelled = Dieses BoF ist abgesagt
problem-mail-not-failed = Nur fehlgeschlagene Mails lassen sich erneut senden
problem-address-taken = Diese Adresse gehört einer anderen Person
problem-both-registered = Beide Adressen haben einen Pass oder Wartelistenplatz
problem-role-not-open = Diese Rolle ist nicht angeboten
problem-last-organizer = Eine Ausgabe braucht eine Organisation
problem-review-closed = Dieser Vorschlag ist nicht in Begutachtung
problem-not-decidable = Über diesen Vorschlag kann jetzt nicht entschieden werden
problem-decision-released = Diese Entscheidung ist schon mitgeteilt
problem-nothing-decided = Es gibt keine Entscheidung mitzuteilen
problem-not-accepted = Es gibt keine Annahme zu bestätigen
problem-conflict = Jemand anderes hat das gleichzeitig geändert
problem-proposal-state = Der Zustand des Vorschlags lässt das nicht zu
problem-limit-reached = Sie haben die Höchstzahl dieser Einreichung erreicht
problem-no-move = Es gibt keine Verschiebung zu beantworten
problem-changed-meanwhile = Jemand anderes hat das inzwischen geändert
problem-too-large = Die Anfrage ist zu groß
problem-unsupported-media-type = Dieser Inhaltstyp wird nicht unterstützt
problem-invalid = Bitte prüfen Sie Ihre Angaben
problem-no-code-in-picture = Kein QR-Code gefunden
problem-idempotency-key-reused = Dieser Schlüssel wurde für eine andere Anfrage verwendet
problem-precondition-required = Die Anfrage muss eine Revision nennen
problem-too-many-requests = Zu viele Anfragen
problem-internal = Etwas ist schiefgegangen
problem-answer-too-large = Diese Antwort ist zu groß zum Senden
problem-busy = Gerade zu viele Anfragen
problem-storage-unavailable = Daten können gerade nicht gelesen oder gespeichert werden

## Agenda: was geschieht. Die API nennt den englischen Text.

agenda-what-offer = Zurückgegebene Pässe aus { $pool } der Warteliste anbieten
agenda-what-resell = Pässe aus { $pool } wieder in den Verkauf geben
agenda-what-remind-offers = An Angebote erinnern
agenda-what-end-offers = Angebote laufen ab; ihre Pässe gehen an die Nächsten auf der Warteliste
agenda-what-end-holds = Gehaltene Pässe werden zurückgegeben, wenn die Adresse nicht bestätigt ist
agenda-what-notify-leads = Die Leitung von { $pool } über nicht abgerufene Pässe informieren
agenda-what-release = Nicht abgerufene Pässe aus { $pool } an die Warteliste oder in den Verkauf geben
agenda-what-ask = Alle mit einem Pass vor Ort fragen, ob sie noch kommen
agenda-what-remind-answers = Alle erinnern, die noch nicht geantwortet haben, ob sie kommen
agenda-what-return = Die Pässe aller zurücknehmen, die nicht geantwortet haben
agenda-what-keep = Alle, die nicht geantwortet haben, informieren, dass sie ihren Pass behalten
agenda-what-call-opens = Den Call von { $track } öffnen und ankündigen
agenda-what-call-closes = Den Call von { $track } schließen und der Leitung eine Übersicht schicken
agenda-what-remind-call = An den Call von { $track } erinnern
agenda-what-remind-reviews = Die Begutachtenden von { $track } erinnern
agenda-what-remind-acceptance = An die Bestätigung eines angenommenen Vorschlags erinnern
agenda-what-decisions = Die Entscheidungen von { $track } verschicken
agenda-what-unconfirmed = Die Leitung von { $track } über Zusagen ohne Antwort informieren
agenda-what-mails = Wartende Mails verschicken
agenda-what-erase-data = Personenbezogene Daten aller löschen
agenda-what-erase-answers = { $count ->
    [one] Antworten auf eine Frage löschen
   *[other] Antworten auf { $count } Fragen löschen
}
agenda-what-message = Die Nachricht „{ $subject }“ senden
message-to-gets = Bekommt sie
message-to-opted-out = Hat Nachrichten abbestellt
message-to-suppressed = Mails an diese Adresse kommen nicht an
agenda-what-registration-opens = Die Registrierung öffnet
agenda-what-registration-closes = Die Registrierung schließt
agenda-what-no-shows = Wer nicht eingelassen ist, gilt als nicht erschienen
agenda-what-no-shows-offer = Wer nicht eingelassen ist, gilt als nicht erschienen, und Sie können die Pässe anderen anbieten
agenda-person-why = { $email }: { $why }
agenda-why-drafts = hat einen Entwurf
agenda-why-calls = hat Erinnerungen abonniert
agenda-why-leads = leitet den Track
agenda-why-reviews = hat offene Gutachten
agenda-why-acceptances = hat nicht geantwortet
agenda-count-passes =
    { $count ->
        [one] 1 Pass
       *[other] { $count } Pässe
    }
agenda-count-people =
    { $count ->
        [one] 1 Person
       *[other] { $count } Personen
    }
agenda-count-proposals =
    { $count ->
        [one] 1 Vorschlag
       *[other] { $count } Vorschläge
    }
agenda-count-mails =
    { $count ->
        [one] 1 Mail
       *[other] { $count } Mails
    }

## Arten von Mails

mail-kind-registration-confirmed = Passbestätigung
mail-kind-confirm-address = Adresse bestätigen
mail-kind-hold-lapsed = Adresse nicht rechtzeitig bestätigt
mail-kind-registration-changed = Registrierung geändert
mail-kind-registration-cancelled = Registrierung storniert
mail-kind-pass-offered-on = Pass anderen angeboten
mail-kind-manage-link = Link zur Registrierung
mail-kind-invitation = Einladung zu einem Pass
mail-kind-waitlist-joined = Auf der Warteliste
mail-kind-waitlist-link = Link zum Wartelisteneintrag
mail-kind-waitlist-left = Warteliste verlassen
mail-kind-offer = Angebot eines Passes
mail-kind-offer-reminder = Erinnerung an ein Angebot
mail-kind-offer-lapsed = Angebot abgelaufen
mail-kind-passes-unclaimed = Nicht eingelöste Pässe
mail-kind-late-link = Link für späten Vorschlag
mail-kind-proposal-submitted = Vorschlag eingegangen
mail-kind-proposal-withdrawn = Vorschlag zurückgezogen
mail-kind-speaker-invited = Einladung zum Vortrag
mail-kind-speaker-answered = Antwort von Vortragenden
mail-kind-reconfirm-ask = Kommen Sie noch?
mail-kind-reconfirm-reminder = Erinnerung: Kommen Sie noch?
mail-kind-reconfirm-kept = Pass behalten
mail-kind-bof-placed = BoF hat einen Platz
mail-kind-bof-waiting = BoF wartet auf einen Platz
mail-kind-bof-cancelled = BoF abgesagt
mail-kind-timetable = Zeitplan für Vortragende
mail-kind-proposal-move-asked = Verschiebung eines Vorschlags angefragt
mail-kind-proposal-move-answered = Verschiebung eines Vorschlags beantwortet
mail-kind-proposal-merged = Vorschläge zusammengelegt
mail-kind-role-invitation = Einladung zu einer Rolle
mail-kind-role-answered = Rolle beantwortet
mail-kind-role-removed = Rolle entzogen
mail-kind-call-watch = Erinnerungen an einen Aufruf angefragt
mail-kind-call-moved = Frist verschoben
mail-kind-call-closed = Aufruf geschlossen
mail-kind-reminder = Erinnerung
mail-kind-track-made = Vorschlag wurde ein Track
mail-kind-decision-released = Entscheidung über einen Vorschlag
mail-kind-acceptance-confirmed = Annahme bestätigt
mail-kind-acceptance-declined = Annahme abgelehnt
mail-kind-place-freed = Angenommener Vorschlag weggefallen
mail-kind-acceptances-overdue = Annahmen nicht bestätigt
mail-kind-speaker-passes-short = Pässe für Vortragende fehlen
mail-kind-message = Nachricht
mail-kind-message-test = Test einer Nachricht
mail-kind-link-address = Adresse zu bestätigen
mail-kind-addresses-changed = Adressen geändert
mail-kind-erase-data = Löschung zu bestätigen
mail-kind-data-erased = Daten gelöscht
mail-kind-sign-in = Anmeldung

## Rooms online, for people with a pass

live = Online
live-title = Online dabei sein
live-private = Diese Links sind für Personen mit Pass. Bitte geben Sie sie nicht weiter.
live-watch = Zuschauen
live-chat = Chat

# Why an entry of the waitlist is in its priority class.
ground-leads = Leitet { $track }
ground-contributes = Hat einen Vorschlag oder trägt vor
ground-no-earlier-edition = War bei keiner früheren Ausgabe
ground-unverified = Zum ersten Mal, nach eigener Angabe
ground-moved = Von der Organisation verschoben

## Felder, wo ihre Fehler aufgelistet sind

label-abstract = Zusammenfassung
label-accomplishments = Ergebnisse
label-affiliation = Organisation
label-answer = Antwort
label-answers = Frage
label-attendance = Teilnahme
label-biography = Über Sie
label-body = Text
label-capacity = Kapazität
label-chat-url = Link zum Chat
label-check-in = Einlass
label-claim-by = Abrufen bis
label-class = Klasse
label-closes = Schließt
label-code = Code
label-comment = Kommentar
label-conference = Ausgabe
label-consents = Einwilligung
label-contact = Kontakt
label-country = Land
label-csv = Tabelle
label-day = Tag
label-decision = Entscheidung
label-definition = Definition
label-description = Beschreibung
label-email = E-Mail
label-emails = E-Mails
label-ends-on = Letzter Tag
label-expires-at = Läuft ab
label-file = Datei
label-first-time = Zum ersten Mal dabei
label-format = Format
label-id = ID
label-into = Zusammenführen mit
label-invitation = Einladungscode
label-kind = Art
label-language = Sprache
label-link-url = Link
label-links = Links
label-live-url = Link zur Online-Teilnahme
label-message = Nachricht
label-minutes = Minuten
label-name = Name
label-note = Notiz
label-notes = Notizen
label-opens = Öffnet
label-passes = Pässe
label-pool = Kontingent
label-proposals = Vorschläge
label-rank = Position
label-rating = Bewertung
label-reason = Grund
label-role = Rolle
label-room = Raum
label-rooms = Räume
label-schedule = Zeitplan
label-score = Punkte
label-scores = Punkte
label-send-at = Senden am
label-session = Beitrag
label-sessions = Beiträge
label-slot = Format
label-speaker = Vortragende Person
label-speakers = Vortragende Person
label-starts-at = Beginnt
label-starts-on = Erster Tag
label-subject = Betreff
label-tag = Schlagwort
label-tags = Schlagwörter
label-time-zone = Zeitzone
label-title = Titel
label-topics = Themen
label-track = Track
label-tracks = Tracks
label-unavailable = Nicht verfügbar
label-until = Bis
