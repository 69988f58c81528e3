# osls of npm, the open fork of Serverless: updates a function, calls it, reads its log and metrics, and rolls it back.
project=$WORK/osls
mkdir -p "$project" && cd "$project" || exit 1
function=$NAME-dev-hello
cat > serverless.yml <<Y
service: $NAME
provider:
  name: aws
  runtime: nodejs20.x
  region: us-east-1
  versionFunctions: true
functions:
  hello:
    handler: handler.hello
    timeout: 20
Y
code() { printf 'exports.hello = async () => { console.log("said %s"); return "%s"; };\n' "$1" "$1" > handler.js; }
lambda() { "$AWS" lambda --endpoint-url "$ENDPOINT" --output json "$@" > "$WORK/osls.aws" 2>&1; }
expect() { # name, what the output must have, the command
    local name=$1 pattern=$2 found
    shift 2
    found=$("$NODE_MODULES/.bin/osls" "$@" 2>&1 < /dev/null)
    if grep -q -e "$pattern" <<< "$found"; then
        printf '%s\tok\n' "$name"
    else
        printf '%s\t%s\n' "$name" "$(tr -s '\n\t ' '   ' <<< "$found" | tail -c 200)"
    fi
}
code one
python3 -c 'import zipfile; zipfile.ZipFile("code.zip", "w").write("handler.js")'
lambda create-function --function-name "$function" --runtime nodejs20.x --handler handler.hello --timeout 20 \
    --role arn:aws:iam::000000000000:role/any --zip-file fileb://code.zip --publish || cat "$WORK/osls.aws" >&2
code two
expect 'deploy function' 'deployed' deploy function --function hello
expect 'invoke -l' 'said two' invoke --function hello --log
lambda publish-version --function-name "$function"
expect 'logs' 'said two' logs --function hello
expect 'deploy list functions' 'hello' deploy list functions
expect 'rollback function' 'rolled back' rollback function --function hello --function-version 1
expect 'invoke the first one again' '"one"' invoke --function hello
expect 'metrics' 'nvocations' metrics --function hello
