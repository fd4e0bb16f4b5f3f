## Einstellungen: jeder Teil einer Ausgabe als Formular und als JSON-Merge-Patch, mit den Auswirkungen vor dem Speichern.

settings-title = Einstellungen
settings-lead = Wählen Sie aus, was Sie ändern möchten. Sie sehen die Auswirkungen, bevor etwas gespeichert wird.
settings-sections = Einstellungen
settings-import-export = Import und Export
settings-import-export-about = Die ganze Ausgabe als ein JSON-Dokument, zum Kopieren, Aufbewahren oder Ersetzen.
settings-saved = Gespeichert.
settings-conflict = Eine andere Person hat diese Einstellungen gespeichert, während Sie getippt haben. Bei jedem Feld, das sich unterscheidet, steht ihr Text. Speichern Sie noch einmal, um ihn durch Ihren zu ersetzen.
settings-theirs = Von einer anderen Person gespeichert:
settings-nothing = (leer)
settings-none = –
settings-remove = Entfernen
settings-remove-row = { $row } entfernen
settings-new-row = neu
settings-add-track = Track hinzufügen
settings-lead-form = Das Formular der Leitung
settings-logo-now = Das jetzige Logo
settings-logo-remove = Logo entfernen
settings-effects = { $count ->
    [one] 1 Auswirkung beim Speichern
   *[other] { $count } Auswirkungen beim Speichern
}
settings-effects-changed = Die Auswirkungen haben sich geändert, seit Sie sie bestätigt haben. Prüfen Sie sie noch einmal.
settings-who = Wer das ist
settings-confirm = Mit diesen Auswirkungen speichern
settings-back = Zurück zum Formular
settings-letters = Texte der E-Mails
settings-letters-about = Schreiben Sie jeden Text einer E-Mail mit eigenen Worten.
settings-letters-own = Ihr Text

## Abschnitte

section-basics = Grundlagen
section-passes = Pässe
section-waitlist = Warteliste
section-rooms = Räume und Zeiten
section-tracks = Tracks
section-questions = Fragen
section-mails = E-Mails
section-appearance = Aussehen
section-privacy = Datenschutz
section-badges = Namensschilder

section-about-basics = Name, Tage, Ort, Kontakt und Organisation.
section-about-passes = Wann man sich registrieren kann, wie viele Pässe es gibt, und die Frage „Kommen Sie noch?“.
section-about-waitlist = Wer zuerst ein Angebot bekommt, und wie lange es gilt.
section-about-rooms = Räume, tägliche Zeiten, Blöcke von Tracks, Pausen und BoF-Plätze.
section-about-tracks = Tracks mit ihrer Leitung, ihren Calls und Gutachten.
section-about-questions = Was man bei der Registrierung außer Name und E-Mail angibt.
section-about-mails = Welche Ankündigungen von selbst erscheinen.
section-about-appearance = Farbe und Logo aller Seiten.
section-about-privacy = Wie lange personenbezogene Daten bleiben und welchen Texten zugestimmt wird.
section-about-badges = Größe der Namensschilder und wie sie gedruckt werden.

## Teile eines Abschnitts

