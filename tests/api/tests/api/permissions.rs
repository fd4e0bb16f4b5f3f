//! What the template gives each function, against what the code does. The deployment test (`tests/deploy`) tries the
//! same permissions against an emulator; what that cannot see, the keys that a role may write, is held here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use saphyr::{LoadableYamlNode, Scalar, Yaml};
use serde_json::{Map, Value, json};
use store::keys::ACCESS_PATTERNS;
use web::access::ROUTES;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// YAML as JSON; `!GetAtt Table.Arn` becomes `{"!GetAtt": "Table.Arn"}`.
fn as_json(value: &Yaml<'_>) -> Value {
    match value {
        Yaml::Tagged(tag, inner) => json!({ format!("!{}", tag.suffix): as_json(inner) }),
        Yaml::Mapping(map) => {
            map.iter().map(|(k, v)| (k.as_str().expect("keys are text").to_owned(), as_json(v))).collect()
        }
        Yaml::Sequence(items) => items.iter().map(as_json).collect(),
        Yaml::Value(Scalar::Integer(number)) => (*number).into(),
        Yaml::Value(Scalar::Boolean(yes)) => (*yes).into(),
        Yaml::Value(Scalar::FloatingPoint(number)) => number.into_inner().into(),
        other => other.as_str().unwrap_or_default().into(),
    }
}

struct Template(Value);

impl Template {
    fn new() -> Self {
        let text = read("infra/template.yaml");
        let documents = Yaml::load_from_str(&text).expect("the template is YAML");
        Self(as_json(&documents[0]))
    }

    fn resources(&self, kind: &str) -> BTreeMap<&str, &Map<String, Value>> {
        let all = self.0["Resources"].as_object().expect("resources").iter();
        all.filter(|(_, r)| r["Type"] == kind).map(|(id, r)| (id.as_str(), r.as_object().expect("a map"))).collect()
    }

    /// The functions' properties, by the name of their crate, those of `Globals` included.
    fn functions(&self) -> BTreeMap<String, Value> {
        let globals = &self.0["Globals"]["Function"];
        let functions = self.resources("AWS::Serverless::Function");
        let named = functions.values().map(|function| {
            let mut all = globals.clone();
            let own = function["Properties"].as_object().expect("properties").clone();
            let name = own["CodeUri"].as_str().and_then(|uri| uri.rsplit('/').next()).expect("code").to_owned();
            all.as_object_mut().expect("globals").extend(own);
            (name, all)
        });
        named.collect()
    }

    /// The statements of a function's own role.
    fn statements(&self, function: &Value) -> Vec<Value> {
        let role = function["Role"]["!GetAtt"].as_str().and_then(|role| role.strip_suffix(".Arn")).expect("a role");
        let role = &self.0["Resources"][role];
        let trusted = json!({ "Service": "lambda.amazonaws.com" });
        assert_eq!(role["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"], trusted);
        let policies = role["Properties"]["Policies"].as_array().expect("policies").iter();
        policies.flat_map(|p| p["PolicyDocument"]["Statement"].as_array().expect("statements")).cloned().collect()
    }
}

fn list_or_empty(value: &Value) -> Vec<&str> {
    if value.is_null() { Vec::new() } else { list(value) }
}

fn list(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(items) => items.iter().map(|item| item.as_str().expect("text")).collect(),
        one => vec![one.as_str().expect("text")],
    }
}

/// The table's actions among these statements.
fn table_actions(statements: &[Value]) -> BTreeSet<&str> {
    let actions = statements.iter().flat_map(|statement| list(&statement["Action"]));
    // Those of the stream are the poller's, not the code's.
    let stream = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"];
    actions.filter_map(|action| action.strip_prefix("dynamodb:")).filter(|a| !stream.contains(a)).collect()
}

