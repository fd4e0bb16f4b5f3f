//! Chooses a request's route like API Gateway: fixed parts before parameters, `$default` last.

use std::collections::HashMap;

use crate::functions::HttpFunction;
use crate::template::Template;

/// The routes of the HTTP API.
#[derive(Clone, Debug)]
pub(crate) struct Routes {
    routes: Vec<Entry>,
    default: HttpFunction,
}

#[derive(Clone, Debug)]
struct Entry {
    method: String,
    key: String,
    parts: Vec<Part>,
    function: HttpFunction,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Fixed(String),
    Parameter(String),
}

/// The route that a request matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Taken {
    /// `GET /conferences/{conference}`, or `$default`.
    pub(crate) key: String,
    /// The path's parameters, decoded.
    pub(crate) parameters: HashMap<String, String>,
    pub(crate) function: HttpFunction,
}

impl Routes {
    /// The template's routes; an error names a function that does not answer HTTP.
    pub(crate) fn new(template: &Template) -> Result<Self, String> {
        let function = |name: &str| {
            HttpFunction::named(name).ok_or_else(|| format!("{name} has a route and does not answer HTTP requests"))
        };
        let mut routes = Vec::new();
        for route in &template.routes {
            routes.push(Entry {
                method: route.method.clone(),
                key: format!("{} {}", route.method, route.path),
                parts: parts(&route.path),
                function: function(&route.function)?,
            });
        }
        // If two routes match, the one with the earlier fixed part wins: it sorts first.
        routes.sort_by_cached_key(|route| {
            route.parts.iter().map(|part| matches!(part, Part::Parameter(_))).collect::<Vec<_>>()
        });
        Ok(Self { routes, default: function(&template.default_function)? })
    }

    /// The route for a method and a path with valid percent-encoding.
    pub(crate) fn take(&self, method: &str, path: &str) -> Taken {
        let asked: Vec<&str> = path.strip_prefix('/').unwrap_or(path).split('/').collect();
        let fitting = self.routes.iter().filter(|route| route.method == method);
        for route in fitting {
            if let Some(parameters) = fit(&route.parts, &asked) {
                return Taken { key: route.key.clone(), parameters, function: route.function };
            }
        }
        Taken { key: "$default".into(), parameters: HashMap::new(), function: self.default }
    }
}

fn parts(path: &str) -> Vec<Part> {
    path.trim_start_matches('/')
        .split('/')
        .map(|part| match part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) {
            Some(name) => Part::Parameter(name.to_owned()),
            None => Part::Fixed(part.to_owned()),
        })
        .collect()
}

fn fit(parts: &[Part], asked: &[&str]) -> Option<HashMap<String, String>> {
    if parts.len() != asked.len() {
        return None;
    }
    let mut parameters = HashMap::new();
    for (part, asked) in parts.iter().zip(asked) {
        let decoded = percent_encoding::percent_decode_str(asked).decode_utf8().ok()?;
        match part {
            Part::Fixed(fixed) if *fixed == decoded => {}
            Part::Parameter(name) if !decoded.is_empty() => {
                parameters.insert(name.clone(), decoded.into_owned());
            }
            _ => return None,
        }
    }
    Some(parameters)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use expect_test::{Expect, expect};

    fn check(asked: &[&str], expected: &Expect) {
        let routes = Routes::new(Template::embedded().unwrap()).unwrap();
        let shown: Vec<_> = asked
            .iter()
            .map(|asked| {
                let (method, path) = asked.split_once(' ').unwrap();
                let taken = routes.take(method, path);
                let parameters: BTreeMap<_, _> = taken.parameters.into_iter().collect();
                format!("{asked} -> {:?} {} {parameters:?}", taken.function, taken.key)
            })
            .collect();
        expected.assert_eq(&shown.join("\n"));
    }

    #[test]
    fn fixed_parts_win_over_parameters() {
        check(
            &["GET /", "GET /conferences/a", "GET /conferences/a/register", "GET /sign-in/x"],
            &expect![[r#"
            GET / -> Home GET / {}
            GET /conferences/a -> Home GET /conferences/{conference} {"conference": "a"}
            GET /conferences/a/register -> Register GET /conferences/{conference}/register {"conference": "a"}
            GET /sign-in/x -> SignIn GET /sign-in/{token} {"token": "x"}"#]],
        );
    }

    #[test]
    fn parameters_are_decoded_and_never_empty() {
        check(
            &["GET /conferences/a%2Fb%20c", "GET /conferences/", "GET /conferences"],
            &expect![[r#"
            GET /conferences/a%2Fb%20c -> Home GET /conferences/{conference} {"conference": "a/b c"}
            GET /conferences/ -> Home $default {}
            GET /conferences -> Home $default {}"#]],
        );
    }

    #[test]
    fn what_no_route_fits_goes_to_the_default() {
        check(
            &["DELETE /", "GET /nowhere", "get /"],
            &expect![[r"
            DELETE / -> Home $default {}
            GET /nowhere -> Home $default {}
            get / -> Home $default {}"]],
        );
    }
}