part-edition = Ausgabe
part-place = Ort
part-contact = Kontakt und Organisation
part-registration = Registrierung
part-pools = Pass-Kontingente
part-hint-pools = „general“ steht vor Ort allen offen, „virtual“ allen online. Jedes andere Kontingent braucht eine Einladung.
part-reconfirmation = Kommen Sie noch?
part-hint-reconfirmation = Lassen Sie diese Felder leer, wenn Sie nicht noch einmal nachfragen.
part-no-show = Nicht Erschienene
part-hint-no-show = Lassen Sie diese Felder leer, wenn bei Nichterscheinen nichts geschehen soll. Nichts geschieht von selbst: Die Organisation sieht, wer fehlt, und entscheidet.
part-order = Reihenfolge der Warteliste
part-offers = Angebote
part-rooms = Räume
part-hours = Tägliche Zeiten
part-blocks = Blöcke
part-hint-blocks = Ein Teil des Zeitplans für einen Track. Seine Leitung legt Sitzungen nur dorthin. Geben Sie die Länge oder das Ende an.
part-breaks = Pausen
part-hint-breaks = Ohne Räume gilt eine Pause in allen Räumen. Geben Sie die Länge oder das Ende an.
part-bof-slots = BoF-Plätze
part-hint-bof-slots = Der früheste freie Platz geht an das nächste BoF. Geben Sie die Länge oder das Ende an.
part-tracks = Tracks
part-recordings = Aufzeichnungen
part-formats = Formate der Vorschläge
part-questions = Fragen
part-review-criteria = Kriterien der Gutachten
part-announcements = Ankündigungen
part-hint-announcements = Eine automatische Ankündigung erscheint sofort, wenn Sie nichts anderes wählen.
part-look = Farbe und Logo
part-privacy = Aufbewahrung
part-privacy-consents = Zustimmungen
part-badge = Namensschild
part-badge-sheet = Bogen
part-hint-badge-sheet = Nur für Namensschilder auf Bögen. Auf einem Bogen stehen so viele, wie Platz haben.

## Felder