#[test]
fn every_action_and_resource_is_named() {
    // The service authorization reference gives these no resource.
    let without_resource = ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "ses:GetSendQuota"];
    let template = Template::new();
    let own = template.functions().into_values().flat_map(|function| template.statements(&function));
    let managed = template.resources("AWS::IAM::ManagedPolicy");
    let managed = managed.values().flat_map(|p| p["Properties"]["PolicyDocument"]["Statement"].as_array().unwrap());
    for statement in own.chain(managed.cloned()) {
        for action in list(&statement["Action"]) {
            assert!(!action.contains('*'), "{action} names more than one action");
            let everywhere = statement["Resource"].to_string().contains('*');
            assert!(!everywhere || without_resource.contains(&action), "{action} reaches every resource");
        }
    }
}

#[test]
fn roles_have_no_action_that_the_store_does_not_call() {
    let code = [read("shared/store/src/table.rs"), read("shared/store/src/table/write.rs")].concat();
    let called = [
        ("GetItem", ".get_item()"),
        ("BatchGetItem", ".batch_get_item()"),
        ("Query", ".query()"),
        ("Scan", ".scan()"),
        ("DescribeTable", ".describe_table()"),
        ("UpdateItem", "Update::builder()"),
        ("PutItem", "Put::builder()"),
        ("DeleteItem", "Delete::builder()"),
        ("ConditionCheckItem", "ConditionCheck::builder()"),
    ];
    let called: BTreeSet<_> = called.iter().filter(|(_, call)| code.contains(call)).map(|(name, _)| *name).collect();
    let template = Template::new();
    let statements: Vec<_> = template.functions().into_values().flat_map(|f| template.statements(&f)).collect();
    assert_eq!(table_actions(&statements), called);
}

#[test]
fn only_who_writes_may_write() {
    let template = Template::new();
    for (name, function) in template.functions() {
        let statements = template.statements(&function);
        let may_write = table_actions(&statements).iter().any(|a| matches!(*a, "PutItem" | "UpdateItem"));
        let writes = ACCESS_PATTERNS.iter().any(|pattern| pattern.writers.split(", ").any(|writer| writer == name));
        assert_eq!(may_write, writes, "{name} may write: {may_write}");
        let may_mail = statements.iter().any(|s| list(&s["Action"]).contains(&"ses:SendRawEmail"));
        assert_eq!(may_mail, name == "deliver-mail", "{name} may send mail: {may_mail}");
    }
}

/// Which writes of a transaction also check another item changes with the code, and a role that lacks the permission fails
/// only then, and only on AWS.
#[test]
fn who_writes_in_transactions_may_check_a_condition_too() {
    let template = Template::new();
    for (name, function) in template.functions() {
        let statements = template.statements(&function);
        let actions = table_actions(&statements);
        let transacts = actions.contains("PutItem") && actions.contains("GetItem");
        assert_eq!(actions.contains("ConditionCheckItem"), transacts, "{name}");
    }
}

