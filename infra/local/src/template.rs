//! Reads `infra/template.yaml`: the only wiring of routes, schedules and table, used here and on AWS.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use saphyr::{LoadableYamlNode, Yaml};

/// The location of the integrations in the API's definition; each has the name of a function's crate.
const INTEGRATIONS: &str = "#/components/x-amazon-apigateway-integrations/";

/// The template that was built into this program.
const EMBEDDED: &str = include_str!("../../template.yaml");

/// The parts of the template that the local runner needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The functions, by the name of their crate.
    pub functions: BTreeSet<String>,
    /// The HTTP API's routes, without the default one.
    pub routes: Vec<Route>,
    /// The function for requests without a route.
    pub default_function: String,
    /// The functions that run on a schedule, with the schedule's text (`rate(1 minute)`).
    pub schedules: BTreeMap<String, String>,
    pub table: TableDefinition,
}

/// A route of the HTTP API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// `GET`, `POST`, …
    pub method: String,
    /// The path with its parameters in braces.
    pub path: String,
    pub function: String,
}

/// The table's keys and indexes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableDefinition {
    /// Key attributes, with their types (`S`, `N`).
    pub attributes: Vec<(String, String)>,
    /// The table's key: attributes with `HASH` or `RANGE`.
    pub keys: Vec<(String, String)>,
    pub indexes: Vec<IndexDefinition>,
    /// The attribute with the second after which an item may be deleted.
    pub ttl_attribute: Option<String>,
}

/// A global secondary index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexDefinition {
    pub name: String,
    pub keys: Vec<(String, String)>,
    /// `KEYS_ONLY` or `ALL`.
    pub projection: String,
}

impl Template {
    /// The template that was built into this program. Parsed once: a test process starts hundreds of stacks.
    pub fn embedded() -> Result<&'static Self, String> {
        static PARSED: LazyLock<Result<Template, String>> = LazyLock::new(|| Template::read(EMBEDDED));
        PARSED.as_ref().map_err(String::clone)
    }

    /// Parses a template; an error names the resource and what it lacks.
    pub fn read(text: &str) -> Result<Self, String> {
        let documents = Yaml::load_from_str(text).map_err(|e| format!("the template is not YAML: {e}"))?;
        let root = documents.first().ok_or("the template is empty")?;
        let mut template = Self {
            functions: BTreeSet::new(),
            routes: Vec::new(),
            default_function: String::new(),
            schedules: BTreeMap::new(),
            table: TableDefinition {
                attributes: Vec::new(),
                keys: Vec::new(),
                indexes: Vec::new(),
                ttl_attribute: None,
            },
        };
        let mut tables = 0;
        for (id, resource) in entries(get(root, "Resources").ok_or("the template has no Resources")?) {
            let within = |error: String| format!("{id} in the template: {error}");
            match text_of(resource, "Type").unwrap_or_default() {
                "AWS::Serverless::Function" => template.function(resource).map_err(within)?,
                "AWS::Serverless::HttpApi" => template.api(resource).map_err(within)?,
                "AWS::DynamoDB::Table" => {
                    template.table = table(get(resource, "Properties").unwrap_or(resource)).map_err(within)?;
                    tables += 1;
                }
                _ => {}
            }
        }
        if tables != 1 {
            return Err(format!("the template has {tables} tables; there must be one"));
        }
        if template.default_function.is_empty() {
            return Err("the template has no default route: a path $default in the API's definition".into());
        }
        Ok(template)
    }

    fn function(&mut self, resource: &Yaml<'_>) -> Result<(), String> {
        let properties = get(resource, "Properties").ok_or("has no Properties")?;
        let code = text_of(properties, "CodeUri").ok_or("has no CodeUri that is a plain path")?;
        let name = code.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
        for (event, definition) in get(properties, "Events").map(entries).unwrap_or_default() {
            let detail = |key: &str| text_of(get(definition, "Properties")?, key).map(str::to_owned);
            match text_of(definition, "Type").unwrap_or_default() {
                "HttpApi" => return Err(format!("event {event}: routes stand in the API's DefinitionBody")),
                "Schedule" | "ScheduleV2" => {
                    let when = detail("ScheduleExpression").or_else(|| detail("Schedule"));
                    self.schedules.insert(name.clone(), when.ok_or_else(|| format!("event {event} has no schedule"))?);
                }
                _ => {}
            }
        }
        if !self.functions.insert(name.clone()) {
            return Err(format!("a second function has the code of {name}"));
        }
        Ok(())
    }

    /// The routes of the API's definition: paths, methods, and integrations; each integration names a function's crate.
    fn api(&mut self, resource: &Yaml<'_>) -> Result<(), String> {
        let body = get(resource, "Properties").and_then(|p| get(p, "DefinitionBody")).ok_or("has no DefinitionBody")?;
        for (path, methods) in get(body, "paths").map(entries).unwrap_or_default() {
            for (method, operation) in entries(methods) {
                let integration = get(operation, "x-amazon-apigateway-integration").and_then(|i| text_of(i, "$ref"));
                let function = integration.and_then(|named| named.strip_prefix(INTEGRATIONS));
                let function = function.ok_or_else(|| format!("{method} {path} names no integration"))?.to_owned();
                if path == "/$default" {
                    self.default_function = function;
                } else {
                    self.routes.push(Route { method: method.to_ascii_uppercase(), path: path.to_owned(), function });
                }
            }
        }
        Ok(())
    }

    /// Reports functions that are only in the template, or only in this program.
    pub fn check_functions(&self, built_in: &[&str]) -> Result<(), String> {
        let built_in: BTreeSet<String> = built_in.iter().map(|name| (*name).to_owned()).collect();
        let list = |names: Vec<&String>| names.into_iter().cloned().collect::<Vec<_>>().join(", ");
        let unknown = list(self.functions.difference(&built_in).collect());
        if !unknown.is_empty() {
            return Err(format!(
                "the template has functions that the local runner does not call: {unknown}; add them to infra/local/src/functions.rs"
            ));
        }
        let missing = list(built_in.difference(&self.functions).collect());
        if missing.is_empty() { Ok(()) } else { Err(format!("functions are missing in the template: {missing}")) }
    }
}

