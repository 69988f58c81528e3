# The AWS CLI, version 1 or 2, named by $AWS.
out=$WORK/cli.out
call() { "$AWS" lambda --endpoint-url "$ENDPOINT" "$@" 2>&1; }
binary=
[[ $("$AWS" --version) == aws-cli/2* ]] && binary="--cli-binary-format raw-in-base64-out"
# name, what the answer must have, the call
expect() {
    local name=$1 pattern=$2 found
    shift 2
    : > "$out"
    found=$(call "$@"; cat "$out")
    if grep -q -e "$pattern" <<< "$found"; then
        printf '%s\tok\n' "$name"
    else
        printf '%s\t%s\n' "$name" "$(tr -s '\n ' '  ' <<< "$found" | cut -c1-200)"
    fi
}
arn=arn:aws:lambda:us-east-1:123456789012:function:commands
expect invoke '"a":1' invoke --function-name commands $binary --payload '{"a":1}' "$out"
expect 'no payload' '"ExecutedVersion": "$LATEST"' invoke --function-name commands "$out"
expect 'ARN, qualifier' '\[1,2\]' invoke --function-name $arn --qualifier prod $binary --payload '{"list":1}' "$out"
expect 'log tail' '"LogResult": "U1RBUlQg' invoke --function-name commands --log-type Tail "$out"
expect 'function error' '"FunctionError": "Unhandled"' \
    invoke --function-name commands $binary --payload '{"fail":"x"}' "$out"
expect event '"StatusCode": 202' invoke --function-name commands --invocation-type Event "$out"
expect 'dry run' '"StatusCode": 204' invoke --function-name commands --invocation-type DryRun "$out"
echo '{}' > "$WORK/arguments"
expect invoke-async '"Status": 202' invoke-async --function-name commands --invoke-args "$WORK/arguments"
expect 'unknown function' 'ResourceNotFoundException' invoke --function-name other "$out"
expect 'unknown version' 'ResourceNotFoundException' invoke --function-name commands:7 "$out"
expect 'not JSON' 'InvalidRequestContentException' \
    invoke --function-name commands $binary --payload '{not json' "$out"