field-name = Name
field-description = Beschreibung
hint-description = Ein Absatz für die Startseite.
field-starts-on = Erster Tag
field-ends-on = Letzter Tag
field-time-zone = Zeitzone
hint-time-zone = Ein IANA-Name wie Europe/Berlin. Zeiten ohne Zone gelten in ihr.
field-series = Reihe
hint-series = Dasselbe Wort in allen Ausgaben, etwa lpc.
field-acronym = Kürzel
hint-acronym = Für Zeitplan-Dateien: 4 bis 40 Zeichen aus a-z, 0-9 und _.
field-place-name = Veranstaltungsort
field-place-address = Anschrift
field-place-city = Stadt
field-place-country = Land
field-contact = Kontakt-E-Mail
hint-contact = Steht auf den Seiten; man kann damit auf E-Mails antworten.
field-website = Website
hint-website = Beginnt mit https://.
field-language = Sprache
hint-language = Der E-Mails, und der Seiten für alle, deren Sprache es nicht gibt.
field-organizers = Organisation
hint-organizers = E-Mail-Adressen, eine je Zeile.
field-registration-opens = Beginnt
hint-registration-opens = Zum Beispiel 2030-01-15T09:00:00 in der Zeitzone der Ausgabe, oder 2030-01-15 anywhere on Earth.
field-registration-closes = Endet
hint-registration-closes = Der erste Zeitpunkt, der zu spät ist.
field-registration-confirm-email = Adresse bestätigen lassen
hint-registration-confirm-email = Ein Pass wird gehalten, bis jemand den Link in unserer E-Mail öffnet. So können erfundene Adressen keine Pässe belegen.
field-registration-confirm-minutes = Minuten zum Bestätigen
hint-registration-confirm-minutes = 5 bis 1440; leer bedeutet 30. Danach geht der Pass an die Warteliste oder in den Verkauf.
field-pools-id = Id
field-pools-capacity = Kapazität
hint-pools-capacity = Sie lässt sich auch unter Pässe ändern.
field-pools-claim-by = Abrufen bis
hint-pools-claim-by = Nur für Kontingente mit Einladungen.
field-pools-track = Für den Track
field-reconfirmation-ask-at = Fragen am
field-reconfirmation-answer-by = Antwort bis
field-reconfirmation-reminders = Erinnerungen
hint-reconfirmation-reminders = Zeit vor der Frist, eine je Zeile, etwa P7D für 7 Tage oder PT3H für 3 Stunden.
field-reconfirmation-silence = Ohne Antwort
field-no-show-from = Nicht erschienen ab
hint-no-show-from = Am ersten Tag oder später. Ab dann wird aufgelistet, wer nicht eingecheckt ist.
field-no-show-passes = Ihre Pässe
field-no-show-offers-until = Pässe anbieten bis
hint-no-show-offers-until = Leer bedeutet: bis zum Ende des letzten Tages.
field-no-show-offer-minutes = Minuten, die ein Angebot gilt
hint-no-show-offer-minutes = Für Angebote während der Konferenz. Leer bedeutet 60.
field-waitlist-classes = Klassen, erstes Angebot zuerst
hint-waitlist-classes = Eine je Zeile: contributor, newcomer, everyone. Innerhalb einer Klasse zählt die Zeit des Beitritts.
field-waitlist-offer-hours = Stunden, die ein Angebot gilt
field-waitlist-quiet-hours-from = Ruhezeit von
hint-waitlist-quiet-hours-from = In ihr beginnt und endet kein Angebot.
field-waitlist-quiet-hours-until = Ruhezeit bis
field-rooms-id = Id
field-rooms-name = Name
field-rooms-capacity = Plätze
field-rooms-recording = Aufzeichnung
field-rooms-features = Ausstattung
hint-rooms-features = Eine je Zeile.
field-rooms-live-url = Link zum Zuschauen
hint-rooms-live-url = Nur Personen mit Pass sehen ihn, an jedem Tag ab 15 Minuten vor Beginn.
field-rooms-chat-url = Link zum Chat
field-hours-from = Von
field-hours-until = Bis
field-blocks-track = Track
field-blocks-room = Raum
field-blocks-starts = Beginn
field-blocks-minutes = Minuten
field-blocks-ends = Ende
field-breaks-label = Bezeichnung
field-breaks-starts = Beginn
field-breaks-minutes = Minuten
field-breaks-ends = Ende
field-breaks-rooms = Räume
hint-breaks-rooms = Ids, eine je Zeile.
field-bof-slots-room = Raum
field-bof-slots-starts = Beginn
field-bof-slots-minutes = Minuten
field-bof-slots-ends = Ende
field-tracks-id = Id
hint-tracks-id = In der URL: a-z, 0-9 und Bindestriche. Eine neue Id ist ein neuer Track.
field-tracks-name = Name
field-tracks-kind = Art
field-tracks-leads = Leitung
hint-tracks-leads = E-Mail-Adressen, eine je Zeile.
field-tracks-contact = Kontakt-E-Mail
hint-tracks-contact = Steht anstelle der Adressen der Leitung.
field-tracks-description = Beschreibung
hint-tracks-description = Markdown.
field-tracks-topics = Themen
hint-tracks-topics = Eines je Zeile.
field-tracks-accomplishments = Ergebnisse früherer Ausgaben
hint-tracks-accomplishments = Eines je Zeile.
field-tracks-recorded = Sitzungen werden aufgezeichnet
field-tracks-block-minutes = Gewünschte Minuten des Blocks
field-tracks-cfp-opens = Call beginnt
hint-tracks-cfp-opens = Lassen Sie die Felder des Calls leer, wenn der Track keinen hat.
field-tracks-cfp-closes = Call endet
hint-tracks-cfp-closes = Zum Beispiel 2030-02-20 anywhere on Earth.
field-tracks-cfp-reminders = Erinnerungen an die Frist
hint-tracks-cfp-reminders = Zeit davor, eine je Zeile, etwa P7D für 7 Tage oder PT3H für 3 Stunden.
field-tracks-cfp-limit-per-person = Höchstens so viele Vorschläge je Person
field-tracks-review-mode = Auswahl
field-tracks-review-blind = Gutachten ohne die Namen der Vortragenden
field-tracks-review-due-by = Gutachten bis
field-tracks-confirm-by = Vortragende sagen zu bis
field-tracks-confirm-days = Tage für die Zusage
hint-tracks-confirm-days = Nach der Mitteilung einer Entscheidung; 14, wenn hier keine Zahl steht.
field-tracks-new-tracks-full-minutes = Neue Tracks: Minuten eines ganzen Blocks
hint-tracks-new-tracks-full-minutes = Nur für einen Call, dessen Vorschläge zu Tracks werden.
field-tracks-new-tracks-half-minutes = Neue Tracks: Minuten eines halben Blocks
field-tracks-new-tracks-passes = Neue Tracks: reservierte Pässe
field-tracks-new-tracks-claim-by = Neue Tracks: Pässe abrufen bis
field-tracks-new-tracks-closes = Neue Tracks: ihre Calls enden
field-tracks-new-tracks-room-for = Neue Tracks: vorhandene ganze Blöcke
field-recordings-label = Bezeichnung
field-recordings-url = Webadresse
field-formats-id = Id
field-formats-label = Bezeichnung
field-formats-minutes = Minuten
hint-formats-minutes = Eine Länge je Zeile.
field-questions-id = Id
hint-questions-id = a-z, 0-9 und _.
field-questions-label = Frage
field-questions-kind = Antwort
field-questions-choices = Auswahl
hint-questions-choices = Eine je Zeile.
field-questions-required = Pflicht
field-questions-keep-days = Antworten aufbewahren (Tage)
hint-questions-keep-days = Tage nach dem letzten Tag der Ausgabe, 1 bis 3660. Leer: so lange wie andere personenbezogene Daten.
field-review-criteria-id = Id
field-review-criteria-label = Bezeichnung
field-review-criteria-weight = Gewicht
field-review-criteria-min = Niedrigste Note
field-review-criteria-max = Höchste Note
field-announcements-sold-out = Ausverkauft
field-announcements-reopened = Registrierung öffnet wieder
field-announcements-released = Reservierte Pässe werden frei
field-announcements-call-opened = Ein Call beginnt
field-announcements-call-moved = Eine Frist verschiebt sich
field-announcements-call-closed = Ein Call endet
field-announcements-timetable = Ein Zeitplan erscheint
field-appearance-accent = Farbe
hint-appearance-accent = Zum Beispiel #0f5c8c; dunkel genug für weiße Schrift darauf.
field-appearance-logo = Logo
hint-appearance-logo = SVG, PNG oder WebP, höchstens 30 kB.
field-privacy-keep-days = Personenbezogene Daten aufbewahren (Tage)
hint-privacy-keep-days = Tage nach dem letzten Tag der Ausgabe, 1 bis 3660. Dann werden Namen, Adressen und Antworten aller gelöscht, auch die Namen im Programm. Zahlen bleiben, ebenso die Rollen im Team. Leer: Alles bleibt.
field-privacy-consents-id = Id
hint-privacy-consents-id = a-z, 0-9 und _.
field-privacy-consents-text = Text
hint-privacy-consents-text = Ein Satz, zum Beispiel „Ich halte mich an den Verhaltenskodex.“
field-privacy-consents-url = Link zum ganzen Text
field-privacy-consents-version = Version
hint-privacy-consents-version = Mit dem Text ändern: Jede Registrierung hält die Version fest, der zugestimmt wurde.
field-privacy-consents-required = Pflicht
field-badges-kind = Gedruckt auf
hint-badges-kind = Bögen für jeden Drucker, Etiketten für einen Etikettendrucker. Ohne Auswahl Bögen.
field-badges-width = Breite
hint-badges-width = In mm, 40 bis 200. Ohne Angabe 90 auf einem Bogen, 62 auf einem Etikett.
field-badges-height = Höhe
hint-badges-height = In mm, 25 bis 280. Ohne Angabe 55 auf einem Bogen, 100 auf einem Etikett.
field-badges-qr = QR-Code des Tickets drucken
hint-badges-qr = Der Einlass scannt ihn. Dafür muss das Namensschild in beiden Richtungen mindestens 45 mm groß sein.
field-badges-paper = Papier
hint-badges-paper = Ohne Auswahl A4.
field-badges-margin = Rand
hint-badges-margin = Der kleinste Abstand zum Papierrand in mm, 0 bis 50. Ohne Angabe 10.
field-badges-gap = Abstand
hint-badges-gap = Zwischen den Namensschildern in mm, 0 bis 30. Ohne Angabe 5.