fn table(properties: &Yaml<'_>) -> Result<TableDefinition, String> {
    let pairs = |of: &Yaml<'_>, list: &str, name: &str, kind: &str| -> Result<Vec<(String, String)>, String> {
        let found: Option<Vec<_>> = items(get(of, list).ok_or_else(|| format!("has no {list}"))?)
            .iter()
            .map(|entry| Some((text_of(entry, name)?.to_owned(), text_of(entry, kind)?.to_owned())))
            .collect();
        found.ok_or_else(|| format!("{list} needs {name} and {kind}"))
    };
    let indexes = get(properties, "GlobalSecondaryIndexes").map(items).unwrap_or_default();
    let ttl = get(properties, "TimeToLiveSpecification");
    Ok(TableDefinition {
        attributes: pairs(properties, "AttributeDefinitions", "AttributeName", "AttributeType")?,
        keys: pairs(properties, "KeySchema", "AttributeName", "KeyType")?,
        indexes: indexes
            .iter()
            .map(|index| {
                let name = text_of(index, "IndexName").ok_or("an index has no IndexName")?.to_owned();
                let projection = get(index, "Projection").and_then(|p| text_of(p, "ProjectionType"));
                Ok(IndexDefinition {
                    keys: pairs(index, "KeySchema", "AttributeName", "KeyType")?,
                    projection: projection.ok_or_else(|| format!("index {name} has no ProjectionType"))?.to_owned(),
                    name,
                })
            })
            .collect::<Result<_, String>>()?,
        ttl_attribute: ttl.and_then(|ttl| text_of(ttl, "AttributeName")).map(str::to_owned),
    })
}

/// A value without `CloudFormation`'s tags (`!Ref`, `!Sub`), whose values are only known on AWS.
fn plain<'a, 'i>(value: &'a Yaml<'i>) -> &'a Yaml<'i> {
    match value {
        Yaml::Tagged(_, inner) => plain(inner),
        other => other,
    }
}

