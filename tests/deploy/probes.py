"""What each function's role can do, and what it cannot: asked by a function of ours under that role.

The calls are the ones that would do harm in the wrong hands, beside the ones that the function needs. On AWS some
policies are narrower still: deliver-mail and sign-in may write items of their own keys only (`dynamodb:LeadingKeys`),
which the emulator does not look at; tests/api checks that the template says so.
"""

import io
import json
import textwrap
import zipfile

import build
from stack import NAME, eventually

# The probing function: makes each call, and returns the outcome. `None` stands for a call that went
# through or was refused for another reason than permissions.
PROBE = textwrap.dedent('''
    import boto3
    from botocore.exceptions import ClientError

    DENIED = ("AccessDenied", "AccessDeniedException", "AuthorizationError", "UnauthorizedOperation")

    def handler(event, context):
        outcomes = {}
        for name, (service, method, arguments) in event["calls"].items():
            client = boto3.client(service, endpoint_url=event["endpoint"], region_name=event["region"])
            try:
                getattr(client, method)(**arguments)
                outcomes[name] = "allowed"
            except ClientError as error:
                code = error.response["Error"]["Code"]
                outcomes[name] = "denied" if code in DENIED else "allowed: " + code
        return outcomes
''')

KEY = {"pk": {"S": "probe"}, "sk": {"S": "probe"}}
QUERY = {"ExpressionAttributeValues": {":v": {"S": "probe"}}}

# What the roles may do of the calls below; everything else must be denied.
ALLOWED = {
    "home": {"read", "read-many", "query"},
    "register": {"read", "read-many", "query", "put", "update", "delete-item", "transact"},
    "timetable": {"read", "read-many", "query", "put", "update", "transact"},
    "publish-timetable": {"read", "read-many", "put", "update", "transact", "query-due", "dead-letter"},
    "bofs": {"read", "read-many", "query", "put", "update", "transact"},
    "desk": {"read", "read-many", "query", "update", "query-listing", "query-due"},
    "check-in": {"read", "read-many", "query", "put", "update", "delete-item", "transact", "query-listing"},
    "directory": {
        "read", "read-many", "query", "put", "update", "delete-item", "transact", "query-listing", "query-due",
    },
    "export": {"read", "read-many", "query", "update", "query-listing"},
    "settings": {
        "read", "read-many", "query", "put", "update", "delete-item", "transact", "query-listing", "query-due",
    },
    "setup": {
        "read", "read-many", "query", "put", "update", "delete-item", "transact", "query-listing", "query-due",
    },
    "message-people": {"read", "read-many", "query", "put", "update", "transact", "query-listing"},
    "organize": {
        "read", "read-many", "query", "put", "update", "delete-item", "transact", "query-listing", "query-due",
    },
    "sign-in": {"read", "read-many", "query", "put", "update", "transact"},
    "submit-proposal": {"read", "read-many", "query", "put", "update", "delete-item", "transact"},
    "people": {"read", "read-many", "query", "scan", "put", "update", "delete-item", "transact"},
    "tracks": {"read", "read-many", "query", "put", "update", "delete-item", "transact"},
    "close-cfps": {"read", "read-many", "query", "put", "update", "transact", "query-due", "dead-letter"},
    "send-messages": {
        "read", "read-many", "query", "put", "update", "transact", "query-due", "query-listing", "dead-letter",
    },
    "send-reminders": {"read", "read-many", "query", "put", "update", "transact", "query-due", "dead-letter"},
    "promote-waitlist": {
        "read", "read-many", "query", "put", "update", "delete-item", "transact", "query-due", "dead-letter",
    },
    "reconfirm": {"read", "read-many", "query", "put", "update", "transact", "query-due", "query-listing", "dead-letter"},
    "release-passes": {"read", "read-many", "query", "put", "update", "transact", "query-due", "dead-letter"},
    "retain-data": {
        "read", "read-many", "query", "scan", "put", "update", "delete-item", "transact", "query-due", "dead-letter",
    },
    "review": {"read", "read-many", "query", "put", "update", "delete-item", "transact", "query-listing"},
    "release-decisions": {
        "read", "read-many", "query", "put", "update", "delete-item", "transact", "query-listing", "query-due",
        "dead-letter",
    },
    # Its writes are bounded by keys, which the emulator does not check; tests/api does.
    "deliver-mail": {
        "read", "read-many", "put", "update", "transact", "query-due", "dead-letter", "send-mail", "mail-quota",
    },
    "deliver-webhooks": {
        "read", "read-many", "query", "put", "update", "delete-item", "transact", "query-due", "dead-letter",
    },
    "mail-feedback": {"read", "read-many", "put", "update", "transact", "dead-letter"},
    "audit": {"scan", "put", "dead-letter"},
    "wake": {"dead-letter", "call-workflow"},
}


