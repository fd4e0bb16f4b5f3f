//! The OpenAPI 3.1 document of every route.

mod operations;
mod schemas;

use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::request_body::{RequestBody, RequestBodyBuilder};
use utoipa::openapi::schema::{AllOfBuilder, ObjectBuilder, Schema, Type};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{
    ComponentsBuilder, Content, InfoBuilder, OpenApi, OpenApiBuilder, PathsBuilder, Ref, Required, Response,
    ResponseBuilder,
};

use crate::{Kind, ROUTES, Route, Who, refusals};
use operations::{Answers, Body, operation};

/// The document: every route with what it reads, every answer it gives with success, and every problem it may answer
/// with.
///
/// # Panics
/// If a route has no operation, which no build of a tested tree can meet.
pub fn document() -> OpenApi {
    let mut paths = PathsBuilder::new();
    for route in ROUTES {
        paths = paths.path(route.path, PathItem::new(method(route), described(route)));
    }
    let mut components = ComponentsBuilder::new();
    for (name, schema) in schemas::all() {
        components = components.schema(name, schema);
    }
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(
        "A session's token, from signing in, or a registration's manage token, from the answer that made it.",
    ));
    let components = components
        .security_scheme("bearer", SecurityScheme::Http(bearer.build()))
        .security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("plumbline-session"))));
    let description = "Every path answers people with pages (`Accept: text/html`) and programs with JSON. Instants are \
        RFC 3339 in UTC. What fails is a problem (RFC 9457) with a stable `type`. Send an `Idempotency-Key` with a \
        registration: a repeat then gets the same answer.";
    let info = InfoBuilder::new().title("Plumbline").version(env!("CARGO_PKG_VERSION")).description(Some(description));
    OpenApiBuilder::new().info(info).paths(paths).components(Some(components.build())).build()
}

fn method(route: &Route) -> HttpMethod {
    match route.method {
        "GET" => HttpMethod::Get,
        "POST" => HttpMethod::Post,
        "PUT" => HttpMethod::Put,
        "PATCH" => HttpMethod::Patch,
        "DELETE" => HttpMethod::Delete,
        other => unreachable!("no route has the method {other}"),
    }
}

fn described(route: &Route) -> OperationBuilder {
    let operation = operation(route);
    let mut described =
        OperationBuilder::new().summary(Some(route.summary)).tag(route.function).operation_id(Some(route.key()));
    for name in route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
        let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path).required(Required::True);
        described = described.parameter(parameter.schema(Some(ObjectBuilder::new().schema_type(Type::String))));
    }
    for (place, name, about) in operation.parameters {
        let parameter = ParameterBuilder::new().name(*name).parameter_in(place.clone()).description(Some(*about));
        described = described.parameter(parameter.schema(Some(ObjectBuilder::new().schema_type(Type::String))));
    }
    described = match route.who {
        Who::Anyone => described.security(SecurityRequirement::default()),
        _ => described
            .security(SecurityRequirement::new::<_, [&str; 0], _>("bearer", []))
            .security(SecurityRequirement::new::<_, [&str; 0], _>("session", [])),
    };
    if let Some(body) = operation.reads {
        described = described.request_body(Some(request_body(body)));
    }
    for (status, answers) in operation.answers {
        described = described.response(status.to_string(), response(answers));
    }
    let refusals = refusals(route);
    for kinds in refusals.chunk_by(|one, other| one.status() == other.status()) {
        described = described.response(kinds[0].status().to_string(), refused(kinds));
    }
    described
}

/// The problems of one status: nothing was done, and why. `type` says which of them it is.
fn refused(kinds: &[Kind]) -> Response {
    let types = kinds.iter().map(|kind| format!("/problems/{}", kind.slug()));
    let types = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(types));
    let schema = AllOfBuilder::new()
        .item(Ref::from_schema_name("Problem"))
        .item(ObjectBuilder::new().schema_type(Type::Object).property("type", types));
    let titles: Vec<_> = kinds.iter().map(|kind| format!("`{}`: {}.", kind.slug(), kind.title())).collect();
    let json = Content::new(Some(Schema::from(schema)));
    let response = ResponseBuilder::new().description(titles.join(" ")).content("application/problem+json", json);
    response.content("text/html", page()).build()
}

fn request_body(body: Body) -> RequestBody {
    let builder = RequestBodyBuilder::new().required(Some(Required::True));
    match body {
        Body::JsonOrForm(name) => {
            builder.content("application/json", named(name)).content("application/x-www-form-urlencoded", named(name))
        }
        Body::Json(name) => builder.content("application/json", named(name)),
        Body::Table(json, form) => builder
            .content("application/json", named(json))
            .content("text/csv", page())
            .content("application/x-www-form-urlencoded", named(form))
            .content("multipart/form-data", named(form)),
        Body::Form(name) => builder.content("application/x-www-form-urlencoded", named(name)),
    }
    .build()
}

fn page() -> Content {
    Content::new(Some(ObjectBuilder::new().schema_type(Type::String)))
}

fn response(answers: &Answers) -> Response {
    match answers {
        Answers::Json(name) => ResponseBuilder::new().description(*name).content("application/json", named(name)),
        Answers::JsonOrPage(name) => {
            let json = ResponseBuilder::new().description(*name).content("application/json", named(name));
            json.content("text/html", page())
        }
        Answers::Page => ResponseBuilder::new().description("A page.").content("text/html", page()),
        Answers::Csv => ResponseBuilder::new().description("A table.").content("text/csv", page()),
        Answers::Feed => ResponseBuilder::new().description("A feed.").content("application/atom+xml", page()),
        Answers::JsonPageOrText(name) => ResponseBuilder::new()
            .description(*name)
            .content("application/json", named(name))
            .content("text/html", page())
            .content("text/plain", page()),
        Answers::Calendar => ResponseBuilder::new().description("A calendar.").content("text/calendar", page()),
        Answers::Xml => ResponseBuilder::new().description("Schedule XML.").content("application/xml", page()),
        Answers::JsonPageOrCalendar(name) => ResponseBuilder::new()
            .description(*name)
            .content("application/json", named(name))
            .content("text/html", page())
            .content("text/calendar", page()),
        Answers::File => ResponseBuilder::new().description("A file."),
        Answers::Redirect => ResponseBuilder::new().description("Done; `location` leads to the page to show."),
        Answers::Nothing => ResponseBuilder::new().description("Done."),
    }
    .build()
}

fn named(schema: &str) -> Content {
    Content::new(Some(Ref::from_schema_name(schema)))
}
