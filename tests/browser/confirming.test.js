// Confirmed addresses: an organizer turns them on, an attendee registers, opens the mail and confirms; another is late.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { linkIn, startServer } from "./server.js";
import { launch, signedIn, visitor } from "./visit.js";

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([startServer(), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const home = "/conferences/lpc-2023";

async function register(page, email) {
  await page.goto(`${home}/register`);
  await page.getByLabel("Name", { exact: true }).fill("An Attendee");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("In person").check();
  await page.getByRole("button", { name: /register/i }).click();
}

test("an attendee confirms the address with the mailed link, and another one is too late", async () => {
  const organizer = await signedIn(browser, server, "organizer@example.org");
  await organizer.page.goto(`${home}/settings/passes`);
  await organizer.page.getByLabel("Ask for a confirmed address").check();
  await organizer.page.getByLabel("Minutes to confirm").fill("20");
  await organizer.page.getByRole("button", { name: "Save", exact: true }).click();
  assert.match(await organizer.page.content(), /confirm their address within 20 minutes/);
  await organizer.page.getByRole("button", { name: "Save with these effects" }).click();

  for (const javaScript of [true, false]) {
    const email = `confirming-${javaScript}@example.org`;
    const form = await visitor(browser, server.url, { javaScript });
    await register(form.page, email);
    assert.match(await form.page.locator("main").innerText(), /Check your mail/);
    await form.look("check-mail");
    await form.close();

    const [mail] = await server.mailsTo(email, "Confirm your address");
    const { page, look, close } = await visitor(browser, server.url, { javaScript });
    await page.goto(linkIn(mail, server.url));
    assert.ok(!page.url().includes("token"), "the token leaves the address bar");
    await look("confirm");
    await page.getByRole("button", { name: "Confirm and get my pass" }).click();
    await page.waitForURL(/done=confirmed/);
    assert.match(await page.locator("main").innerText(), /Confirmed/);
    await look("confirmed");
    await close();
    await server.mailsTo(email, "Your pass for");
  }

  const late = await visitor(browser, server.url);
  await register(late.page, "late@example.org");
  const [mail] = await server.mailsTo("late@example.org", "Confirm your address");
  await organizer.page.goto(`${home}/people?state=held`);
  assert.match(await organizer.page.locator("main").innerText(), /late@example.org/);
  await organizer.look("people-held");
  await organizer.page.goto(`${home}/agenda`);
  await organizer.look("agenda-holds");
  await organizer.close();
  await server.advance("PT21M");
  await server.mailsTo("late@example.org", "Your address was not confirmed");
  await late.page.goto(linkIn(mail, server.url));
  assert.match(await late.page.locator("main").innerText(), /The time to confirm is over/);
  await late.look("confirm-over");
  await late.page.getByRole("link", { name: "Register again" }).click();
  await late.page.waitForURL(/\/register$/);
  await late.close();
});