def calls(stack):
    table = stack.outputs["TableName"]
    update = {"UpdateExpression": "SET a = :v", "ExpressionAttributeValues": {":v": {"S": "probe"}}}
    put = {"TableName": table, "Item": KEY}
    # As a registration writes: a shard's ledger, a person, and a check of what is not written.
    absent = {"TableName": table, "Key": KEY | {"sk": {"S": "absent"}}, "ConditionExpression": "attribute_not_exists(pk)"}
    both = [
        {"Put": put},
        {"Update": {"TableName": table, "Key": KEY | {"sk": {"S": "probe-2"}}} | update},
        {"ConditionCheck": absent},
    ]
    mail = {"Data": b"From: plumbline@example.org\r\nTo: a@example.org\r\nSubject: probe\r\n\r\nprobe".decode()}
    return {
        "read": ("dynamodb", "get_item", {"TableName": table, "Key": KEY}),
        "read-many": ("dynamodb", "batch_get_item", {"RequestItems": {table: {"Keys": [KEY]}}}),
        "query": ("dynamodb", "query", {"TableName": table, "KeyConditionExpression": "pk = :v"} | QUERY),
        "query-due": (
            "dynamodb", "query", {"TableName": table, "IndexName": "due", "KeyConditionExpression": "due_pk = :v"} | QUERY,
        ),
        "query-listing": (
            "dynamodb",
            "query",
            {"TableName": table, "IndexName": "listing", "KeyConditionExpression": "list_pk = :v"} | QUERY,
        ),
        "scan": ("dynamodb", "scan", {"TableName": table, "Limit": 1}),
        "put": ("dynamodb", "put_item", put),
        "update": ("dynamodb", "update_item", {"TableName": table, "Key": KEY} | update),
        "transact": ("dynamodb", "transact_write_items", {"TransactItems": both}),
        "delete-item": ("dynamodb", "delete_item", {"TableName": table, "Key": KEY}),
        "write-batch": ("dynamodb", "batch_write_item", {"RequestItems": {table: [{"DeleteRequest": {"Key": KEY}}]}}),
        "delete-table": ("dynamodb", "delete_table", {"TableName": table}),
        "change-table": ("dynamodb", "update_table", {"TableName": table, "BillingMode": "PAY_PER_REQUEST"}),
        "list-tables": ("dynamodb", "list_tables", {}),
        "send-mail": (
            "ses",
            "send_raw_email",
            {"Source": "plumbline@example.org", "Destinations": ["a@example.org"], "RawMessage": mail},
        ),
        "mail-quota": ("ses", "get_send_quota", {}),
        "verify-domain": ("ses", "verify_domain_identity", {"Domain": "example.com"}),
        "dead-letter": ("sqs", "send_message", {"QueueUrl": stack.outputs["DeadLettersUrl"], "MessageBody": "probe"}),
        "read-dead-letters": ("sqs", "receive_message", {"QueueUrl": stack.outputs["DeadLettersUrl"]}),
        "read-secret": ("secretsmanager", "get_secret_value", {"SecretId": stack.outputs["SigningKeysArn"]}),
        "read-configuration": (
            "lambda", "get_function_configuration", {"FunctionName": stack.function("organize")},
        ),
        # As `wake` calls it: by the whole name of its alias.
        "call-workflow": (
            "lambda", "invoke", {"FunctionName": stack.resources["ReconfirmFunctionAliaslive"], "InvocationType": "Event"},
        ),
        "call-function": ("lambda", "invoke", {"FunctionName": stack.function("audit")}),
        "change-role": ("iam", "list_roles", {}),
        "list-buckets": ("s3", "list_buckets", {}),
    }


def probe(stack, name):
    """What became of each call under the role of this function."""
    client = stack.client("lambda")
    role = client.get_function_configuration(FunctionName=stack.function(name))["Role"]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as files:
        files.writestr("probe.py", PROBE)
    function = f"{NAME}-probe-{name}"
    client.create_function(
        FunctionName=function, Runtime="python3.13", Role=role, Handler="probe.handler", Timeout=60,
        Code={"ZipFile": archive.getvalue()},
    )
    state = lambda: client.get_function_configuration(FunctionName=function)["State"] == "Active"
    eventually(state, f"the probe of {name} does not start", within=60)
    event = {"calls": calls(stack), "endpoint": stack.emulator.url, "region": client.meta.region_name}
    answer = client.invoke(FunctionName=function, Payload=json.dumps(event))
    outcomes = json.loads(answer["Payload"].read())
    assert "FunctionError" not in answer, f"the probe of {name} failed: {outcomes}"
    client.delete_function(FunctionName=function)
    return outcomes


def each_function_can_do_what_it_must_and_nothing_else(stack):
    assert set(ALLOWED) == set(build.functions()), "a function has no line in the table of what it may do"
    faults = []
    for name, allowed in ALLOWED.items():
        outcomes = probe(stack, name)
        assert outcomes.keys() == calls(stack).keys(), f"the probe of {name} answered {outcomes}"
        for call, outcome in outcomes.items():
            if call in allowed and outcome != "allowed":
                faults.append(f"{name} must {call} and it is {outcome}")
            if call not in allowed and outcome != "denied":
                faults.append(f"{name} must not {call} and it is {outcome}")
    assert not faults, "; ".join(faults)


ALL = [each_function_can_do_what_it_must_and_nothing_else]
