// Adds the reader's own time to every deadline that does not say it yet.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const words = new Intl.DateTimeFormat(document.documentElement.lang.startsWith("de") ? "de" : "en-GB", {
    weekday: "short", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  for (const zones of document.querySelectorAll("dl.zones[data-at]")) {
    if (!zone || zones.querySelector(".reader")) continue;
    const line = document.createElement("div");
    line.className = "reader";
    const label = document.createElement("dt");
    label.textContent = zones.dataset.label;
    const time = document.createElement("dd");
    const part = Object.fromEntries(words.formatToParts(new Date(zones.dataset.at)).map((p) => [p.type, p.value]));
    time.textContent =
      `${part.weekday} ${part.day} ${part.month} ${part.year}, ${part.hour}:${part.minute} (${zone})`;
    line.append(label, time);
    zones.append(line);
  }
});