fn get<'a, 'i>(value: &'a Yaml<'i>, key: &str) -> Option<&'a Yaml<'i>> {
    entries(value).into_iter().find(|(name, _)| *name == key).map(|(_, found)| found)
}

fn entries<'a, 'i>(value: &'a Yaml<'i>) -> Vec<(&'a str, &'a Yaml<'i>)> {
    match plain(value) {
        Yaml::Mapping(map) => map.iter().filter_map(|(key, value)| Some((key.as_str()?, plain(value)))).collect(),
        _ => Vec::new(),
    }
}

fn items<'a, 'i>(value: &'a Yaml<'i>) -> &'a [Yaml<'i>] {
    match plain(value) {
        Yaml::Sequence(items) => items,
        _ => &[],
    }
}

fn text_of<'a>(value: &'a Yaml<'_>, key: &str) -> Option<&'a str> {
    get(value, key)?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    const SMALL: &str = r##"
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: !Sub "${AWS::StackName}-table"
      AttributeDefinitions:
        - AttributeName: pk
          AttributeType: S
      KeySchema: [{AttributeName: pk, KeyType: HASH}]
      TimeToLiveSpecification: {AttributeName: expires, Enabled: true}
  HomeFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ../functions/home/
      Policies: [!GetAtt Table.Arn]
  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      DefinitionBody:
        paths:
          "/$default":
            x-amazon-apigateway-any-method:
              isDefaultRoute: true
              x-amazon-apigateway-integration: {$ref: "#/components/x-amazon-apigateway-integrations/home"}
          "/conferences/{conference}":
            get: {x-amazon-apigateway-integration: {$ref: "#/components/x-amazon-apigateway-integrations/home"}}
"##;

    fn check(text: &str, expected: &Expect) {
        let shown = match Template::read(text) {
            Ok(template) => format!("{template:#?}"),
            Err(error) => error,
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn routes_table_and_default_are_read_past_tags() {
        check(
            SMALL,
            &expect![[r#"
            Template {
                functions: {
                    "home",
                },
                routes: [
                    Route {
                        method: "GET",
                        path: "/conferences/{conference}",
                        function: "home",
                    },
                ],
                default_function: "home",
                schedules: {},
                table: TableDefinition {
                    attributes: [
                        (
                            "pk",
                            "S",
                        ),
                    ],
                    keys: [
                        (
                            "pk",
                            "HASH",
                        ),
                    ],
                    indexes: [],
                    ttl_attribute: Some(
                        "expires",
                    ),
                },
            }"#]],
        );
    }

    #[test]
    fn what_is_missing_is_named() {
        check(
            &SMALL.replace("get: {x-amazon-apigateway-integration", "get: {integration"),
            &expect!["Api in the template: get /conferences/{conference} names no integration"],
        );
        check(&SMALL.replace("KeySchema", "Keys"), &expect!["Table in the template: has no KeySchema"]);
        check(
            &SMALL.replace("/$default", "/default"),
            &expect!["the template has no default route: a path $default in the API's definition"],
        );
        check(
            "a: [",
            &expect![
                "the template is not YAML: while parsing a node, did not find expected node content at byte 4 line 2 column 1"
            ],
        );
    }

    #[test]
    fn a_function_that_is_only_on_one_side_is_named() {
        let template = Template::read(SMALL).unwrap();
        assert_eq!(template.check_functions(&["home"]), Ok(()));
        assert!(template.check_functions(&[]).unwrap_err().contains("home"));
        assert!(template.check_functions(&["home", "register"]).unwrap_err().contains("register"));
    }

    #[test]
    fn every_route_of_the_table_of_access_is_in_the_template_and_none_else() {
        let template = Template::embedded().unwrap();
        let mut wired: Vec<_> =
            template.routes.iter().map(|r| (r.method.as_str(), r.path.as_str(), r.function.as_str())).collect();
        let mut known: Vec<_> = web::access::ROUTES.iter().map(|r| (r.method, r.path, r.function)).collect();
        wired.sort_unstable();
        known.sort_unstable();
        assert_eq!(wired, known);
        assert_eq!(template.default_function, "home");
    }
}
