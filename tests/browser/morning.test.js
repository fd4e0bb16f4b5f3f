// The second morning of the conference: two phones at the door, one of them without a network, a wall display, a lead whose
// room runs late, someone who follows online, and a person without a pass.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startServer } from "./server.js";
import { launch, offlineReady, signedIn, text, visitor } from "./visit.js";

const home = "/conferences/lpc-2023";
const door = `${home}/check-in`;
const PHONE = { width: 380, height: 760 };
// The room whose sessions start later, and the lead of its track.
const ROOM = "mc-1";
const LEAD = "lead.tracing@example.org";

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([startServer(["--scene", "day"]), launch()]);
});
after(() => Promise.all([server?.stop(), browser?.close()]));

// What a person who is signed in gets from the API.
async function ask({ page }, path) {
  const answer = await page.request.get(home + path, { headers: { accept: "application/json" } });
  assert.equal(answer.status(), 200, path);
  return answer.json();
}

// A phone at the door.
async function phone(email) {
  const visit = await signedIn(browser, server, email);
  await visit.page.goto(door);
  await visit.page.setViewportSize(PHONE);
  return visit;
}

async function type(page, code) {
  await page.getByLabel("Code", { exact: true }).fill(code);
  await page.getByRole("button", { name: "Check in", exact: true }).click();
}

// Opens the forms of a session in the editor of the timetable.
async function session(page, id) {
  await page.goto(`${home}/timetable/edit`);
  const card = page.locator(`#s-${id}`);
  await card.locator("summary").click();
  return card;
}

test("two phones check people in, and the one without a network loses no scan", async () => {
  const organizer = await signedIn(browser, server, "organizer@example.org");
  const { missing } = await ask(organizer, "/no-shows");
  const [late, early] = missing;
  const ticket = async ({ registration }) => (await ask(organizer, `/badges?person=${registration}`)).badges[0].ticket;
  await organizer.page.clock.install();
  await organizer.page.goto(door);
  const counted = Number(await organizer.page.locator("#here").innerText());

  const one = await phone("door-1@example.org");
  await one.look("check-in");
  const two = await phone("door-2@example.org");
  const style = await two.page.locator("link[rel=stylesheet]").first().getAttribute("href");
  await offlineReady(two.page, [door, style]);
  await two.page.context().setOffline(true);
  for (const person of [late, early]) await type(two.page, await ticket(person));
  await two.page.getByText("Saved on this device.").waitFor();
  const [{ at }] = await two.page.evaluate((key) => JSON.parse(localStorage.getItem(key)), `check-in queue ${door}`);
  await two.look("check-in-offline");

  // The same ticket at the other phone, later but sent first.
  await one.page.setViewportSize(PHONE);
  await type(one.page, await ticket(late));
  await one.page.locator("#result .good").getByText(late.name).waitFor();
  await one.look("checked-in");

  // The browser is closed and opened again, still without a network.
  await two.page.close();
  const again = await two.page.context().newPage();
  await again.goto(door);
  const unsent = again.locator("#unsent");
  await unsent.waitFor();
  assert.equal(await unsent.getByRole("listitem").count(), 2);
  await again.context().setOffline(false);
  await unsent.waitFor({ state: "hidden" });
  await again.locator("#result .good").getByText(early.name).waitFor();

  // Each is counted once, and the earlier scan counts.
  const { people } = await ask(one, `/check-in?q=${late.number}`);
  assert.equal(Date.parse(people[0].checked_in_at), Date.parse(at));
  await organizer.page.clock.runFor(15_500);
  await organizer.page.locator("#here").getByText(String(counted + 2), { exact: true }).waitFor();
  assert.equal(Number(await organizer.page.locator("#here").innerText()), counted + 2);

  // A person without a pass.
  const form = one.page.locator("section", { has: one.page.getByRole("heading", { name: "No pass?" }) });
  await form.getByLabel("Name").fill("A Walk-in");
  await form.getByLabel("E-mail").fill("walk-in@example.org");
  await form.getByRole("button").click();
  await one.page.getByText("Registered and checked in.").waitFor();
  await one.look("walked-in");
  assert.equal((await ask(one, "/check-in")).here, counted + 3);

  // Who has not come, what offering their passes would do, and a badge for the person without a pass.
  await organizer.page.goto(`${home}/no-shows`);
  await organizer.look("no-shows");
  await organizer.page.getByRole("button", { name: "Preview offering their passes" }).click();
  await organizer.look("no-shows-preview");
  assert.doesNotMatch(await text(organizer.page), new RegExp(`${early.number}|${late.number}`));
  await organizer.page.goto(`${home}/badges?q=Walk-in`);
  await organizer.look("badge");
  await organizer.page.evaluate(() => (window.print = () => (document.title = "printing")));
  await organizer.page.getByRole("button", { name: "Print", exact: true }).click();
  assert.equal(await organizer.page.title(), "printing");
  await organizer.page.emulateMedia({ media: "print" });
  assert.equal(await organizer.page.getByRole("button", { name: "Print", exact: true }).isVisible(), false);
  await Promise.all([organizer, one, two].map((visit) => visit.close()));
});

