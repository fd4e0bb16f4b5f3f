// The form of a proposal: counts the abstract, and saves a draft while it is written. Without it everything works.
(() => {
  const form = document.querySelector("form.proposal");
  if (!form) return;
  const abstract = form.querySelector("#abstract");
  const counter = form.querySelector("[data-count-for=abstract]");
  // Characters as the server counts them: one for each code point.
  const count = () => { counter.textContent = form.dataset.count.replace("#", [...abstract.value].length); };
  abstract.addEventListener("input", count);
  count();
  if (!form.hasAttribute("data-autosave")) return;

  const status = form.querySelector("[data-autosave-status]");
  const PAUSE = 2000;
  let timer, saving = false, again = false, sent = false;

  // Not `form.action`: that is what the buttons of this name are found by.
  const target = () => form.getAttribute("action");
  const body = () => {
    const fields = new URLSearchParams(new FormData(form));
    fields.set("action", "autosave");
    return fields;
  };
  const note = (revision, location) => {
    let field = form.querySelector("input[name=revision]");
    if (!field) {
      field = document.createElement("input");
      field.type = "hidden";
      field.name = "revision";
      form.append(field);
      form.querySelector("input[name=idempotency_key]")?.remove();
      form.setAttribute("action", location);
      // Reloading the page shows the draft, not an empty form.
      history.replaceState(null, "", `${location}/edit`);
    }
    field.value = revision;
  };
  const save = async () => {
    if (saving) { again = true; return; }
    saving = true;
    try {
      const answer = await fetch(target(), { method: "POST", headers: { Accept: "application/json" }, body: body() });
      const said = await answer.json();
      if (answer.ok) {
        note(said.revision, `${answer.headers.get("location") ?? target()}`);
        status.textContent = form.dataset.saved.replace("#", new Date().toLocaleTimeString());
      } else {
        const error = said.errors?.[0];
        const why = error ? `${error.pointer.slice(1).replaceAll("/", " ")} ${error.detail}` : said.detail;
        status.textContent = form.dataset.refused.replace("#", why);
      }
    } catch {
      status.textContent = form.dataset.offline;
      again = true;
    }
    saving = false;
    if (again && !sent) { again = false; wait(); }
  };
  const wait = () => { clearTimeout(timer); timer = setTimeout(save, PAUSE); };
  form.addEventListener("input", wait);
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    sent = true;
    if (!saving) return;
    // What is being saved makes a new revision: the form waits for it.
    event.preventDefault();
    const button = event.submitter;
    const wait = setInterval(() => {
      if (saving) return;
      clearInterval(wait);
      form.requestSubmit(button);
    }, 50);
  });
})();
