// Places sessions by drag and drop. Each session's form does the same without this script, and with the keyboard.
(() => {
  "use strict";
  const editor = document.querySelector(".editor");
  if (!editor) return;
  const said = document.getElementById("said");
  let dragged = null;

  const say = (text, isBad) => {
    said.textContent = text;
    said.className = isBad ? "note bad" : "note good";
    said.scrollIntoView({ block: "nearest" });
  };

  editor.addEventListener("dragstart", (event) => {
    const session = event.target.closest?.("[draggable][data-session]");
    if (!session) return;
    dragged = session;
    event.dataTransfer.setData("text/plain", session.dataset.session);
    event.dataTransfer.effectAllowed = "move";
    editor.classList.add("dragging");
  });
  editor.addEventListener("dragend", () => {
    dragged = null;
    editor.classList.remove("dragging");
  });

  const place = async (session, cell) => {
    const answer = await fetch(`/conferences/${editor.dataset.conference}/sessions/${session.dataset.session}/placement`, {
      method: "PUT",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({
        room: cell.dataset.room,
        starts_at: cell.dataset.at,
        minutes: Number(session.dataset.minutes),
      }),
    });
    const body = await answer.json().catch(() => ({}));
    if (answer.ok) {
      const done = body.warnings?.length > 0 ? "warned" : "placed";
      location.assign(`/conferences/${editor.dataset.conference}/timetable/edit?done=${done}#s-${session.dataset.session}`);
    } else {
      say(`${body.title ?? editor.dataset.failed}: ${body.detail ?? answer.status}`, true);
    }
  };

  for (const cell of editor.querySelectorAll("td.free[data-at]")) {
    cell.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      cell.classList.add("over");
    });
    cell.addEventListener("dragleave", () => cell.classList.remove("over"));
    cell.addEventListener("drop", (event) => {
      event.preventDefault();
      cell.classList.remove("over");
      if (dragged) place(dragged, cell).catch(() => say(editor.dataset.offline, true));
    });
  }
})();
