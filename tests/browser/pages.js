// Which pages there are: the routes of the contract that answer a page, and the links of a page.

// Routes that answer a page, as patterns: `/conferences/{conference}/pools`.
export async function pageRoutes(server) {
  const contract = await fetch(`${server.url}/openapi.json`).then((answer) => answer.json());
  const answersPage = ([, { get }]) =>
    get && Object.values(get.responses).some((response) => response.content?.["text/html"]);
  return Object.entries(contract.paths).filter(answersPage).map(([path]) => path);
}

// The route of an address; of several that fit, the one with the fewest parameters.
export function routeOf(routes, path) {
  const parts = path.split("/");
  const fits = (route) => {
    const wanted = route.split("/");
    return wanted.length === parts.length && wanted.every((part, at) => part.includes("{") || part === parts[at]);
  };
  const parameters = (route) => route.split("{").length;
  return routes.filter(fits).sort((a, b) => parameters(a) - parameters(b))[0];
}

// The addresses that a page links to, on this server, without their fragments.
export function linksOf(html, at) {
  const links = [...html.matchAll(/<a\s[^>]*?href="([^"]*)"/g)].map(([, href]) => href.replaceAll("&amp;", "&"));
  const whole = links.map((href) => new URL(href, at)).filter((url) => url.origin === new URL(at).origin);
  return [...new Set(whole.map((url) => url.pathname + url.search))];
}
