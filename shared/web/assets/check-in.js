// The door: camera, a queue of scans that survives closing the browser, live counts. Without it, the page's forms work.
(() => {
  "use strict";
  const { checkIn, checkIns, worker } = document.currentScript.dataset;
  const texts = document.getElementById("texts").dataset;
  const at = (id) => document.getElementById(id);
  const QUEUE = `check-in queue ${checkIn}`;
  const REFUSED = `check-in refused ${checkIn}`;
  const load = (key) => {
    try {
      const kept = JSON.parse(localStorage.getItem(key) ?? "[]");
      return Array.isArray(kept) ? kept : [];
    } catch {
      return [];
    }
  };
  const keep = (key, list) => localStorage.setItem(key, JSON.stringify(list));
  const device = (() => {
    let id = localStorage.getItem("check-in device");
    if (!id) {
      id = `device-${crypto.randomUUID()}`;
      localStorage.setItem("check-in device", id);
    }
    return id;
  })();

  // Devices' clocks differ: scans use the server's time, as far as it is known.
  let ahead = Number(localStorage.getItem("check-in clock") ?? 0) || 0;
  const now = () => new Date(Date.now() + ahead).toISOString();

  const line = (text) => {
    const p = document.createElement("p");
    p.textContent = text;
    return p;
  };
  const show = (kind, title, lines, undo) => {
    const note = document.createElement("div");
    note.className = `note ${kind}`;
    const name = document.createElement("strong");
    name.textContent = title;
    const first = document.createElement("p");
    first.append(name);
    note.append(first, ...lines.filter(Boolean).map(line));
    if (undo) {
      const button = document.createElement("button");
      button.className = "second s";
      button.textContent = texts.undo;
      button.addEventListener("click", () => takeBack(undo, title));
      note.append(button);
    }
    at("result").replaceChildren(note);
  };
  const list = (id, items) => {
    const section = at(id);
    section.hidden = items.length === 0;
    section.querySelector("ul").replaceChildren(
      ...items.map((text) => {
        const li = document.createElement("li");
        li.textContent = text;
        return li;
      }),
    );
  };
  const time = (instant) => new Date(instant).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const label = (scan) => `${time(scan.at)} ${scan.name ?? `${texts.code} …${(scan.code ?? "").slice(-6)}`}`;
  const redraw = () => {
    list("unsent", load(QUEUE).map(label));
    list("refused", load(REFUSED).map((one) => `${label(one)}: ${one.why}`));
  };
  const network = (on) => {
    const pill = at("network");
    pill.hidden = false;
    pill.className = `pill ${on ? "good" : "warn"}`;
    pill.textContent = on ? texts.online : texts.offline;
    at("camera-offline").hidden = on || at("camera-sent").hidden;
  };

  const answered = (scan, status, answer) => {
    if (status === 200) {
      const kind = answer.state === "checked_in" ? "good" : "warn";
      const first = `${texts[answer.state]} ${texts.first} ${time(answer.first_at)}`;
      show(kind, answer.name, [first, [answer.pool, ...answer.notes].join(" · ")], answer.registration);
      return;
    }
    const why = answer.title ?? String(status);
    show("bad", answer.name ?? why, [answer.name && why, answer.detail]);
    keep(REFUSED, [...load(REFUSED), { ...scan, name: answer.name ?? scan.name, why }].slice(-50));
  };

  // One at a time and in order. A scan leaves the queue once the server has answered it.
  let sending = false;
  const send = async () => {
    if (sending) return;
    sending = true;
    try {
      for (let queue = load(QUEUE); queue.length > 0; queue = load(QUEUE)) {
        const [{ name, ...scan }] = queue;
        const response = await fetch(checkIns, {
          method: "POST",
          headers: { "content-type": "application/json", accept: "application/json" },
          body: JSON.stringify(scan),
        });
        network(true);
        if (response.status === 401 || response.status === 403) {
          show("warn", texts.signIn, []);
          break;
        }
        if (response.status >= 500 || response.status === 429) break;
        const answer = await response.json();
        const same = (other) => other.at === scan.at && other.code === scan.code && other.registration === scan.registration;
        keep(QUEUE, load(QUEUE).filter((other) => !same(other)));
        answered({ ...scan, name }, response.status, answer);
        redraw();
      }
    } catch {
      network(false);
    } finally {
      sending = false;
      redraw();
    }
  };

  const scan = (what) => {
    const one = { ...what, at: now(), device };
    keep(QUEUE, [...load(QUEUE), one]);
    redraw();
    if (!navigator.onLine) {
      network(false);
      show("warn", what.name ?? texts.code, [texts.saved]);
    }
    send().then(() => {
      if (load(QUEUE).some((other) => other.at === one.at)) show("warn", what.name ?? texts.code, [texts.saved]);
      else count();
    });
  };

  const takeBack = async (registration, name) => {
    try {
      const response = await fetch(`${checkIns}/${registration}`, { method: "DELETE", headers: { accept: "application/json" } });
      const answer = await response.json();
      if (response.ok) show("", name, [texts.undone]);
      else show("bad", answer.title, [answer.detail]);
      count();
    } catch {
      network(false);
    }
  };

  const count = async () => {
    try {
      const response = await fetch(checkIn, { headers: { accept: "application/json" } });
      if (!response.ok) return;
      const door = await response.json();
      ahead = Date.parse(door.now) - Date.now();
      localStorage.setItem("check-in clock", String(ahead));
      at("here").textContent = door.here;
      at("expected").textContent = door.expected;
      network(true);
    } catch {
      network(false);
    }
  };

  at("by-code").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = at("by-code").elements.namedItem("code");
    if (field.value.trim()) scan({ code: field.value.trim() });
    field.value = "";
    field.focus();
  });
  for (const form of document.querySelectorAll("form[data-scan]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      scan({ registration: form.elements.namedItem("registration").value, name: form.dataset.name });
      form.hidden = true;
    });
  }
  at("refused").querySelector("button").addEventListener("click", () => {
    keep(REFUSED, []);
    redraw();
  });

  // What reads a code from the video: the browser where it can, else the server, from a small grey picture.
  const SIDE = 640;
  const inBrowser = (detector) => async (video) => (await detector.detect(video).catch(() => []))[0]?.rawValue;
  const onServer = (canvas) => async (video) => {
    if (!navigator.onLine) throw new Error("offline");
    const scale = Math.min(1, SIDE / Math.max(video.videoWidth, video.videoHeight));
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight].map((side) => Math.floor(side * scale));
    if (canvas.width === 0 || canvas.height === 0) return undefined;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    const picture = pen.getImageData(0, 0, canvas.width, canvas.height);
    const { data } = picture;
    // Luma (ITU-R BT.601). Three equal colours compress to a third.
    for (let i = 0; i < data.length; i += 4) data.fill((77 * data[i] + 150 * data[i + 1] + 29 * data[i + 2]) >> 8, i, i + 3);
    pen.putImageData(picture, 0, 0);
    const response = await fetch(`${checkIns}/pictures`, {
      method: "POST",
      headers: { "content-type": "image/png", accept: "application/json" },
      body: await new Promise((done) => canvas.toBlob(done, "image/png")),
    });
    network(true);
    if (response.status === 401 || response.status === 403) show("warn", texts.signIn, []);
    // Read to its end, so that no other request begins before.
    const answer = await response.json();
    if (response.ok) return answer.code;
    // Without a code in the picture, the next one may have it. Everything else takes longer.
    if (response.status !== 422) throw new Error(String(response.status));
    return undefined;
  };
  const reader = async () => {
    const formats = "BarcodeDetector" in window ? await window.BarcodeDetector.getSupportedFormats() : [];
    if (formats.includes("qr_code")) return [inBrowser(new window.BarcodeDetector({ formats: ["qr_code"] })), 250];
    at("camera-sent").hidden = false;
    network(navigator.onLine);
    return [onServer(document.createElement("canvas")), 500];
  };

  if (navigator.mediaDevices) {
    const video = at("camera").querySelector("video");
    at("camera").hidden = false;
    const ready = reader();
    let last = { code: "", at: 0 };
    at("start").addEventListener("click", async () => {
      try {
        video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
        await video.play();
      } catch (error) {
        show("bad", error.name, [error.message]);
        return;
      }
      at("start").hidden = true;
      const [read, pause] = await ready;
      const look = async () => {
        const began = Date.now();
        let wait = pause;
        try {
          const code = document.visibilityState === "visible" ? await read(video) : undefined;
          // A ticket that stays in front of the camera is scanned once, and again when it was away for a while.
          const isSame = code === last.code && Date.now() - last.at < 5000;
          if (code) last = { code, at: Date.now() };
          if (code && !isSame) scan({ code: code.slice(0, 200) });
        } catch (error) {
          if (error instanceof TypeError || !navigator.onLine) network(false);
          wait = 3000;
        }
        setTimeout(look, Math.max(wait - (Date.now() - began), 100));
      };
      look();
    });
  } else {
    at("no-camera").hidden = false;
  }

  if (navigator.serviceWorker) {
    navigator.serviceWorker.register(worker, { scope: checkIn }).catch(() => {});
    navigator.serviceWorker.ready.then((registration) => {
      const own = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((one) => one.href ?? one.src);
      registration.active?.postMessage(own);
    });
  }
  addEventListener("online", () => count().then(send));
  addEventListener("offline", () => network(false));
  setInterval(() => {
    if (document.visibilityState === "visible") count().then(send);
  }, 15000);
  redraw();
  count().then(send);
})();