## Auswahl

option-language-en = Englisch
option-language-de = Deutsch
option-announcement-policy-publish = Sofort veröffentlichen
option-announcement-policy-hold = Auf meine Freigabe warten
option-announcement-policy-off = Keine Ankündigung
option-silence-keep = Pass behalten
option-silence-return = Pass geht an die Warteliste
option-no-show-passes-list = Personen nur auflisten
option-no-show-passes-offer-on = Die Organisation kann ihre Pässe anderen anbieten
option-recording-by-default = Außer bei Widerspruch
option-recording-on-request = Auf Wunsch
option-recording-forbidden = Nie
option-track-kind-microconference = Mikrokonferenz
option-track-kind-refereed = Begutachtet
option-track-kind-summit = Summit
option-track-kind-bof = Birds of a Feather
option-track-kind-other = Anderes
option-review-mode-scored = Nach Noten
option-review-mode-lead = Durch die Leitung
option-question-kind-text = Eine Zeile
option-question-kind-lines = Mehrere Zeilen
option-question-kind-choice = Eine Auswahl
option-question-kind-tick = Kästchen
option-question-kind-date = Ein Datum
option-badge-kind-sheet = Papierbögen
option-badge-kind-label = Einzelne Etiketten
option-badge-paper-a4 = A4
option-badge-paper-letter = US Letter