test("a phone whose browser can't read codes scans by its camera", async () => {
  const organizer = await signedIn(browser, server, "organizer@example.org");
  const { missing } = await ask(organizer, "/no-shows");
  const [seen, later] = missing.slice(2);
  const picture = async ({ registration }) => {
    const answer = await organizer.page.request.get(`${home}/registrations/${registration}/ticket.png`);
    assert.equal(answer.status(), 200);
    return (await answer.body()).toString("base64");
  };
  const visit = await signedIn(browser, server, "door-1@example.org");
  const { page } = visit;
  // A camera that shows what the test puts in front of it: a ticket, a little turned, in a dim light.
  await page.addInitScript(() => {
    delete window.BarcodeDetector;
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [1280, 720];
    const pen = canvas.getContext("2d");
    let ticket = null;
    const draw = () => {
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.fillStyle = `hsl(30 20% ${30 + (Date.now() % 5)}%)`;
      pen.fillRect(0, 0, canvas.width, canvas.height);
      if (!ticket) return;
      pen.translate(canvas.width / 2, canvas.height / 2);
      pen.rotate(0.15);
      pen.globalAlpha = 0.8;
      pen.drawImage(ticket, -250, -250, 500, 500);
      pen.globalAlpha = 1;
    };
    setInterval(draw, 50);
    window.hold = async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      ticket = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    };
    const { toBlob } = HTMLCanvasElement.prototype;
    window.sizes = [];
    HTMLCanvasElement.prototype.toBlob = function (...rest) {
      window.sizes.push(`${this.width} ${this.height}`);
      return toBlob.apply(this, rest);
    };
    navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(20);
  });
  const sent = [];
  let [open, most] = [0, 0];
  const isPicture = (request) => request.url().endsWith("/check-ins/pictures");
  page.on("request", (request) => isPicture(request) && (sent.push(request), (most = Math.max(most, ++open))));
  for (const end of ["requestfinished", "requestfailed"]) page.on(end, (request) => isPicture(request) && open--);
  await page.goto(door);
  await page.getByText("This browser can't read QR codes itself.").waitFor();
  await visit.look("check-in-by-server");
  await page.setViewportSize(PHONE);
  assert.equal(sent.length, 0);
  await page.getByRole("button", { name: "Start camera" }).click();
  const refused = await page.waitForResponse((response) => isPicture(response.request()));
  assert.equal(refused.status(), 422);

  await page.evaluate((ticket) => window.hold(ticket), await picture(seen));
  await page.locator("#result .good").getByText(seen.name).waitFor();
  assert.equal(await page.getByRole("button", { name: "Start camera" }).isVisible(), false);
  await visit.look("checked-in-by-server");
  // The ticket is still in front of the camera.
  await page.locator("#result .good").getByText(seen.name).waitFor();
  assert.deepEqual(new Set(await page.evaluate(() => window.sizes)), new Set(["640 360"]));
  assert.equal(most, 1);

  // Without a network the page says what it can't do; with one again it goes on.
  await page.context().setOffline(true);
  await page.getByText("This browser reads codes only with a network.").waitFor();
  await visit.look("check-in-by-server-offline");
  await page.evaluate((ticket) => window.hold(ticket), await picture(later));
  await page.context().setOffline(false);
  await page.locator("#result .good").getByText(later.name).waitFor();
  assert.equal(await page.getByText("This browser reads codes only with a network.").isVisible(), false);
  await Promise.all([organizer, visit].map((one) => one.close()));
});

