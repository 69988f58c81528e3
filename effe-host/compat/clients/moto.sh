# Deploys the same application twice to AWS as moto plays it and to the host, and compares what effe says at both: the plan,
# each step, and that a second run changes nothing. Then AWS's own programs read the template that effe makes of it.
folder=$WORK/moto
mkdir -p "$folder" && cd "$folder" || exit 1
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])') || exit 1
moto_server -H 127.0.0.1 -p "$port" > moto.log 2>&1 &
moto=$!
trap 'kill $moto; wait $moto 2>/dev/null' EXIT
role=arn:aws:iam::123456789012:role/lambda
# A role that a function can have must be there; moto wants a request that is signed for IAM, by whomever.
made=
for _ in $(seq 300); do
    made=$(curl -s "http://127.0.0.1:$port/" -d 'Action=CreateRole&Version=2010-05-08&RoleName=lambda&AssumeRolePolicyDocument={}' \
        -H 'Authorization: AWS4-HMAC-SHA256 Credential=AKID/20261201/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0')
    grep -q "$role" <<< "$made" && break
    kill -0 $moto || exit 1
    sleep 0.2
done
grep -q "$role" <<< "$made" || { echo "moto makes no role: $made" >&2; exit 1; }

host=$ENDPOINT
export AWS_ENDPOINT_URL=http://127.0.0.1:$port
application() { # what is to be different
    printf '%s\n' 'effe: 1' 'name: moto' 'retain: 2' 'functions:' \
        "  greeting: {code: code.zip, handler: \"com.example.Greeting::greet\", $1}" \
        'targets:' "  host: {host: \"$host\", alias: prod}" \
        "  aws: {aws: {region: us-east-1, role: \"$role\"}, alias: prod}" > effe.yaml
}
# Lines that only a host says are left out, and those that differ by its nature: the role, files in a zip, the start of a version.
said() { # target, then the command
    local target=$1
    shift
    "$HOST_EFFE" "$@" --target "$target" 2>&1 | sed -E -e '/^ +role: /d' -e '/^ +[~+-] \S+ [0-9]/d' -e '/• started /d' \
        -e 's/(duration=|deployed in )\S+/\1T/' -e 's/changes=[0-9]+/changes=N/' -e "s/env=$target/env=T/" \
        -e 's/20[0-9-]+T[0-9:]+/TIME/' -e 's/ +/ /g'
}
both() { # step, what both are to say among it, then the command
    local step=$1 pattern=$2 here there found=ok
    shift 2
    here=$(said host "$@") there=$(said aws "$@")
    if [ "$here" != "$there" ]; then
        found="they differ: $(diff <(echo "$here") <(echo "$there") | grep '^[<>]' | tr -s '\n\t ' '   ')"
    elif ! grep -q -e "$pattern" <<< "$here"; then
        found=$(tr -s '\n\t ' '   ' <<< "$here")
    fi
    printf '%s\t%s\n' "$step" "$found"
}
cp "$WORK/one.zip" code.zip
application 'memory: 256'
both 'plan of a new function' 'version: 1' diff
both 'deploy' 'created alias prod' deploy
both 'deploy once more' 'alias prod unchanged' deploy
both 'nothing would change' '^Nothing would change$' diff --exit-code
cp "$WORK/two.zip" code.zip
application 'memory: 512, environment: {TABLE: orders}'
both 'plan of a change' 'version: 1 -> 2' diff
both 'deploy a change' 'updated alias prod' deploy
both 'nothing would change then' '^Nothing would change$' diff --exit-code
both 'promote' 'promoted to stable' promote prod stable
both 'rollback' 'rolled back prod.*version=1 was=2' rollback
both 'no rollback further' 'has no earlier version' rollback
application 'memory: 512, environment: {TABLE: other}'
both 'deploy after a rollback' 'updated alias prod.*version=3 was=1' deploy
both 'list' 'prod@3; stable@2' list
both 'versions' 'stable' versions
both 'delete an alias' 'deleted alias stable' alias stable --delete
both 'delete' 'deleted function' delete greeting --yes
both 'it is gone' 'not deployed' list

# The template: CloudFormation's linter by AWS, and the translator that CloudFormation itself has for SAM.
application 'runtime: java21, memory: 512, environment: {TABLE: orders}, secrets: {PASSWORD: {env: NONE}}, url: {cors: {origins: ["https://shop.example"]}}, routes: [GET /greeting, "* /files/{rest...}"]'
"$HOST_EFFE" template sam --target aws > template.log 2>&1 || { echo "template: $(tail -1 template.log)" >&2; exit 1; }
if type -p cfn-lint > /dev/null && cfn-lint --version > /dev/null 2>&1; then
    found=$(cfn-lint --regions us-east-1 -t sam/template.yaml 2>&1) && found=ok
    printf 'cfn-lint\t%s\n' "$(tr -s '\n\t ' '   ' <<< "$found" | sed 's/ $//')"
else
    printf 'cfn-lint\tskipped: no cfn-lint on PATH\n'
fi
found=$(python3 - sam/template.yaml 2>&1 <<'PYTHON'
import os, sys
try:
    from samtranslator.translator.managed_policy_translator import ManagedPolicyLoader  # noqa: F401
    from samtranslator.translator.transform import transform
    from samtranslator.yaml_helper import yaml_parse
except ImportError:
    sys.exit("skipped: no python3 on PATH has aws-sam-translator")
os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
template = yaml_parse(open(sys.argv[1]).read())
for function in template["Resources"].values():  # The address that sam deploy would put here.
    function["Properties"]["CodeUri"] = "s3://bucket/" + function["Properties"]["CodeUri"]
made = transform(template, {"PASSWORD": ""}, ManagedPolicyLoader(None))
kinds = sorted(resource["Type"] for resource in made["Resources"].values())
function = next(r for r in made["Resources"].values() if r["Type"] == "AWS::Lambda::Function")["Properties"]
wanted = {"AWS::Lambda::Alias", "AWS::Lambda::Function", "AWS::Lambda::Permission", "AWS::Lambda::Url",
          "AWS::Lambda::Version", "AWS::ApiGatewayV2::Api", "AWS::ApiGatewayV2::Stage"}
assert set(kinds) == wanted, kinds
assert function["FunctionName"] == "moto_greeting" and function["MemorySize"] == 512, function
assert function["Environment"]["Variables"]["PASSWORD"] == {"Ref": "GreetingPassword"}, function
paths = next(r for r in made["Resources"].values() if r["Type"] == "AWS::ApiGatewayV2::Api")["Properties"]["Body"]["paths"]
assert set(paths) == {"/greeting", "/files/{rest+}"}, paths
print("ok")
PYTHON
)
printf 'SAM translator\t%s\n' "$(tail -1 <<< "$found")"
