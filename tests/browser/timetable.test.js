// The timetable: read on a phone, exported, read offline, printed; filled in by dragging and by keyboard, published;
// and a BoF by an attendee, with a slot and without.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { linkIn, startServer } from "./server.js";
import { launch, offlineReady, signedIn, tabTo, text, visitor } from "./visit.js";

const home = "/conferences/lpc-2023";
const SAMPLE = new URL("../../infra/local/sample/lpc-2023.toml", import.meta.url);

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([startServer(), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("a reader finds, bookmarks, and carries away what they come for", async () => {
  const { page, look, close } = await visitor(browser, server.url);
  await page.goto(home);
  await look("edition-programme");
  await page.getByRole("navigation").getByRole("link", { name: "Programme" }).click();
  await look("timetable");

  // On a phone: bookmarks, which a reload keeps, and a calendar of them.
  await page.setViewportSize({ width: 320, height: 640 });
  const titles = ["State of the process", "Zero copies, counted"];
  for (const title of titles) await page.getByRole("button", { name: `Bookmark: ${title}` }).click();
  await page.reload();
  for (const title of titles) {
    const button = page.getByRole("button", { name: `Bookmark: ${title}` });
    assert.equal(await button.getAttribute("aria-pressed"), "true", title);
  }
  await page.getByRole("button", { name: "Show only my programme" }).click();
  assert.equal(await page.locator(".session[data-session]:visible").count(), titles.length);
  await look("bookmarks");
  const calendar = await page.getByRole("link", { name: "Add my programme to a calendar" }).getAttribute("href");
  const entries = await (await fetch(server.url + calendar)).text();
  assert.equal(entries.match(/BEGIN:VEVENT/g).length, titles.length);
  for (const title of titles) assert.ok(entries.replaceAll("\\", "").includes(`SUMMARY:${title}`), title);

  // Search, in another zone.
  await page.getByLabel("Search").fill("regression");
  await page.getByLabel("Time zone").fill("Asia/Tokyo");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await page.getByText("1 session found for “regression”").waitFor();
  assert.match(await text(page), /Asia\/Tokyo/);
  await look("search");
  await page.getByRole("link", { name: /How a regression is found/ }).click();
  await look("session");
  await page.getByRole("link", { name: "Refereed track" }).click();
  await look("timetable-track");
  await page.getByRole("link", { name: "Speakers" }).click();
  await look("people");
  await page.getByRole("main").getByRole("listitem").getByRole("link").last().click();
  await look("person");
  await page.getByRole("link", { name: "In detail" }).click();
  await look("timetable-detail");
  await close();
});

test("the timetable prints", async () => {
  const { page, close } = await visitor(browser, server.url);
  await page.goto(`${home}/timetable`);
  await page.emulateMedia({ media: "print" });
  for (const hidden of [page.getByLabel("Search"), page.getByRole("button").first(), page.locator("header.top")]) {
    assert.equal(await hidden.isVisible(), false);
  }
  assert.ok(await page.getByRole("link", { name: "State of the process" }).isVisible());
  // Paper that stands is as narrow as a small screen, and is no phone.
  await page.setViewportSize({ width: 720, height: 1000 });
  assert.equal(await page.locator("table.day td.taken").first().evaluate((td) => getComputedStyle(td).display), "table-cell");
  const printed = await page.pdf({ format: "A4", landscape: true });
  if (process.env.SCREENSHOTS) writeFileSync(join(process.env.SCREENSHOTS, "timetable.pdf"), printed);
  assert.equal(printed.subarray(0, 4).toString(), "%PDF");
  await close();
});

test("what was opened once opens without a network, and says how old it is", async () => {
  const own = await startServer();
  const { page, close } = await visitor(browser, own.url);
  try {
    await page.goto(`${home}/timetable`);
    const style = await page.locator("link[rel=stylesheet]").first().getAttribute("href");
    // The worker is installed, and has cached the page and its assets.
    const script = await page.locator("script[data-timetable]").getAttribute("src");
    await offlineReady(page, [style, script, `${home}/timetable`, `${home}/timetable?detail=1`]);
  } finally {
    await own.stop();
  }
  await page.reload();
  await page.getByText(/^You're offline/).waitFor();
  assert.ok(await page.getByRole("link", { name: "State of the process" }).isVisible());
  assert.equal(await page.locator(".skip").evaluate((skip) => getComputedStyle(skip).position), "absolute");
  // Without a network, a session whose page was never opened is shown on the page with all sessions.
  await page.getByRole("link", { name: "State of the process" }).click();
  await page.waitForURL(/detail=1#s-/);
  await page.getByText(/^You're offline/).waitFor();
  await page.goto(`${home}/timetable/people`);
  await page.getByText(/^You're offline/).waitFor();
  await close();
});

test("an organizer fills the timetable in by dragging and by keyboard, and publishes it", async () => {
  const organizer = await signedIn(browser, server, "organizer@example.org");
  const { page, look } = organizer;
  await page.getByRole("link", { name: "Timetable", exact: true }).click();
  await page.getByLabel("Title").fill("Keysigning");
  await page.getByLabel("Minutes").last().fill("60");
  await page.getByRole("button", { name: "Add an entry" }).click();
  await page.getByText("Entry added").waitFor();
  // The script that moves sessions runs once the page is there.
  await page.waitForLoadState();
  // So high that nothing has to be scrolled while it is dragged.
  await page.setViewportSize({ width: 1280, height: 6000 });
  const entry = page.locator("[draggable]", { hasText: "Keysigning" }).first();

  // Where it is in the way: refused, with what collides and where it could be.
  await entry.dragTo(page.locator('td.free[data-room="summit"][data-at="2023-11-14T14:00:00Z"]'));
  await page.locator("#said.bad").waitFor();
  assert.match(await page.locator("#said").innerText(), /Kernel summit room.*the nearest free places/);
  await look("editor-refused");
  await page.setViewportSize({ width: 1280, height: 6000 });
  await entry.dragTo(page.locator('td.free[data-room="toolchains"][data-at="2023-11-13T14:00:00Z"]'));
  await page.getByText("Session placed.", { exact: true }).waitFor();

  // The same with the keyboard: into another room.
  const card = page.getByRole("listitem").filter({ hasText: "Keysigning" });
  await tabTo(page, card.locator("summary"));
  await page.keyboard.press("Enter");
  await tabTo(page, card.getByLabel("Room"));
  await page.keyboard.type("Kernel");
  await tabTo(page, card.getByRole("button", { name: "Place Keysigning" }));
  await page.keyboard.press("Enter");
  await page.getByText("Session placed.", { exact: true }).waitFor();
  assert.match(await card.innerText(), /Kernel summit room/);

  await page.getByRole("link", { name: "Preview and publish" }).click();
  assert.match(await text(page), /Keysigning/);
  await look("publish");
  await page.getByRole("button", { name: "Publish timetable" }).click();
  await look("published");
  await organizer.close();

  // Readers see it, also in the list of what comes next.
  const reader = await visitor(browser, server.url, { javaScript: false });
  await server.advance("2023-11-13T14:10:00Z");
  await reader.page.goto(`${home}/timetable/now`);
  assert.match(await text(reader.page), /Now[^]*Keysigning[^]*Next/);
  await reader.look("now");
  await reader.close();
});

// An edition with one slot for BoFs.
function oneSlot(directory) {
  const [before, first, ...others] = readFileSync(SAMPLE, "utf8").split("[[bof_slots]]");
  const last = others.at(-1);
  const file = join(directory, "one-slot.toml");
  writeFileSync(file, `${before}[[bof_slots]]${first}${last.slice(last.indexOf("# --- Passes"))}`);
  return file;
}

test("who comes proposes a BoF and gets the slot, and the next waits for one that comes back", async () => {
  const directory = mkdtempSync(join(tmpdir(), "plumbline-"));
  const own = await startServer(["--conference", oneSlot(directory), "--now", "2023-07-10T12:00:00Z"]);
  try {
    const come = async (email, javaScript) => {
      const visit = await signedIn(browser, own, email, { javaScript });
      const { page } = visit;
      await page.goto(`${home}/register`);
      await page.getByLabel("Name", { exact: true }).fill("An Attendee");
      await page.getByLabel("E-mail").fill(email);
      await page.getByLabel("In person").check();
      await page.getByRole("button", { name: /register/i }).click();
      await page.waitForURL(/\/registrations\//);
      await page.goto("/me");
      await page.getByRole("main").getByRole("link", { name: "BoFs" }).click();
      await page.getByRole("link", { name: "Propose a BoF" }).click();
      return visit;
    };
    const propose = async (page, title) => {
      await page.getByLabel("Title").fill(title);
      await page.getByLabel("What it is about").fill("Those who care about it meet.");
      await page.getByRole("button", { name: "Propose a BoF" }).click();
      await page.getByRole("heading", { name: title }).waitFor();
    };
    // Without a pass there are no links, and the page says how to get one.
    const stranger = await signedIn(browser, own, "stranger@example.org");
    await stranger.page.goto(`${home}/propose-bof`);
    await stranger.page.getByLabel("Title").fill("Not coming");
    await stranger.page.getByLabel("What it is about").fill("Nobody meets.");
    await stranger.page.getByRole("button", { name: "Propose a BoF" }).click();
    await stranger.page.getByRole("alert").getByRole("link").first().waitFor();
    await stranger.look("bof-refused");
    await stranger.close();

    const first = await come("first@example.org", true);
    await first.look("bof-propose");
    await propose(first.page, "Pipes that leak");
    assert.match(await text(first.page), /BoF room 1/);
    await first.look("bof");

    const second = await come("second@example.org", false);
    await propose(second.page, "Pipes that do not");
    assert.match(await text(second.page), /number 1 on the list/i);
    await second.look("bof-waiting");
    await second.page.getByRole("link", { name: "Birds of a feather" }).click();
    await second.look("bofs");
    await second.close();

    await first.page.locator("summary", { hasText: "Cancel BoF" }).click();
    await first.page.getByRole("button", { name: "Cancel BoF" }).click();
    await first.page.getByText("This BoF is cancelled").waitFor();
    await first.close();
    const [mail] = await own.mailsTo("second@example.org", "Pipes that do not", "BoF room 1");
    const again = await visitor(browser, own.url);
    await again.page.goto(linkIn(mail, own.url));
    assert.match(await text(again.page), /BoF room 1/);
    await again.close();
  } finally {
    await own.stop();
    rmSync(directory, { recursive: true });
  }
});