class-contributor = Mitwirkend
class-newcomer = Zum ersten Mal dabei
class-everyone = Alle anderen

## Auswirkungen

effect-registration-opens = Die Registrierung beginnt { $becomes } statt { $was }.
effect-registration-closes = Die Registrierung endet { $becomes } statt { $was }.
effect-confirm-email-on = Neue Registrierungen müssen ihre Adresse innerhalb von { $becomes } Minuten bestätigen. Pässe, die jetzt gehalten werden, behalten ihr Ende.
effect-confirm-email-off = Neue Registrierungen bekommen ihren Pass sofort. Pässe, die jetzt gehalten werden, brauchen weiter eine bestätigte Adresse.
effect-pool-added = Das Kontingent { $about } beginnt mit { $becomes } Pässen.
effect-pool-removed = Das Kontingent { $about } endet; es hat { $was } Pässe.
effect-passes-added = { $about } wächst von { $was } auf { $becomes } Pässe. { $count ->
    [0] Niemand bekommt ein Angebot.
    [one] 1 Person bekommt ein Angebot.
   *[other] { $count } Personen bekommen ein Angebot.
}
effect-passes-removed = { $about } schrumpft von { $was } auf { $becomes } Pässe. Niemand verliert einen Pass.
effect-claim-by-moved = Pässe von { $about } lassen sich bis { $becomes } abrufen statt bis { $was }.
effect-passes-released = Die nicht abgerufenen Pässe von { $about } ({ $becomes }) gehen jetzt an die Warteliste. { $count ->
    [0] Niemand bekommt ein Angebot.
    [one] 1 Person bekommt ein Angebot.
   *[other] { $count } Personen bekommen ein Angebot.
}
effect-queue-reordered = Die Warteliste bekommt eine andere Reihenfolge. { $count ->
    [0] Im Moment wartet niemand.
    [one] 1 Person wartet.
   *[other] { $count } Personen warten.
}
effect-offer-hours = Neue Angebote gelten { $becomes } Stunden statt { $was }. Offene Angebote behalten ihr Ende.
effect-reconfirmation-planned = Alle mit einem Pass vor Ort werden gefragt, ob sie noch kommen: { $becomes }.
effect-reconfirmation-moved = Die Frage „Kommen Sie noch?“ ändert sich: Sie geht { $becomes } hinaus (vorher: { $was }).
effect-reconfirmation-stopped = Niemand wird mehr gefragt, ob er noch kommt.
effect-no-show-planned = Wer einen Pass vor Ort hat und nicht eingecheckt ist, gilt ab { $becomes } als nicht erschienen.
effect-no-show-stopped = Nicht Erschienene werden nicht mehr aufgelistet.
effect-data-end-planned = Alle personenbezogenen Daten dieser Ausgabe werden gelöscht: { $becomes }.
effect-data-end-stopped = Personenbezogene Daten dieser Ausgabe werden nicht mehr automatisch gelöscht.
effect-answers-end-planned = Die Antworten auf „{ $about }“ werden gelöscht: { $becomes }.
effect-answers-end-stopped = Die Antworten auf „{ $about }“ werden nicht mehr vor den übrigen Daten gelöscht.
effect-call-added = { $about } bekommt einen Call, der { $becomes } endet.
effect-call-removed = { $about } verliert den Call. { $count ->
    [0] Es gibt keine Entwürfe.
    [one] 1 Entwurf lässt sich nicht mehr einreichen.
   *[other] { $count } Entwürfe lassen sich nicht mehr einreichen.
}
effect-call-opens-moved = Der Call von { $about } beginnt { $becomes } statt { $was }.
effect-deadline-moved = Der Call von { $about } endet { $becomes } statt { $was }. { $count ->
    [0] Niemand bekommt eine E-Mail.
    [one] Wem 1 Entwurf gehört, bekommt eine E-Mail.
   *[other] Wem die { $count } Entwürfe gehören, bekommt eine E-Mail.
}
effect-track-removed = Der Track { $about } endet. { $count ->
    [0] Er hat keine Vorschläge.
    [one] Er hat 1 Vorschlag.
   *[other] Er hat { $count } Vorschläge.
}
effect-lead-added = { $about } gehört zur Leitung, und auf der Warteliste zu den Mitwirkenden.
effect-lead-removed = { $about } gehört nicht mehr zur Leitung.
effect-organizer-added = { $about } gehört zur Organisation.
effect-organizer-removed = { $about } gehört nicht mehr zur Organisation.
effect-room-removed = Der Raum { $about } fällt weg. Sitzungen darin brauchen einen anderen.
effect-question-removed = Die Frage „{ $about }“ fällt weg. Die Seiten zeigen ihre Antworten nicht mehr.
effect-announcement-publish = Eine Ankündigung erscheint.
effect-announcement-hold = Eine Ankündigung wartet auf Ihre Freigabe.

