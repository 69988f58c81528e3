# node-lambda of npm: creates a function of Node.js, and updates it by a second deployment.
project=$WORK/node-lambda
mkdir -p "$project" && cd "$project" || exit 1
printf '{"name": "%s", "version": "1.0.0", "dependencies": {}}\n' "$NAME" > package.json
deploy() {
    printf 'exports.handler = async () => "%s";\n' "$1" > index.js
    "$NODE_MODULES/.bin/node-lambda" deploy --endpoint "$ENDPOINT" --accessKey "$AWS_ACCESS_KEY_ID" --secretKey "$AWS_SECRET_ACCESS_KEY" \
        --region us-east-1 --functionName "$NAME" --environment "" --handler index.handler --runtime nodejs20.x --timeout 30 \
        --role arn:aws:iam::000000000000:role/any --memorySize 128 > "$WORK/node-lambda.out" 2>&1
}
check() { # name, what the function answers
    local name=$1 found
    deploy "$2" || { printf '%s\t%s\n' "$name" "$(tail -c 200 "$WORK/node-lambda.out" | tr -s '\n\t ' '   ')"; return; }
    found=$("$AWS" lambda --endpoint-url "$ENDPOINT" invoke --function-name "$NAME" "$WORK/node-lambda.answer" 2>&1; cat "$WORK/node-lambda.answer")
    if grep -q "\"$2\"" <<< "$found"; then
        printf '%s\tok\n' "$name"
    else
        printf '%s\t%s\n' "$name" "$(tr -s '\n ' '  ' <<< "$found" | cut -c1-200)"
    fi
}
check 'deploy creates' first
check 'deploy updates' second