/// Roles that may write only items under their own keys. Many people reach `sign-in` without a pass, and `deliver-mail`
/// sends mail: an attacker who takes over either function must not get a pass by it. `desk` and `export` only read, and note when
/// an API token was last used.
#[test]
fn some_roles_write_their_own_keys_only() {
    let template = Template::new();
    let functions = template.functions();
    for name in ["deliver-mail", "desk", "export", "sign-in"] {
        let mut expected: BTreeSet<_> = ACCESS_PATTERNS
            .iter()
            .filter(|pattern| pattern.by == "table" && pattern.writers.contains(name))
            .map(|pattern| format!("{}#*", pattern.pk.split('#').next().unwrap_or_default()))
            .collect();
        // The desk and its exports send no mail.
        expected.extend((!["desk", "export"].contains(&name)).then(|| "MAIL#*".to_owned()));
        let statements = template.statements(&functions[name]);
        let writing: Vec<_> =
            statements.iter().filter(|s| s["Action"].to_string().contains("dynamodb:UpdateItem")).collect();
        assert_eq!(writing.len(), 1, "{name} writes by one statement");
        let keys = list(&writing[0]["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]);
        assert_eq!(keys.into_iter().map(str::to_owned).collect::<BTreeSet<_>>(), expected, "{name}");
    }
}

#[test]
fn every_function_has_a_log_traces_memory_and_an_end() {
    let template = Template::new();
    let logs = template.resources("AWS::Logs::LogGroup");
    let functions = template.functions();
    let mut used = BTreeSet::new();
    for (name, function) in &functions {
        let log = function["LoggingConfig"]["LogGroup"]["!Ref"].as_str().unwrap_or_else(|| panic!("{name} has no log"));
        assert!(used.insert(log), "{name} shares its log");
        assert_eq!(logs[log]["Properties"]["RetentionInDays"], json!({ "!Ref": "LogRetention" }), "{name}");
        assert_eq!(function["Tracing"], "Active", "{name}");
        assert_eq!(function["Architectures"], json!([{ "!Ref": "Architecture" }]), "{name}");
        assert!((128..=1024).contains(&function["MemorySize"].as_u64().expect("memory")), "{name}");
        let timeout = function["Timeout"].as_u64().expect("an end");
        // API Gateway waits for 30 s.
        let answers = name == "home" || ROUTES.iter().any(|route| route.function == *name);
        assert!(timeout < if answers { 30 } else { 900 }, "{name} may take {timeout} s");
    }
    let claim = u64::try_from(domain::mail::CLAIM_LASTS.as_secs()).expect("positive");
    assert!(functions["deliver-mail"]["Timeout"].as_u64() < Some(claim), "a claim ends before its function");
    let stops_before = deliver_mail::STOPS_BEFORE.as_secs();
    assert!(
        functions["deliver-mail"]["Timeout"].as_u64() >= Some(2 * stops_before),
        "it takes mails for half its time"
    );
}

#[test]
fn what_a_schedule_or_the_stream_cannot_hand_over_is_kept() {
    let template = Template::new();
    let dead_letters = json!({ "!GetAtt": "DeadLetters.Arn" });
    for (name, function) in template.functions() {
        let events = function["Events"].as_object().into_iter().flatten();
        let woken: BTreeSet<_> = events.map(|(_, event)| event["Type"].as_str().unwrap_or_default()).collect();
        let answers = name == "home" || ROUTES.iter().any(|route| route.function == name);
        assert_ne!(answers, !woken.is_empty(), "{name} is run by {woken:?}, or by requests");
        assert_eq!(woken.contains("DynamoDB"), name == "wake", "{name}: the stream has one reader");
        for (event, definition) in function["Events"].as_object().into_iter().flatten() {
            let properties = &definition["Properties"];
            match definition["Type"].as_str().unwrap_or_default() {
                "ScheduleV2" => {
                    assert_eq!(properties["DeadLetterConfig"]["Arn"], dead_letters, "{name} {event}");
                    assert!(properties["RetryPolicy"]["MaximumRetryAttempts"].is_u64(), "{name} {event}");
                    let failed = &function["EventInvokeConfig"]["DestinationConfig"]["OnFailure"]["Destination"];
                    assert_eq!(*failed, dead_letters, "{name}");
                    // Less, and a run that waits for another to end would count as failed.
                    let age = function["EventInvokeConfig"]["MaximumEventAgeInSeconds"].as_u64();
                    assert!(age >= Some(if name == "audit" { 3600 } else { 21_600 }), "{name} waits {age:?} s");
                    let statements = template.statements(&function);
                    let may = statements.iter().any(|s| s["Action"].to_string().contains("sqs:SendMessage"));
                    assert!(may, "{name} may not write to the dead letters");
                }
                "DynamoDB" => {
                    assert_eq!(properties["DestinationConfig"]["OnFailure"]["Destination"], dead_letters, "{name}");
                    assert_eq!(properties["BisectBatchOnFunctionError"], true, "{name}");
                    assert!(properties["MaximumRetryAttempts"].is_u64(), "{name} would be stuck at one record");
                    assert!(properties["FilterCriteria"]["Filters"].is_array(), "{name} is woken by every write");
                }
                // The topic hands over to Lambda, which asks again and then keeps what the function could not do.
                "SNS" => {
                    let failed = &function["EventInvokeConfig"]["DestinationConfig"]["OnFailure"]["Destination"];
                    assert_eq!(*failed, dead_letters, "{name}");
                    assert_eq!(function["EventInvokeConfig"]["MaximumRetryAttempts"], 2, "{name} may be told again");
                }
                other => panic!("{name} is woken by {other}"),
            }
        }
    }
}

#[test]
fn wake_invokes_every_workflow_and_nothing_else() {
    let template = Template::new();
    let functions = template.functions();
    let scheduled = functions.iter().filter(|(name, function)| {
        let events = function["Events"].as_object().into_iter().flatten();
        // The consistency check reads everything: it runs once a day, and no item makes it due.
        *name != "audit" && events.into_iter().any(|(_, event)| event["Type"] == "ScheduleV2")
    });
    let scheduled: BTreeSet<_> = scheduled.map(|(name, _)| name.clone()).collect();
    let ids = template.resources("AWS::Serverless::Function");
    let crate_of =
        |id: &str| ids[id]["Properties"]["CodeUri"].as_str().expect("code").rsplit('/').next().expect("a name");
    let id_of =
        |alias: &Value| alias.as_str().and_then(|alias| alias.strip_suffix(".Alias")).expect("an alias").to_owned();
    let statements = template.statements(&functions["wake"]);
    let may = statements.iter().filter(|s| list_or_empty(&s["Action"]).contains(&"lambda:InvokeFunction"));
    let may: BTreeSet<_> = may
        .flat_map(|s| s["Resource"].as_array().expect("functions"))
        .map(|function| crate_of(&id_of(&function["!Ref"])).to_owned())
        .collect();
    assert_eq!(may, scheduled, "wake may invoke these");
    let listed = &functions["wake"]["Environment"]["Variables"]["PLUMBLINE_WORKFLOWS"]["!Join"][1];
    let listed = listed.as_array().expect("workflows").iter().map(|pair| {
        let (name, id) = (pair["!Join"][1][0].as_str().expect("a name"), id_of(&pair["!Join"][1][1]["!Ref"]));
        assert_eq!(crate_of(&id), name, "the name that due items carry");
        name.to_owned()
    });
    assert_eq!(listed.collect::<BTreeSet<_>>(), scheduled, "wake knows these");

    let filters = &functions["wake"]["Events"]["NewDueItems"]["Properties"]["FilterCriteria"]["Filters"];
    let filters = filters.as_array().expect("filters");
    assert!(filters.len() <= 5, "Lambda allows five filters");
    let mut passed = BTreeSet::new();
    for filter in filters {
        let pattern: Value = serde_json::from_str(filter["Pattern"].as_str().expect("a pattern")).expect("JSON");
        let image = &pattern["dynamodb"]["NewImage"];
        for key in image["due_pk"]["S"].as_array().expect("keys") {
            let prefix = key["prefix"].as_str().expect("a prefix");
            let workflow = store::keys::workflow_of(prefix).filter(|_| prefix.ends_with('#'));
            let workflow = workflow.unwrap_or_else(|| panic!("{prefix} is of no workflow"));
            assert!(passed.insert(workflow.to_owned()), "{workflow} has two filters");
            // It claims each mail that it sends. The function makes this change itself, and it is due only later.
            let others = (workflow == "deliver-mail").then(|| json!({ "S": [{ "anything-but": ["claimed"] }] }));
            assert_eq!(image.get("status"), others.as_ref(), "{workflow}");
        }
    }
    assert_eq!(passed, scheduled, "these pass the filters");
}

#[test]
fn the_api_may_call_each_function_that_has_routes() {
    let template = Template::new();
    let ids = template.resources("AWS::Serverless::Function");
    let permitted: BTreeSet<_> = template
        .resources("AWS::Lambda::Permission")
        .values()
        .map(|permission| {
            let properties = &permission["Properties"];
            assert!(properties["SourceArn"]["!Sub"].as_str().is_some_and(|arn| arn.ends_with(":${Api}/*")));
            let alias = properties["FunctionName"]["!Ref"].as_str().expect("a function");
            let id = alias.strip_suffix(".Alias").unwrap_or_else(|| panic!("{alias} is not an alias"));
            let code = ids[id]["Properties"]["CodeUri"].as_str().expect("code");
            code.rsplit('/').next().expect("a name").to_owned()
        })
        .collect();
    let answering: BTreeSet<_> = ROUTES.iter().map(|route| route.function.to_owned()).collect();
    assert_eq!(permitted, answering);
}

/// The parameters that a value refers to.
fn parameters_in(template: &Template, value: &Value) -> BTreeSet<String> {
    let text = value.to_string();
    let parameters = template.0["Parameters"].as_object().expect("parameters").keys();
    let named =
        |name: &&String| text.contains(&format!("${{{name}}}")) || text.contains(&format!("\"!Ref\":\"{name}\""));
    parameters.filter(named).cloned().collect()
}

/// SAM does not see that only a parameter changed: without a changed description, callers of the alias would still get
/// the old value, such as a retired signing key.
#[test]
fn a_changed_parameter_publishes_a_new_version_of_every_function_that_reads_it() {
    let template = Template::new();
    let globals = &template.0["Globals"]["Function"];
    assert_eq!(globals["AutoPublishAlias"], "live");
    let common = parameters_in(&template, &globals["Environment"]);
    for (name, function) in template.functions() {
        assert_eq!(function["AutoPublishAliasAllProperties"], true, "{name}");
        let mut read = parameters_in(&template, &function["Environment"]);
        read.extend(common.iter().cloned());
        // One function sends mail, and it does not check who may create editions.
        read.remove(if name == "deliver-mail" { "FirstOrganizers" } else { "MailFrom" });
        let described = parameters_in(&template, &function["VersionDescription"]);
        assert_eq!(described, read, "{name}");
        let longest = described.iter().map(|parameter| {
            let longest = template.0["Parameters"][parameter]["MaxLength"].as_u64();
            longest.unwrap_or_else(|| panic!("{parameter} has no MaxLength")) + 1
        });
        assert!(longest.sum::<u64>() <= 256, "{name}: Lambda limits a description to 256 characters");
    }
}

#[test]
fn the_alarm_of_a_function_rolls_its_deployment_back() {
    let template = Template::new();
    let preference = &template.0["Globals"]["Function"]["DeploymentPreference"];
    assert_eq!(preference["Type"], json!({ "!Ref": "Deployment" }));
    assert_eq!(preference["Enabled"], json!({ "!FindInMap": ["Deployments", { "!Ref": "Deployment" }, "Gradual"] }));
    let deployment = &template.0["Parameters"]["Deployment"];
    assert_eq!(deployment["Default"], "AllAtOnce");
    let types = deployment["AllowedValues"].as_array().expect("types");
    let gradual = &template.0["Mappings"]["Deployments"];
    assert_eq!(gradual.as_object().expect("a mapping").len(), types.len());
    for name in types.iter().map(|name| name.as_str().expect("text")) {
        assert_eq!(gradual[name]["Gradual"], name != "AllAtOnce", "{name}");
    }
    for (id, function) in template.resources("AWS::Serverless::Function") {
        let alarm = format!("{}Alarm", id.trim_end_matches("Function"));
        assert_eq!(function["Properties"]["DeploymentPreference"]["Alarms"], json!([{ "!Ref": alarm }]), "{id}");
        let watched = &template.0["Resources"][&alarm]["Properties"]["Dimensions"][0]["Value"];
        assert_eq!(*watched, json!({ "!Ref": id }), "{alarm}");
    }
}

#[test]
fn alarms_and_dashboard_watch_every_function() {
    let template = Template::new();
    let alarms = template.resources("AWS::CloudWatch::Alarm");
    // One alarm beside each function, so that a new function needs no change to those of others.
    let own = |id: &str| format!("{}Alarm", id.trim_end_matches("Function"));
    let functions = template.resources("AWS::Serverless::Function");
    for id in functions.keys() {
        let alarm = alarms.get(own(id).as_str()).unwrap_or_else(|| panic!("{id} has no alarm"));
        assert_eq!(alarm["Properties"]["MetricName"], "Errors", "{id}");
        assert_eq!(alarm["Properties"]["Dimensions"][0]["Value"], json!({ "!Ref": id }), "{id}");
    }
    // The dashboard finds them by the stack's name.
    let dashboard = template.0["Resources"]["Dashboard"].to_string();
    for metric in ["Errors", "ConcurrentExecutions"] {
        let found = format!("MetricName=\\\\\\\"{metric}\\\\\\\" ${{AWS::StackName}}");
        assert!(dashboard.contains(&found), "the dashboard does not show {metric}: {found}");
    }
    for (id, alarm) in &alarms {
        assert!(alarm["Properties"]["AlarmDescription"].is_string(), "{id} does not say what it means");
        assert_eq!(alarm["Properties"]["AlarmActions"], json!([{ "!Ref": "AlarmTopic" }]), "{id} notifies no one");
    }
    let runbook = read("infra/RUNBOOK.md");
    let of_functions: BTreeSet<_> = functions.keys().map(|id| own(id)).collect();
    for id in alarms.keys().filter(|id| !of_functions.contains(**id)) {
        assert!(runbook.contains(&format!("| {id} |")), "the runbook does not say what to do at {id}");
    }
}

/// A limit on a route that there is not would limit nothing.
#[test]
fn registering_has_a_limit_of_its_own() {
    let template = Template::new();
    let limits = template.0["Resources"]["Api"]["Properties"]["RouteSettings"].as_object().expect("limits");
    assert!(limits.contains_key("POST /conferences/{conference}/registrations"));
    for route in limits.keys() {
        assert!(ROUTES.iter().any(|known| known.key() == *route), "{route} is no route");
    }
}

/// A metric that no function logs makes an alarm that never comes.
#[test]
fn alarms_watch_metrics_that_are_logged() {
    let code: String = ["functions/deliver-mail/src/lib.rs", "functions/audit/src/lib.rs", "shared/lambda/src/lib.rs"]
        .map(read)
        .concat();
    let template = Template::new();
    let alarms = template.resources("AWS::CloudWatch::Alarm");
    let ours: Vec<_> = alarms.values().filter(|alarm| alarm["Properties"]["Namespace"] == "Plumbline").collect();
    assert!(ours.len() >= 4);
    for alarm in ours {
        let metric = alarm["Properties"]["MetricName"].as_str().expect("a name");
        assert!(code.contains(&format!("metric.{metric} = ")), "no function logs {metric}");
    }
}

/// `sam build` cannot ask cargo-lambda for a profile, so its settings stand twice in `Cargo.toml`.
#[test]
fn what_sam_builds_is_the_function_profile() {
    let manifest = read("Cargo.toml");
    let section = |header: &str| {
        let (_, rest) = manifest.split_once(header).unwrap_or_else(|| panic!("{header} is missing"));
        rest.split("\n[").next().unwrap_or_default().to_owned()
    };
    let profile: BTreeSet<_> = section("[profile.function]\n")
        .lines()
        .filter(|line| line.contains(" = ") && !line.starts_with('#') && !line.starts_with("inherits"))
        .map(|line| line.replace(" = ", "="))
        .collect();
    let built: BTreeSet<_> = section("[workspace.metadata.lambda.build]\n")
        .lines()
        .filter_map(|line| line.trim().strip_prefix("'profile.release.")?.strip_suffix("',").map(str::to_owned))
        .collect();
    assert!(profile.len() >= 5, "{profile:?}");
    assert_eq!(profile, built);
}

/// A function that is missing there is never built: `sam build` stops, or worse, finds an old build.
#[test]
fn the_first_call_of_sam_builds_every_function() {
    let manifest = read("Cargo.toml");
    let (_, list) = manifest.split_once("\npackages = [\n").expect("a list of packages");
    let packages: BTreeSet<_> = list
        .lines()
        .take_while(|line| *line != "]")
        .map(|line| line.trim().trim_matches(|c| c == '"' || c == ',').to_owned())
        .collect();
    assert_eq!(packages, Template::new().functions().into_keys().collect());
}
