### The first edition: from a form, from a template, or from the schedule file of another system.

setup-title = Konferenz einrichten
setup-step = Schritt { $step } von 3
setup-next = Weiter
setup-back = Zurück
setup-create = Konferenz anlegen

## Step 1: name and place

setup-name = Name
setup-name-hint = Mit der Jahreszahl, zum Beispiel „Beispielkonferenz 2030“.
setup-id = Kurzname in Webadressen
setup-id-hint = Buchstaben a–z, Ziffern und Bindestriche. Wenn das Feld leer bleibt, entsteht er aus dem Namen. Er lässt sich später nicht ändern.
setup-place = Veranstaltungsort
setup-address = Straße und Hausnummer
setup-city = Stadt
setup-country = Land
setup-days-hint = Wenn es eine Programmdatei gibt, können Tage und Zeitzone leer bleiben: Sie kommen aus der Datei.
setup-starts-on = Erster Tag
setup-ends-on = Letzter Tag
setup-zone = Zeitzone
setup-zone-hint = Ein Name wie Europe/Berlin oder America/New_York.
setup-organizer = Ihre E-Mail-Adresse
setup-organizer-hint = Mit dieser Adresse organisieren Sie die Konferenz und melden sich an. Sie ist auch die Kontaktadresse; das können Sie später ändern.

## Step 2: what it starts from

setup-from = Womit anfangen?
setup-template-microconferences = Mikrokonferenzen
setup-template-single-track = Ein einziger Track
setup-template-call-only = Nur ein Aufruf zu Beiträgen
setup-template-file = Eine Programmdatei
setup-about-microconferences = Ein Aufruf zu Mikrokonferenzen und einer zu Vorträgen, drei Räume, BoF-Zeiten, Pässe vor Ort und online.
setup-about-single-track = Ein Raum, ein Aufruf zu Vorträgen, Pausen, Pässe vor Ort.
setup-about-call-only = Ein Aufruf zu Vorträgen. Die Anmeldung öffnet am ersten Tag, wenn Sie nichts anderes einstellen.
setup-about-file = Tage, Räume, Tracks und Beiträge kommen aus der Datei.
setup-file = Programmdatei
setup-file-hint = Programm als JSON oder XML, wie pretalx und frab es exportieren, oder Indicos Zeitplan als JSON. Höchstens 2 MB.
setup-paste = Oder den Text der Datei einfügen

## Step 3: the result

setup-days = Tage
setup-taken = Aus der Datei
setup-taken-counts = { $sessions ->
    [one] 1 Beitrag
   *[other] { $sessions } Beiträge
} mit { $people ->
    [one] 1 Person
   *[other] { $people } Personen
}, { $blocks ->
    [one] 1 Block
   *[other] { $blocks } Blöcke
}, { $breaks ->
    [one] 1 Pause
   *[other] { $breaks } Pausen
}
setup-colliding = { $count ->
    [one] 1 Beitrag überschneidet sich mit anderen. Er behält seinen Platz; der Zeitplan-Editor zeigt ihn.
   *[other] { $count } Beiträge überschneiden sich mit anderen. Sie behalten ihre Plätze; der Zeitplan-Editor zeigt sie.
}
setup-passes = Pässe und Anmeldung
setup-pool-general = Pässe vor Ort
setup-pool-virtual = Online-Pässe (0 für keine)
setup-opens = Anmeldung öffnet
setup-closes = Anmeldung schließt
setup-instant-hint = In der Zeitzone der Konferenz, zum Beispiel 2030-05-13T09:00:00.
setup-rooms = Räume
setup-room-name = Name von Raum { $number }
setup-room-capacity = Sitzplätze in Raum { $number }
setup-tracks = Tracks
setup-track-name = Name von Track { $number }
setup-later = Alles lässt sich später in den Einstellungen ändern.

## Done

setup-done = Die Konferenz ist eingerichtet.
setup-done-sign-in = Melden Sie sich mit Ihrer Adresse an, um die Verwaltung zu öffnen: Wir schicken Ihnen einen Link.
setup-done-outbox = Plumbline läuft auf diesem Rechner und verschickt keine Mails. Die Mail steht im Postausgang:
setup-outbox = Postausgang
setup-sign-in = Anmelden und Verwaltung öffnen
setup-open-desk = Verwaltung öffnen
setup-open-site = Seite der Konferenz ansehen

## What templates and files put into a definition

setup-main-room = Großer Saal
setup-room = Raum { $number }
setup-coffee = Kaffee
setup-lunch = Mittagessen
setup-microconferences = Vorschläge für Mikrokonferenzen
setup-microconferences-about = Schlagen Sie eine Mikrokonferenz vor: einen halben Tag, an dem offene Fragen eines Themas besprochen und bearbeitet werden.
setup-talks = Vorträge
setup-talks-about = Vorträge zu allen Themen der Konferenz.
setup-talk = Vortrag
setup-short-talk = Kurzvortrag
setup-track-about = Beiträge von { $name }.
setup-import-reason = So im importierten Programm platziert

## Probleme

setup-first-organizers = Neue Ausgaben richten die ersten Personen der Organisation dieses Plumbline ein
setup-schedule-required = ist erforderlich: Wählen Sie eine Datei, oder fügen Sie ihren Text ein
setup-required-with-template = ist mit einer Vorlage erforderlich; nur eine Zeitplandatei hat es selbst
setup-id-required = ist erforderlich, weil der Name keine Buchstaben a–z dafür hat
setup-day = muss ein Tag sein, zum Beispiel 2030-05-13
setup-id-taken = { $id } ist die ID einer Ausgabe, die es schon gibt
setup-busy = Eine andere Ausgabe wird gerade angelegt, und Ihre noch nicht; senden Sie es noch einmal
setup-not-all-sessions = Die Ausgabe gibt es, aber noch nicht alle Beiträge; senden Sie es noch einmal
setup-more-errors = hat { $more } weitere Fehler
setup-zone-required = ist erforderlich, weil die Datei keine Zeitzone nennt
setup-no-days = hat keine Tage
setup-definition-too-large = ergibt eine Definition von mehr als { $max } Bytes
setup-no-such-id = hat eine ID, die es nicht gibt
setup-not-utf8 = ist kein UTF-8
at-pointer = { $pointer } { $detail }
