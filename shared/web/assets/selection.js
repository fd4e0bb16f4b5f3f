// Decides on a track's proposals with one key each, while the list has the focus: j and k go to the next and the previous
// proposal, x chooses it, o opens it, and a, s, r and u decide. The page works without this script.
(() => {
  "use strict";
  const DECISIONS = { a: "accepted", s: "standby", r: "rejected", u: "undecided" };
  const list = document.getElementById("selection");
  if (!list) return;
  const said = document.getElementById("decided");
  const rows = () => [...list.querySelectorAll("tr[data-proposal]")];
  const box = (row) => row.querySelector("input[type=checkbox]");
  const current = () => rows().findIndex((row) => row.contains(document.activeElement));
  const go = (at) => {
    const all = rows();
    if (all.length > 0) box(all[Math.min(Math.max(at, 0), all.length - 1)]).focus();
  };

  // Shows what the page says now. A proposal that the filter hides now leaves the list.
  const refresh = async (row) => {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector(`tr[data-proposal="${row.dataset.proposal}"]`);
    const at = rows().indexOf(row);
    if (now) row.querySelector("[data-decision]").replaceWith(now.querySelector("[data-decision]"));
    else row.remove();
    if (!now) go(at);
    const counts = page.getElementById("counts");
    if (counts) document.getElementById("counts").replaceChildren(...counts.childNodes);
  };

  const decide = async (row, decision) => {
    if (row.hasAttribute("aria-busy") || row.querySelector("[data-decision]").dataset.decision === decision) return;
    row.setAttribute("aria-busy", "true");
    const title = row.querySelector("a").textContent;
    try {
      const answer = await fetch(`/conferences/${list.dataset.conference}/proposals/${row.dataset.proposal}/decision`, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify({ decision, rev: Number(box(row).value) }),
      });
      const body = await answer.json();
      if (answer.ok) {
        box(row).value = body.rev;
        said.textContent = `${title}: ${list.dataset[decision]}`;
        await refresh(row);
      } else {
        said.textContent = `${title}: ${body.detail}`;
      }
    } catch {
      said.textContent = list.dataset.offline;
    } finally {
      row.removeAttribute("aria-busy");
    }
  };

  document.getElementById("keys").hidden = false;
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = current();
    const row = rows()[at];
    const key = event.key.toLowerCase();
    if (key === "j") go(at + 1);
    else if (key === "k") go(at - 1);
    else if (row && key === "x") box(row).click();
    else if (row && key === "o") row.querySelector("a").click();
    else if (row && DECISIONS[key]) decide(row, DECISIONS[key]);
    else return;
    event.preventDefault();
  });
})();