test("a room runs late: the wall display and now and next follow, and who is online follows the room", async () => {
  const wall = await visitor(browser, server.url);
  await wall.page.clock.install();
  await wall.page.goto(`${home}/timetable/wall`);
  await wall.look("wall");
  const rooms = await wall.page.locator(".rooms h2").allInnerTexts();
  const hand = await visitor(browser, server.url);
  await hand.page.clock.install();
  await hand.page.goto(`${home}/timetable/now`);
  await hand.look("now");
  const { now, next } = (await ask(wall, "/timetable/wall")).rooms.find(({ room }) => room === ROOM);
  const local = (minutes) => {
    const at = new Date(Date.parse(next.starts_at) + minutes * 60_000);
    return at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "America/New_York" });
  };
  const shown = (page) => page.locator(".session", { hasText: next.title }).locator("time").innerText();
  for (const { page } of [wall, hand]) assert.equal(await shown(page), local(0));

  const lead = await signedIn(browser, server, LEAD);
  const card = await session(lead.page, next.id);
  await card.getByLabel(/^Shift this session/).fill("5");
  await card.getByRole("button", { name: /^Later/ }).click();
  await lead.page.getByText("The rest of the block is shifted and published.").waitFor();
  await wall.page.clock.runFor(31_000);
  await wall.page.locator(".session", { hasText: next.title }).getByText(local(5)).waitFor();
  assert.match(await wall.page.locator(".session", { hasText: next.title }).innerText(), /Moved, was \d\d:\d\d/);
  await hand.page.clock.runFor(61_000);
  await hand.page.locator(".session", { hasText: next.title }).getByText(local(5)).waitFor();

  // The wall loses the network: the last state stays, with its age.
  await wall.page.context().setOffline(true);
  await wall.page.clock.runFor(31_000);
  await wall.page.getByText(/^Last updated \d\d:\d\d$/).waitFor();
  assert.deepEqual(await wall.page.locator(".rooms h2").allInnerTexts(), rooms);
  await wall.page.context().setOffline(false);
  await wall.page.clock.runFor(31_000);
  await wall.page.getByText(/^Last updated/).waitFor({ state: "detached" });

  // A pass for online attendance opens the room; the lead changes its link, and no one else sees either.
  const online = await signedIn(browser, server, "attendee-1001@example.org");
  await online.page.context().route("https://live.example.org/**", (route) => route.fulfill({ body: "live" }));
  const page = `${home}/sessions/${now.id}`;
  for (const place of [ROOM, "overflow"]) {
    await online.page.goto(page);
    await online.look(`session-live-${place}`);
    await online.page.getByRole("link", { name: /^Watch/ }).click();
    await online.page.waitForURL(`https://live.example.org/${place}`);
    const anyone = await fetch(server.url + page, { headers: { accept: "text/html" } });
    assert.doesNotMatch(await anyone.text(), /live\.example\.org/);
    const live = await session(lead.page, now.id);
    await live.getByLabel("Link to follow it online").fill("https://live.example.org/overflow");
    await live.getByRole("button", { name: /^Save links/ }).click();
    await lead.page.getByText("Links saved.").waitFor();
  }
  await online.page.goto("/me");
  await online.page.locator(`a[href*="${home}/registrations/"]`).first().click();
  await online.page.getByRole("heading", { name: "Follow online" }).waitFor();
  await online.look("pass-live");
  await Promise.all([wall, hand, lead, online].map((visit) => visit.close()));
});
