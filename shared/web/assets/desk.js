// Keeps the figures of the desk up to date: every 20 seconds, while the page is seen, it asks for the page again and
// takes over the parts that are marked `data-live`. The page works without this script.
(() => {
  "use strict";
  const EVERY = 20_000;
  const refresh = async () => {
    if (document.hidden) return;
    const answer = await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live][id]")) {
      const now = page.getElementById(part.id);
      // A part in which the reader is busy waits for the next turn.
      if (!now || now.innerHTML === part.innerHTML || part.contains(document.activeElement)) continue;
      part.replaceChildren(...now.childNodes);
    }
  };
  setInterval(refresh, EVERY);
  document.addEventListener("visibilitychange", refresh);
})();