## Texts of mails

mail-texts-all = Alle E-Mails
mail-texts-hint = Lassen Sie die Namen in Klammern stehen: An ihrer Stelle zeigt die E-Mail den Wert. Eine leere Zeile beginnt einen neuen Absatz. Ein leeres Feld holt den ursprünglichen Text zurück.
mail-texts-values = Möglich sind: { $values }
mail-texts-preview = Vorschau
mail-texts-preview-of = Die neueste E-Mail dieser Art mit diesen Texten.
mail-texts-none-yet = Eine E-Mail dieser Art wurde noch nicht verschickt. Die Vorschau zeigt die erste.
mail-texts-reset = Zurück zum Original
mail-part-subject = Betreff
mail-part-opening = Anfang
mail-part-button = Knopf
mail-part-closing = Schluss
mail-part-variant = Anderer Fall: { $part }
letter-registered = Registrierung bestätigt
letter-confirm-address = Adresse bestätigen, um einen gehaltenen Pass zu bekommen
letter-hold-lapsed = Adresse nicht rechtzeitig bestätigt
letter-changed = Registrierung geändert
letter-cancelled = Pass storniert
letter-link = Link zur Registrierung, erneut angefordert
letter-invitation = Einladung zu einem reservierten Pass
letter-unclaimed = Reservierte Pässe nicht abgerufen, an Leitungen
letter-reconfirm = Kommen Sie noch?
letter-reconfirm-reminder = Kommen Sie noch? Erinnerung
letter-pass-kept = Keine Antwort, Pass behalten
letter-joined = Warteliste beigetreten
letter-entry-link = Link zum Wartelisteneintrag, erneut angefordert
letter-left = Warteliste verlassen oder Angebot abgelehnt
letter-offer = Angebot eines Passes
letter-offer-reminder = Angebot eines Passes: Erinnerung
letter-lapsed = Angebot abgelaufen
letter-role-invitation = Einladung zu einer Rolle
letter-role-accepted = Rolle angenommen
letter-role-declined = Rolle abgelehnt oder beendet
letter-role-removed = Rolle entzogen
letter-bof-placed = BoF hat einen Platz
letter-bof-waiting = BoF wartet auf einen Platz
letter-bof-cancelled = BoF abgesagt
letter-sessions-placed = Zeit und Raum von Beiträgen
letter-sessions-cancelled = Beiträge aus dem Zeitplan entfernt
letter-track-made = Vorschlag wurde ein Track
letter-submitted = Vorschlag eingereicht
letter-withdrawn = Vorschlag zurückgezogen
letter-speaker-invited = Einladung zu sprechen
letter-speaker-confirmed = Zusage zu sprechen
letter-speaker-declined = Absage zu sprechen
letter-move-asked = Verschiebung eines Vorschlags angefragt
letter-moved = Vorschlag verschoben
letter-not-moved = Vorschlag nicht verschoben
letter-merged = Vorschläge zusammengelegt
letter-accepted = Vorschlag angenommen
letter-standby = Vorschlag kann nachrücken
letter-rejected = Vorschlag nicht angenommen
letter-confirmed = Annahme von den Vortragenden bestätigt
letter-declined = Platz von den Vortragenden abgelehnt
letter-place-freed = Ein Platz ist frei, an Leitungen
letter-overdue = Annahmen nicht bestätigt, an Leitungen
letter-passes-short = Vortragende ohne Pass, an Leitungen
letter-late-link = Erlaubnis, später einzureichen
letter-watch = Erinnerung an eine Einreichung bestätigen
letter-call-extended = Einreichung verlängert, an Personen mit Entwürfen
letter-call-shortened = Einreichung schließt früher, an Personen mit Entwürfen
letter-call-closed = Einreichung geschlossen, an Leitungen
letter-reminder = Mehrere Fristen enden bald
letter-reminder-drafts = Erinnerung: Entwurf nicht eingereicht
letter-reminder-calls = Erinnerung: eine Einreichung schließt
letter-reminder-leads = Erinnerung an Leitungen: eine Einreichung schließt
letter-reminder-reviews = Erinnerung: Gutachten sind fällig
letter-reminder-acceptances = Erinnerung: Annahme bestätigen

## Probleme

patch-type = Ein Merge-Patch muss application/merge-patch+json sein; ein Formular geht an einen Abschnitt der Einstellungen
patch-object = muss ein Objekt mit den Teilen sein, die sich ändern
settings-meanwhile = Eine andere Person hat diese Einstellungen gespeichert, nachdem Sie sie gelesen haben; was Sie getippt haben, ist noch da
form-only = Das ist ein Formular; Programme senden stattdessen einen Merge-Patch an die Ausgabe

# Webhooks
webhooks-lead = Plumbline teilt anderen Programmen mit, was hier geschieht: Es schickt jedes Ereignis an die Adressen unten, signiert nach der Spezifikation „Standard Webhooks“. Ereignisse enthalten Kennungen, Zustände und Links, nie Namen oder E-Mail-Adressen.
webhooks-none = Noch keine Webhooks.
webhook-title = Webhook
webhook-url = Adresse
webhook-url-hint = Beginnt mit https:// und hat einen öffentlichen Namen. Weiterleitungen wird nicht gefolgt.
webhook-state = Zustand
webhook-state-active = Aktiv
webhook-state-paused = Pausiert
webhook-state-disabled = Abgeschaltet
webhook-failing-since = Fehler seit { $when }
webhook-created = Hinzugefügt
webhook-events = Ereignisse
webhook-events-hint = Wählen Sie die Ereignisse, die an diese Adresse gehen.
webhook-events-count = { $count ->
    [one] { $count } Ereignis
   *[other] { $count } Ereignisse
}
webhook-event = Ereignis
webhook-event-registration-created = Anmeldung erstellt
webhook-event-registration-cancelled = Anmeldung storniert
webhook-event-offer-made = Platz einer Person auf der Warteliste angeboten
webhook-event-offer-accepted = Angebot angenommen
webhook-event-offer-lapsed = Angebot verfallen
webhook-event-proposal-submitted = Vorschlag eingereicht
webhook-event-decision-released = Entscheidung über einen Vorschlag veröffentlicht
webhook-event-timetable-published = Zeitplan veröffentlicht
webhook-event-person-checked-in = Person eingecheckt
webhook-event-webhook-test = Test
webhook-new = Webhook hinzufügen
webhook-add = Webhook hinzufügen
webhook-secret = Geheimnis
webhook-secret-copy = Kopieren Sie das Geheimnis jetzt. Es wird nicht noch einmal angezeigt.
webhook-secret-how = Der Empfänger prüft damit die Signatur jedes Ereignisses. Bibliotheken für Standard Webhooks nehmen es so, wie es ist.
webhook-rotate = Neues Geheimnis
webhook-rotate-about = Das alte Geheimnis signiert noch 24 Stunden mit, damit der Empfänger umstellen kann, ohne ein Ereignis zu verpassen.
webhook-former = Altes Geheimnis
webhook-former-until = Signiert noch bis { $when } mit
webhook-facts = Über diesen Webhook
webhook-test = Testereignis senden
webhook-pause = Pausieren
webhook-resume = Aktivieren
webhook-is-disabled = Dieser Webhook ist abgeschaltet: Er schlug fünf Tage lang fehl, oder sein Empfänger antwortete, dass es ihn nicht mehr gibt. Aktivieren Sie ihn, wenn der Empfänger wieder funktioniert.
webhook-deliveries = Zustellungen der letzten 30 Tage
webhook-deliveries-none = Noch keine Zustellungen.
webhook-delivery-pending = Ausstehend
webhook-delivery-delivered = Zugestellt
webhook-delivery-failed = Fehlgeschlagen
webhook-next-try = Nächster Versuch: { $when }
webhook-tries = Versuche
webhook-no-tries = Noch keine
webhook-no-answer = keine Antwort
webhook-took = { $ms } ms
webhook-replay = Wiederholen
webhook-change = Webhook ändern
webhook-remove-title = Entfernen
webhook-remove-about = Noch ausstehende Zustellungen entfallen.
webhook-remove = Webhook entfernen
webhook-done-saved = Webhook gespeichert.
webhook-done-paused = Webhook pausiert. Er bekommt keine Ereignisse, bis Sie ihn aktivieren.
webhook-done-resumed = Webhook aktiviert. Er bekommt ab jetzt Ereignisse.
webhook-done-tested = Testereignis eingereiht. Es erscheint unter den Zustellungen.
webhook-done-replayed = Die Zustellung ist wieder eingereiht.
webhook-done-removed = Webhook entfernt.
webhook-too-many = eine Ausgabe hat höchstens { $max } Webhooks; entfernen Sie zuerst einen
webhook-key-reused = derselbe Idempotency-Key kam mit einer anderen Anfrage; senden Sie einen neuen Schlüssel mit einer neuen
